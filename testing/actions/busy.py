"""Try again when the database says "not now": two people met at one row, and one of them has to wait."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from testing.refusals import Refusal

P = ParamSpec("P")
R = TypeVar("R")

SERIALIZATION, DEADLOCK, LOCK_TIMEOUT, UNIQUE, EXCLUSION = "40001", "40P01", "55P03", "23505", "23P01"
# The last two are races too: the second look finds the other's row and says so in words.
PASSING = {SERIALIZATION, DEADLOCK, LOCK_TIMEOUT, UNIQUE, EXCLUSION}
ATTEMPTS = 3


def state_of(fault: DatabaseError) -> str:
    """PostgreSQL's five signs for what went wrong; empty when it did not say."""
    return getattr(fault.__cause__, "pgcode", None) or ""


def patient(action: Callable[P, R]) -> Callable[P, R]:
    """Run a whole transaction again when it lost a race; after three tries refuse with a sentence.

    Inside somebody else's transaction there is nothing to run again, so the fault goes up as it is.
    """

    @wraps(action)
    def tried(*args: P.args, **kwargs: P.kwargs) -> R:
        for _attempt in range(ATTEMPTS):
            try:
                return action(*args, **kwargs)
            except DatabaseError as fault:
                if connection.in_atomic_block or state_of(fault) not in PASSING:
                    raise
        raise Refusal(
            _(
                "Very many people are booking at this moment and your turn did not come. Nothing was "
                "changed. Please press the button again."
            )
        )

    return tried
