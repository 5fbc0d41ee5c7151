"""Duties whose proof spans tests and training: the calendar opened and closed (C.3, 6.4.7), affiliations served (6.1.3)."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Count, DateField, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat, TruncDate, TruncQuarter
from django.utils import timezone

from centers.models import Affiliation
from committees.obligations import Done, proof, proving, rows_prove
from testing.lifecycles import BookingStatus, SessionStatus
from testing.models import Booking, Session
from training.lifecycles import RoundStatus
from training.models import Completion, Round

# The affiliations that the guideline names (6.1.3): OBEC, OVEC, OPEC and the former NFE.
NAMED = ("obec", "ovec", "opec", "dole")
OVER = [SessionStatus.FINALISED, RoundStatus.FINALISED]


def activities(committees: list[int]) -> Iterator[QuerySet[Any]]:
    """Sessions and rounds of these centers that were announced and not called off."""
    yield Session.objects.filter(center__committee__in=committees).exclude(
        status__in=[SessionStatus.DRAFT, SessionStatus.CALLED_OFF]
    )
    yield Round.objects.filter(center__committee__in=committees).exclude(
        status__in=[RoundStatus.DRAFT, RoundStatus.CALLED_OFF]
    )


@rows_prove("calendar opened", "/branch/{}/")
def calendar_opened(committees: list[int], start: date, end: date) -> Iterator[QuerySet[Any]]:
    """Days on which a test or a round of the center opened for booking ahead of its first day (C.3)."""
    center = Concat("center__province__code", Value("/"), "center__code")
    for rows in activities(committees):
        yield proving(rows, "center__committee", TruncDate("opens_at"), center, (start, end)).distinct()


@proof("calendar closed")
def calendar_closed(committees: list[int], start: date, end: date) -> Iterator[Done]:
    """Quarters whose every test and round was decided: attendance confirmed, completions decided (6.4.7).

    The day is that of the last activity of the quarter; one that is still open keeps the whole quarter open.
    """
    quarters: dict[tuple[int, str, date], list[tuple[date, int]]] = {}
    for rows in activities(committees):
        grouped = (
            rows.filter(ends_at__date__range=(start, end))
            .order_by()
            .annotate(
                place=Concat("center__province__code", Value("/"), "center__code"),
                quarter=TruncQuarter("ends_at", output_field=DateField()),
            )
            .values("center__committee", "place", "quarter")
            .annotate(last=TruncDate(Max("ends_at")), undecided=Count("pk", filter=~Q(status__in=OVER)))
        )
        for row in grouped.order_by("center__committee", "quarter"):
            key = (row["center__committee"], row["place"], row["quarter"])
            quarters.setdefault(key, []).append((row["last"], row["undecided"]))
    for (committee, place, _quarter), parts in sorted(quarters.items()):
        if not any(undecided for _last, undecided in parts):
            yield committee, max(last for last, _undecided in parts), f"/branch/{place}/"


@proof("every affiliation served")
def every_affiliation_served(committees: list[int], start: date, end: date) -> Iterator[Done]:
    """The day by which somebody of each affiliation that 6.1.3 names was tested or completed a course."""
    tested = Booking.objects.filter(
        person__workplace__affiliation=OuterRef("pk"),
        status=BookingStatus.ATTENDED,
        starts_at__date__range=(start, end),
    )
    trained = Completion.objects.filter(
        enrolment__person__workplace__affiliation=OuterRef("pk"), completed_on__range=(start, end)
    )
    rows = Affiliation.objects.filter(code__in=NAMED).annotate(
        tested=Subquery(tested.order_by("starts_at", "pk").values("starts_at")[:1]),
        trained=Subquery(trained.order_by("completed_on", "pk").values("completed_on")[:1]),
    )
    firsts = [earliest(row.tested, row.trained) for row in rows.order_by("pk")]
    served = [day for day in firsts if day]
    if len(served) == len(NAMED):
        for committee in committees:
            yield committee, max(served), "/branch/"


def earliest(tested: datetime | None, trained: date | None) -> date | None:
    """The earlier of a test's moment and a completion's day, as a day."""
    days = [day for day in (tested and timezone.localdate(tested), trained) if day]
    return min(days, default=None)
