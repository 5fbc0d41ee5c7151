"""Pages that look at every app: the landing page, each person's home, and the figures."""
