"""Forms of centers: a person's profile, a center's page, its rooms, the upload of the list."""
