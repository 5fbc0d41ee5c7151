"""Reads across all apps, one module a question."""
