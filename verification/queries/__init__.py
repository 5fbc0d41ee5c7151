"""Reads of verification, one module a noun."""

from verification.queries.certificates import my_certificates, upcoming
from verification.queries.worklist import todo

__all__ = ["my_certificates", "todo", "upcoming"]
