"""Reads of committees, one module a noun; the seats' are asked by every request."""

from committees.queries.seats import access_by, access_of, current_appointments, grants, reach_of

__all__ = ["access_by", "access_of", "current_appointments", "grants", "reach_of"]
