"""The duty ledger: what each committee owes in a fiscal year, and what proves that it was done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

import committees.proofs  # noqa: F401  registers the proofs of this app
from committees.models import Committee, DutyProof, Level
from committees.obligations import OBLIGATIONS, PROOFS, UPLOAD, Done, Obligation, Rhythm
from hcec.core.thai import fiscal_year_bounds


@dataclass(frozen=True)
class Period:
    """One period of a rhythm: both days are inside it."""

    start: date
    end: date


@dataclass(frozen=True)
class Line:
    """One duty of one committee in one period. `done_on` and `path` are its proof where there is one."""

    obligation: Obligation
    committee_id: int
    period: Period
    done_on: date | None
    path: str

    @property
    def due_on(self) -> date:
        return self.period.end + self.obligation.grace

    def state(self, on: date) -> str:
        """done, late, due (its period is running or just over) or ahead."""
        if self.done_on:
            return "done"
        if on > self.due_on:
            return "late"
        return "due" if on >= self.period.start else "ahead"


def periods(year: int, rhythm: Rhythm) -> list[Period]:
    """The periods of a fiscal year (BE), 1 October to 30 September, cut by a rhythm."""
    start, _end = fiscal_year_bounds(year)
    step = 12 // rhythm
    edges = [add_months(start, months) for months in range(0, 13, step)]
    return [Period(first, last - timedelta(days=1)) for first, last in zip(edges, edges[1:], strict=False)]


def add_months(day: date, months: int) -> date:
    """The first of the month so many months later."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def lines(committees: Iterable[Committee], year: int) -> list[Line]:
    """Every duty of these committees in a fiscal year, by one query a proof whatever their number."""
    by_level: dict[str, list[int]] = {level: [] for level in Level.values}
    for committee in committees:
        by_level[committee.level].append(committee.pk)
    start, end = fiscal_year_bounds(year)
    found: dict[str, list[Done]] = {}
    ids = [pk for level in by_level.values() for pk in level]
    names = {o.proof for o in OBLIGATIONS if by_level[o.level] and o.proof != UPLOAD}
    for name in sorted(names):
        found[name] = list(PROOFS[name](ids, start, end))
    uploads = list(
        DutyProof.objects.filter(committee__in=ids, period_start__range=(start, end)).order_by("at", "pk")
    )
    return [line for o in OBLIGATIONS for line in of_obligation(o, by_level[o.level], year, found, uploads)]


def of_obligation(
    obligation: Obligation,
    committees: list[int],
    year: int,
    found: dict[str, list[Done]],
    uploads: list[DutyProof],
) -> Iterator[Line]:
    """The lines of one obligation: a query's proof counts in the period of its day, an upload in its own."""
    given: dict[tuple[int, date], tuple[date, str]] = {}
    spans = periods(year, obligation.rhythm)
    for committee, day, path in found.get(obligation.proof, []):
        span = next((s for s in spans if s.start <= day <= s.end), None)
        if span:
            given.setdefault((committee, span.start), (day, path))
    for upload in uploads:
        if upload.duty == obligation.code:
            path = f"/committees/duties/{upload.pk}/"
            given.setdefault(
                (upload.committee_id, upload.period_start), (timezone.localdate(upload.at), path)
            )
    for committee in committees:
        for span in spans:
            done_on, path = given.get((committee, span.start), (None, ""))
            yield Line(obligation, committee, span, done_on, path)


def children(committee: Committee) -> list[Committee]:
    """The committees one level below, whose late duties climb to this one."""
    below = Committee.objects.select_related("province", "center__province").order_by("pk")
    if committee.level == Level.PROVINCE:
        return list(below.filter(center__province=committee.province_id))
    if committee.level == Level.OBEC:
        return list(below.filter(level=Level.PROVINCE))
    return list(below.filter(level=Level.OBEC)) if committee.level == Level.MINISTRY else []


def climbed(committee: Committee, year: int, on: date) -> list[tuple[Committee, list[Line]]]:
    """Late duties of the level below, committee by committee, the most behind first."""
    below = children(committee)
    late: dict[int, list[Line]] = {}
    for line in lines(below, year):
        if line.state(on) == "late":
            late.setdefault(line.committee_id, []).append(line)
    behind = [(child, late[child.pk]) for child in below if child.pk in late]
    return sorted(behind, key=lambda pair: (-len(pair[1]), pair[0].pk))
