"""Reads of places, centers, rooms and readiness, one module a noun."""
