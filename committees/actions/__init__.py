"""Actions of committees, one module a noun."""
