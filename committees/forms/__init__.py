"""Forms of committees: fields and messages only, one module a noun."""
