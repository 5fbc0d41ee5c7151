"""Figures laid out for page and sheet: both take their numbers from the same frozen value."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hcec.core.access import Access, Permission
from hcec.core.pieces import Bar
from hcec.reports.figures import Counts, Figures
from hcec.reports.measures import MEASURES
from hcec.reports.periods import Period
from hcec.reports.scopes import Scope


@dataclass(frozen=True)
class Number:
    """A number with its name, its definition and the address of its rows."""

    label: str | Promise
    definition: str | Promise
    value: int
    href: str


@dataclass(frozen=True)
class TableRow:
    """One place with its numbers; `href` is the place's own page."""

    label: str
    href: str
    numbers: tuple[Number, ...]


@cache
def rows_address(key: str) -> str:
    """The page of the rows of a number; asked for each of 185 centers, it is always the same."""
    return reverse("branch-rows", args=[key])


def numbers(counts: Counts, scope: Scope, period: Period) -> tuple[Number, ...]:
    """Every number of a place with the address of its rows."""
    query = "&".join(filter(None, [scope.query, period.query]))
    return tuple(
        Number(m.label, m.definition, getattr(counts, m.key), f"{rows_address(m.key)}?{query}")
        for m in MEASURES
    )


def tiles(figures: Figures) -> tuple[Number, ...]:
    """The totals of the whole scope."""
    return numbers(figures.total, figures.scope, figures.period)


def table(figures: Figures) -> list[TableRow]:
    """One row a place within the scope."""
    return [
        TableRow(
            line.scope.label,
            f"{line.scope.path}?{figures.period.query}",
            numbers(line.counts, line.scope, figures.period),
        )
        for line in figures.lines
    ]


def charts(figures: Figures) -> list[dict[str, Any]]:
    """The results of each scale by level; the table is the chart."""
    return [
        {
            "caption": levels.scale,
            "rows": [Bar(band.name, count) for band, count in levels.counts],
            "total": levels.total,
        }
        for levels in figures.levels
    ]


def sheet(figures: Figures) -> tuple[list[str], Iterable[list[Any]]]:
    """Heads and rows of the sheet: each place, then the total, then the levels."""
    heads = [_("Province or center"), *(str(measure.label) for measure in MEASURES)]
    rows: list[list[Any]] = [[line.scope.label, *line.counts.values] for line in figures.lines]
    rows.append(
        [
            _("Total: %(place)s, %(period)s")
            % {"place": figures.scope.label, "period": figures.period.label},
            *figures.total.values,
        ]
    )
    for levels in figures.levels:
        rows += [[f"{levels.scale}: {band.name}", count] for band, count in levels.counts]
    return heads, rows


def above(scope: Scope, access: Access) -> list[Scope]:
    """The places that hold this one and that the reader may see, widest first."""
    wider = [Scope()] if scope != Scope() else []
    if scope.center:
        wider.append(Scope(province=scope.center.province))
    return [place for place in wider if place.lies_in(access.reach(Permission.FIGURES_VIEW))]
