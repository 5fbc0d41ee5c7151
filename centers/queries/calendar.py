"""What a day is: a holiday, within a school term, so many working days from another."""

from collections.abc import Iterable
from datetime import date, timedelta

from centers.models import Holiday, SchoolTerm

SATURDAY = 5
# Between two working days lie at most a long holiday and its weekends.
LONGEST_REST = 20


def holidays(first: date, last: date) -> dict[date, str]:
    """The public holidays of these days, by name in the reader's language."""
    rows = Holiday.objects.filter(day__range=(first, last)).order_by("day")
    return {row.day: str(row) for row in rows}


def working_day_after(day: date, count: int) -> date:
    """The last day of a period of so many working days that begins the day after; holidays are those on record.

    Civil servants work Monday to Friday except on days that the Cabinet declared free.
    """
    free = holidays(day, day + timedelta(days=count * 2 + LONGEST_REST))
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < SATURDAY and day not in free
    return day


def terms(days: Iterable[date]) -> dict[date, SchoolTerm | None]:
    """The school term of each day, None between terms; one query."""
    wanted = sorted(set(days))
    if not wanted:
        return {}
    rows = list(SchoolTerm.objects.filter(starts_on__lte=wanted[-1], ends_on__gte=wanted[0]).order_by("pk"))
    return {day: next((row for row in rows if row.starts_on <= day <= row.ends_on), None) for day in wanted}


def coming_term(day: date) -> SchoolTerm | None:
    """The term of a day, or between terms the next one; None where none is on record."""
    return SchoolTerm.objects.filter(ends_on__gte=day).order_by("starts_on", "pk").first()
