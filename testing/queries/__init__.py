"""Reads of testing, one module a noun."""

from testing.queries.offers import near, open_sessions, with_seats
from testing.queries.people import upcoming
from testing.queries.results import certifiable_results
from testing.queries.work import todo

__all__ = ["certifiable_results", "near", "open_sessions", "todo", "upcoming", "with_seats"]
