"""Duties that testing proves: tests held (C.3) and their results released (C.1)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Min, QuerySet
from django.db.models.functions import TruncDate

from committees.obligations import proving, rows_prove
from testing.lifecycles import ResultStatus, SessionStatus
from testing.models import Result, Session

HELD = [SessionStatus.HELD, SessionStatus.FINALISED]


@rows_prove("session held", "/tests/{}/")
def sessions_held(committees: list[int], start: date, end: date) -> Iterator[QuerySet[Any]]:
    rows = Session.objects.filter(center__committee__in=committees, status__in=HELD)
    yield proving(rows, "center__committee", TruncDate("starts_at"), "pk", (start, end))


@rows_prove("results released", "/tests/{}/")
def results_released(committees: list[int], start: date, end: date) -> Iterator[QuerySet[Any]]:
    """The sessions of which results were released, on the day of the first release."""
    session = "booking__session"
    rows = Result.objects.filter(
        booking__session__center__committee__in=committees, status=ResultStatus.RELEASED
    )
    first = TruncDate(Min("released_at"))
    yield proving(rows, f"{session}__center__committee", first, session, (start, end))
