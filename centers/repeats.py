"""On which days a repeated use of a room falls: every week, every second week, every month."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from dateutil.rrule import MONTHLY, WEEKLY, rrule
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

Slot = tuple[datetime, datetime]


class Repeat(TextChoices):
    """How often a use of a room comes back; a single one does not."""

    NEVER = "", _("Only once")
    WEEKLY = "weekly", _("Every week")
    FORTNIGHTLY = "fortnightly", _("Every two weeks")
    MONTHLY = "monthly", _("Every month")


# Holds that come back so often keep others out for good, so their owner confirms them again and again.
CONFIRMED_AGAIN = (Repeat.WEEKLY, Repeat.FORTNIGHTLY)


def occurrences(starts_at: datetime, ends_at: datetime, repeats: str, until: date | None) -> list[Slot]:
    """Every time of a repeated use up to and with the day `until`, at the same hours of the clock, the first one first.

    A month without the day (31 November) takes its last day instead. Without a repeat there is one time.
    """
    if repeats == Repeat.NEVER or until is None:
        return [(starts_at, ends_at)]
    first, length = timezone.localtime(starts_at).replace(tzinfo=None), ends_at - starts_at
    last = datetime.combine(until, time.max)
    if repeats == Repeat.MONTHLY:
        # The last of the days 28 to 31 that the month has and that is not beyond the wanted one.
        days = range(min(28, first.day), first.day + 1) if first.day > 28 else [first.day]
        rule = rrule(MONTHLY, dtstart=first, until=last, bymonthday=list(days), bysetpos=-1)
    else:
        rule = rrule(WEEKLY, dtstart=first, until=last, interval=2 if repeats == Repeat.FORTNIGHTLY else 1)
    return [(timezone.make_aware(day), timezone.make_aware(day + length)) for day in rule]


def on_weekdays(
    first_day: date,
    until: date,
    weekdays: Iterable[int],
    hours: Iterable[time],
    length: timedelta,
    repeats: str,
) -> list[Slot]:
    """Every time on these days of the week (Monday is 0) at these hours from one day to another, the first one first."""
    found: list[Slot] = []
    for weekday in set(weekdays):
        first = first_day + timedelta(days=(weekday - first_day.weekday()) % 7)
        for hour in set(hours):
            begin = timezone.make_aware(datetime.combine(first, hour))
            if first <= until:
                found += occurrences(begin, begin + length, repeats, until)
    return sorted(found)
