"""What self check-in at a meeting shows: how many came, and the cases that a trainer should look at."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from training.models import DoorCode, Meeting, SelfScan

Outcome = SelfScan.Outcome
PLAIN = (Outcome.IN, Outcome.OUT, Outcome.KNOWN)


@dataclass(frozen=True)
class Odd:
    """One thing to look at: who, when, and what is odd about it."""

    name: str
    at: datetime
    what: str
    shared: bool = False


def checked_in(meeting: Meeting) -> int:
    return SelfScan.objects.filter(meeting=meeting, outcome=Outcome.IN).count()


def odd_cases(meeting: Meeting) -> list[Odd]:
    """Tries that came to nothing, and people who checked in on one device; nobody is shut out by it. Two queries."""
    scans = SelfScan.objects.filter(meeting=meeting)
    shared = (
        scans.filter(outcome=Outcome.IN)
        .exclude(device="")
        .values("device")
        .annotate(people=Count("person", distinct=True))
        .filter(people__gt=1)
        .values("device")
    )
    refused = scans.exclude(outcome__in=PLAIN)
    together = scans.filter(outcome=Outcome.IN, device__in=shared)
    rows: QuerySet[SelfScan] = (refused | together).select_related("person").order_by("at", "pk")
    return [
        Odd(row.person.name, row.at, str(row.get_outcome_display()), shared=row.outcome == Outcome.IN)
        for row in rows[:200]
    ]


def open_doors(meetings: list[int]) -> set[int]:
    """At which of these meetings people check themselves in at the moment."""
    doors = DoorCode.objects.filter(meeting__in=meetings, closed_at=None)
    return set(doors.values_list("meeting_id", flat=True))
