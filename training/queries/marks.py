"""Reads of marks: those of one kind in a round, and for whom none is on record."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from training.lifecycles import SEATED
from training.models import Enrolment, Mark, Round


def of_round(round: Round, kind: str) -> dict[int, Mark]:
    """The marks of one kind by enrolment (primary key)."""
    return {mark.enrolment_id: mark for mark in Mark.objects.filter(round=round, kind=kind)}


def of_people(round: Round, kind: str, enrolments: Iterable[int]) -> dict[int, Mark]:
    """The same of some people only."""
    rows = Mark.objects.filter(round=round, kind=kind, enrolment__in=list(enrolments))
    return {mark.enrolment_id: mark for mark in rows}


def missing(round: Round, kind: str) -> int:
    """How many people with a place have no mark on record, not even that they did not take the test."""
    seated = Enrolment.objects.filter(round=round, status__in=SEATED)
    return seated.exclude(Exists(Mark.objects.filter(enrolment=OuterRef("pk"), kind=kind))).count()


def full_score(round: Round, kind: str) -> object:
    """The full points that were typed last; None where nothing is on record yet."""
    rows = Mark.objects.filter(round=round, kind=kind).order_by("-recorded_at", "-pk")
    return rows.values_list("of_score", flat=True).first()
