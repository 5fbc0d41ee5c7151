"""What a level counts for: as which other levels, and for which purposes, from data with dates and sources (5.2.3; I9).

Results of ours and accepted outside results are read the same way; a page of many costs as many queries as a page of one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from testing.models import Band, Equivalence, Recognition, Result
from testing.models.results import months_later
from testing.queries.terms import on_day


@dataclass(frozen=True)
class Recognised:
    """A purpose for which a level counts today: by which rule, by which equivalence, and the last day if there is one."""

    rule: Recognition
    via: Equivalence | None
    until: date | None


@dataclass(frozen=True)
class Standing:
    """A level with the day it was reached, and what it counts for."""

    level: Band
    taken_on: date
    counts_as: Sequence[Equivalence]
    counts_for: Sequence[Recognised]


@dataclass(frozen=True)
class Reached:
    """A level that somebody reached on a day; `until` is the last day of the result's own validity."""

    level: Band
    taken_on: date
    until: date | None = None


def standings(reached: Iterable[Reached], today: date) -> list[Standing]:
    """What each level counts for today. Equivalences are those of the day of its test; two queries for all of them."""
    items = list(reached)
    tables = Equivalence.objects.filter(level__in={one.level.pk for one in items})
    known = list(
        tables.select_related("counts_as__scale").order_by("counts_as__scale__code", "-valid_from", "pk")
    )
    rules = on_day(Recognition.objects.select_related("level__scale"), today).order_by(
        "purpose", "level__rank", "pk"
    )
    in_force = list(rules) if items else []
    return [standing(one, known, in_force, today) for one in items]


def of_result(result: Result, today: date) -> Standing:
    """What a released result of ours counts for; needs booking, session and exam at hand."""
    return standings([Reached(result.overall, result.tested_on, result.valid_until)], today)[0]


def standing(
    one: Reached, known: Sequence[Equivalence], rules: Sequence[Recognition], today: date
) -> Standing:
    as_others = [
        row for row in known
        if row.level_id == one.level.pk and row.valid_from <= one.taken_on
        and (row.valid_until is None or one.taken_on <= row.valid_until)
    ]  # fmt: skip
    levels: list[tuple[Band, Equivalence | None]] = [
        (one.level, None),
        *((row.counts_as, row) for row in as_others),
    ]
    found = [hit for rule in rules if (hit := by_rule(rule, levels, one, today))]
    return Standing(one.level, one.taken_on, as_others, found)


def by_rule(
    rule: Recognition, levels: Iterable[tuple[Band, Equivalence | None]], one: Reached, today: date
) -> Recognised | None:
    """Whether one of the levels is good enough for a rule and young enough today."""
    until = last_day(rule, one)
    if until is not None and today > until:
        return None
    for level, via in levels:
        if level.scale.code == rule.level.scale.code and level.rank >= rule.level.rank:
            return Recognised(rule, via, until)
    return None


def last_day(rule: Recognition, one: Reached) -> date | None:
    """The last day on which a result counts for a purpose: its own validity, the rule's end, or the age it allows."""
    by_age = months_later(one.taken_on, rule.age_months) - timedelta(days=1) if rule.age_months else None
    return min((day for day in (one.until, rule.valid_until, by_age) if day), default=None)
