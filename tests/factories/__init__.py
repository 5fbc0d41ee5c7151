"""Makers of rows for the tests, one module an app; a later app's factories build on the earlier ones'."""
