"""Duties that training proves: rounds held (6.4.6), committee members trained (6.2.4), every curriculum taught (6.2.5)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import TruncDate

from committees.models import Appointment
from committees.obligations import Done, proof, proving, rows_prove
from training.lifecycles import RoundStatus
from training.models import Completion, Curriculum, Round

HELD = [RoundStatus.HELD, RoundStatus.FINALISED]


@rows_prove("round held", "/courses/{}/")
def rounds_held(committees: list[int], start: date, end: date) -> Iterator[QuerySet[Any]]:
    """Rounds that ended and were not called off, on the day of their last meeting."""
    rows = Round.objects.filter(center__committee__in=committees, status__in=HELD)
    yield proving(rows, "center__committee", TruncDate("ends_at"), "pk", (start, end))


@rows_prove("committee members trained", "/courses/{}/")
def members_trained(committees: list[int], start: date, end: date) -> Iterator[QuerySet[Any]]:
    """The first completion in the year of somebody who held a seat of a committee on that day."""
    seats = Appointment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("completed_on")),
        person=OuterRef("enrolment__person"),
        starts_on__lte=OuterRef("completed_on"),
    )
    trained = Completion.objects.filter(Exists(seats), completed_on__range=(start, end))
    first = Completion.objects.filter(pk=Subquery(trained.order_by("completed_on", "pk").values("pk")[:1]))
    for committee in committees:
        yield proving(first, Value(committee), F("completed_on"), "enrolment__round", (start, end))


@proof("every curriculum taught")
def every_curriculum_taught(committees: list[int], start: date, end: date) -> Iterator[Done]:
    """The day by which every curriculum of the guideline (5.1) has had a round in the year."""
    rounds = Round.objects.filter(course__curriculum=OuterRef("pk"), starts_at__date__range=(start, end))
    running = rounds.exclude(status__in=[RoundStatus.DRAFT, RoundStatus.CALLED_OFF])
    first = Subquery(running.order_by("starts_at", "pk").values(day=TruncDate("starts_at"))[:1])
    days = list(
        Curriculum.objects.exclude(clause="")
        .order_by("pk")
        .annotate(first=first)
        .values_list("first", flat=True)
    )
    if days and all(days):
        for committee in committees:
            yield committee, max(days), "/courses/"
