"""Outside results: one's own beside those of the centers, and what waits to be checked (guideline 5.2.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from testing.lifecycles import OutsideStatus, ResultStatus
from testing.models import OutsideResult, Result
from testing.queries.standing import Reached, Standing, standings

WITH_TEST = ("test__skill", "level__scale", "center__province")


@dataclass(frozen=True)
class Shown:
    """One result of a person on her own page, ours or an outside one, with what it counts for today."""

    of: Result | OutsideResult
    ours: bool
    standing: Standing
    until: date | None
    over: bool


def own(person: User) -> QuerySet[OutsideResult]:
    """Everything that a person recorded, latest first."""
    return OutsideResult.objects.filter(person=person).select_related(*WITH_TEST).order_by("-sent_at", "-pk")


def released(person: User) -> QuerySet[Result]:
    rows = Result.objects.filter(booking__person=person, status=ResultStatus.RELEASED)
    return rows.select_related(
        "overall__scale", "scale", "booking__session__exam__skill", "booking__session__center"
    )


def all_of(person: User, today: date) -> Sequence[Shown]:
    """Released results and accepted outside ones, by day of the test. Four queries."""
    ours = list(released(person)[:100])
    outside = list(own(person).filter(status=OutsideStatus.ACCEPTED)[:100])
    reached = [Reached(r.overall, r.tested_on, r.valid_until) for r in ours]
    reached += [Reached(r.level, r.taken_on, r.valid_until) for r in outside]
    rows: list[tuple[Result | OutsideResult, bool]] = [
        *((r, True) for r in ours),
        *((r, False) for r in outside),
    ]
    found = [
        Shown(row, is_ours, said, one.until, one.until is not None and one.until < today)
        for (row, is_ours), one, said in zip(rows, reached, standings(reached, today), strict=True)
    ]
    return sorted(found, key=lambda shown: (shown.standing.taken_on, shown.of.pk), reverse=True)


def to_check(access: Access) -> QuerySet[OutsideResult]:
    """Documents sent to the centers whose outside results a person checks."""
    rows = OutsideResult.objects.within(access, Permission.OUTSIDE_CHECK).exclude(
        status=OutsideStatus.TAKEN_BACK
    )
    return rows.select_related(*WITH_TEST, "person", "checked_by", "withdrawn_by")


def waiting(access: Access, person: int) -> QuerySet[OutsideResult]:
    """Those that wait for this officer: never her own."""
    rows = OutsideResult.objects.within(access, Permission.OUTSIDE_CHECK)
    return rows.filter(status=OutsideStatus.SENT).exclude(person=person)
