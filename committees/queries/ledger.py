"""The duty ledger: what each committee owes in a fiscal year, and what proves that it was done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.utils import timezone

from committees.models import Appointment, Committee, DutyProof, Level
from committees.obligations import OBLIGATIONS, PROOFS, UPLOAD, Done, Obligation, Rhythm, RowProof
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
    """Every duty of these committees in a fiscal year, by the same few queries whatever their number."""
    by_level: dict[str, list[int]] = {level: [] for level in Level.values}
    for committee in committees:
        by_level[committee.level].append(committee.pk)
    ids = [pk for level in by_level.values() for pk in level]
    if not ids:
        return []
    start, end = fiscal_year_bounds(year)
    found = proved(by_level, start, end)
    uploads = list(
        DutyProof.objects.filter(committee__in=ids, period_start__range=(start, end)).order_by("at", "pk")
    )
    return [line for o in OBLIGATIONS for line in of_obligation(o, by_level[o.level], year, found, uploads)]


def proved(by_level: dict[str, list[int]], start: date, end: date) -> dict[str, list[Done]]:
    """What each proof finds for the committees that owe it, earliest first; all rows come by one statement."""
    asked: dict[str, list[int]] = {}
    for obligation in OBLIGATIONS:
        if obligation.proof != UPLOAD and by_level[obligation.level]:
            asked.setdefault(obligation.proof, [])
            asked[obligation.proof] = list({*asked[obligation.proof], *by_level[obligation.level]})
    found: dict[str, list[Done]] = {name: [] for name in asked}
    parts: list[QuerySet[Any, Any]] = []
    paths: dict[str, str] = {}
    for name, committees in asked.items():
        given = PROOFS[name]
        if isinstance(given, RowProof):
            paths[name] = given.path
            said = Value(name, CharField())
            parts += [
                rows.annotate(of_proof=said).values_list("of_proof", "of_committee", "on_day", "of_key")
                for rows in given.query(committees, start, end)
            ]
        else:
            found[name] = list(given(committees, start, end))
    if parts:
        for name, committee, day, key in parts[0].union(*parts[1:], all=True):
            found[name].append((committee, day, paths[name].format(key)))
    return {name: sorted(done, key=lambda one: (one[1], one[2])) for name, done in found.items()}


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
    return page(committee, year, on)[1]


def page(committee: Committee, year: int, on: date) -> tuple[list[Line], list[tuple[Committee, list[Line]]]]:
    """A committee's own lines, and the late ones of the level below that climbed up to it, asked together."""
    below = children(committee)
    own: list[Line] = []
    late: dict[int, list[Line]] = {}
    for line in lines([committee, *below], year):
        if line.committee_id == committee.pk:
            own.append(line)
        elif line.state(on) == "late":
            late.setdefault(line.committee_id, []).append(line)
    behind = [(child, late[child.pk]) for child in below if child.pk in late]
    return own, sorted(behind, key=lambda pair: (-len(pair[1]), pair[0].pk))


def holders(climbed: list[tuple[Committee, list[Line]]], on: date) -> dict[tuple[int, str], list[str]]:
    """Whose the late duties are: the names of those who hold the seats that owe them, by committee and position."""
    owed = {(line.committee_id, line.obligation.owner) for _child, late in climbed for line in late}
    rows = Appointment.objects.current(on).filter(
        committee__in={committee for committee, _owner in owed}, position__in={owner for _c, owner in owed}
    )
    names: dict[tuple[int, str], list[str]] = {}
    for row in rows.select_related("person").order_by("pk"):
        names.setdefault((row.committee_id, row.position), []).append(row.person.name)
    return names
