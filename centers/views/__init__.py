"""Pages of centers: the finder, the staff's pages, a person's profile, the upload of the list."""
