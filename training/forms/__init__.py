"""Fields and their messages; forms never save."""
