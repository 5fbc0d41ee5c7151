"""Reads of training, one module a noun; the names that other apps use stand here."""

from training.queries.completions import certifiable_completions
from training.queries.enrolments import upcoming
from training.queries.rounds import open_rounds
from training.queries.work import todo

__all__ = ["certifiable_completions", "open_rounds", "todo", "upcoming"]
