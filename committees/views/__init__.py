"""Pages of committees, one module a noun."""
