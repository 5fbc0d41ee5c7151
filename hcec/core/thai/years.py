"""Years that offices count in: the fiscal year from 1 October, the school year from 16 May, both in the Buddhist era."""

from datetime import date, datetime

from hcec.core.thai.dates import BE_OFFSET, local_date

_SCHOOL_YEAR_STARTS = (5, 16)


def fiscal_year(day: date | datetime) -> int:
    """The fiscal year of the day, in the Buddhist era: 1 October 2562 is the first day of 2563."""
    day = local_date(day)
    return day.year + BE_OFFSET + (day.month >= 10)


def fiscal_quarter(day: date | datetime) -> int:
    """1 for October to December, then 2, 3 and 4."""
    return (local_date(day).month + 2) % 12 // 3 + 1


def fiscal_year_bounds(year: int) -> tuple[date, date]:
    """First and last day (inclusive) of a fiscal year given in the Buddhist era."""
    common = _common(year)
    return date(common - 1, 10, 1), date(common, 9, 30)


def fiscal_quarter_bounds(year: int, quarter: int) -> tuple[date, date]:
    """First and last day (inclusive) of a quarter of a fiscal year. Raises ValueError for a quarter beyond 1 to 4."""
    common = _common(year)
    spans = {
        1: (date(common - 1, 10, 1), date(common - 1, 12, 31)),
        2: (date(common, 1, 1), date(common, 3, 31)),
        3: (date(common, 4, 1), date(common, 6, 30)),
        4: (date(common, 7, 1), date(common, 9, 30)),
    }
    if quarter not in spans:
        raise ValueError(f"No quarter {quarter}")
    return spans[quarter]


def school_year(day: date | datetime) -> int:
    """The school year of the day, in the Buddhist era: it runs from 16 May to 15 May of the next year."""
    day = local_date(day)
    return day.year + BE_OFFSET - ((day.month, day.day) < _SCHOOL_YEAR_STARTS)


def _common(year: int) -> int:
    if year <= 2400:
        raise ValueError(f"{year} is not a year of the Buddhist era")
    return year - BE_OFFSET
