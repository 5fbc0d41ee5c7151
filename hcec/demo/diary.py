"""When things happen in the demo: a year of days around today, the same for the same day and center."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

# Days from today. The demo's own center is the busiest; the others keep a thinner diary of the same shape.
SITTINGS_OFTEN = (
    -338,
    -303,
    -268,
    -240,
    -205,
    -177,
    -142,
    -114,
    -86,
    -65,
    -44,
    -30,
    -16,
    -9,
    -2,
    5,
    9,
    17,
    24,
    38,
    52,
    80,
)
SITTINGS = (-289, -184, -93, -37, -12, 7, 19)
ROUNDS_OFTEN = (-281, -225, -170, -121, -79, -51, -23, 4, 26, 47)
ROUNDS = (-247, -58, 14)

# Days of the busy diary on which the demo's own people sit a test or attend a round, so that their pages are theirs.
SITS = {
    -303: ("teacher",),
    -142: ("teacher", "student"),
    -65: ("public",),
    9: ("teacher",),
    24: ("student", "public"),
}
ATTENDS = {-281: ("teacher",), -121: ("teacher", "student"), 26: ("teacher",)}
# She came too late for a seat: this session is full and she waits.
WAITS = {17: ("teacher",)}


@dataclass(frozen=True)
class Hours:
    """From one instant to another on one day."""

    starts_at: datetime
    ends_at: datetime

    @property
    def day_before(self) -> datetime:
        return self.starts_at - timedelta(days=1)


def on(now: datetime, days: int, *, hour: int, minute: int = 0, hours: float = 3) -> Hours:
    """The hours of a day so many days from today; never a Sunday."""
    day = timezone.localdate(now) + timedelta(days=days)
    day += timedelta(days=day.weekday() == 6)
    starts_at = timezone.make_aware(datetime.combine(day, time(hour, minute)))
    return Hours(starts_at, starts_at + timedelta(hours=hours))


def days(now: datetime, first: int, count: int) -> list[Hours]:
    """So many days of training in a row, 9 to 16, Sundays left out."""
    found, day = [], on(now, first, hour=9, hours=7)
    while len(found) < count:
        if timezone.localdate(day.starts_at).weekday() != 6:
            found.append(day)
        day = Hours(day.starts_at + timedelta(days=1), day.ends_at + timedelta(days=1))
    return found


def next_desk(now: datetime) -> Hours:
    """Hours that begin within the check-in desk's time from now, so that the demo has people at the door."""
    here = timezone.localtime(now)
    starts_at = here.replace(minute=0, second=0, microsecond=0) + timedelta(
        hours=2 if here.minute > 30 else 1
    )
    return Hours(starts_at, starts_at + timedelta(hours=3))
