"""The span of time that a page of figures speaks of: a fiscal year or one of its quarters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from hcec.core import thai

FIRST_YEAR = 2563  # the fiscal year in which the centers were founded (guideline 3.1)


@dataclass(frozen=True)
class Period:
    """A fiscal year of the Buddhist era, or one quarter of it; days of Bangkok, both ends included."""

    year: int
    quarter: int | None = None

    @property
    def first(self) -> date:
        return self._bounds[0]

    @property
    def last(self) -> date:
        return self._bounds[1]

    @property
    def starts_at(self) -> datetime:
        """The first instant that belongs to the period."""
        return timezone.make_aware(datetime.combine(self.first, time()))

    @property
    def ends_before(self) -> datetime:
        """The first instant that does not belong to it any more."""
        return timezone.make_aware(datetime.combine(self.last + timedelta(days=1), time()))

    @property
    def label(self) -> str:
        """Fiscal year 2570, or quarter 1 of it; the year is of the Buddhist era in both languages."""
        if self.quarter:
            return _("quarter %(quarter)s of fiscal year %(year)s") % {
                "quarter": self.quarter,
                "year": self.year,
            }
        return _("fiscal year %(year)s") % {"year": self.year}

    @property
    def query(self) -> str:
        """The part of an address that says this period."""
        return f"year={self.year}" + (f"&quarter={self.quarter}" if self.quarter else "")

    @property
    def _bounds(self) -> tuple[date, date]:
        if self.quarter:
            return thai.fiscal_quarter_bounds(self.year, self.quarter)
        return thai.fiscal_year_bounds(self.year)


def years(today: date) -> list[int]:
    """The fiscal years that can be asked for, the newest first."""
    return list(range(thai.fiscal_year(today) + 1, FIRST_YEAR - 1, -1))


def period_from(asked: Mapping[str, str], today: date) -> Period:
    """The period that the address asks for; anything unreadable means the whole present fiscal year."""
    year, quarter = asked.get("year", ""), asked.get("quarter", "")
    known = year.isascii() and year.isdecimal() and int(year) in years(today)
    return Period(
        int(year) if known else thai.fiscal_year(today),
        int(quarter) if quarter in ("1", "2", "3", "4") else None,
    )
