"""Minutes present from times of coming and going: overlaps merged, only what lies within the meeting (G4)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

Span = tuple[datetime, datetime]

MINUTE = timedelta(minutes=1)
EARLY = timedelta(minutes=30)  # from how long before the start people are checked in
PUNCTUAL = timedelta(minutes=15)  # who comes this soon after the start was there from the start


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same times without overlaps, in order: two telephones of one person are one presence."""
    found: list[Span] = []
    for came, went in sorted(span for span in spans if span[0] < span[1]):
        if found and came <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], went))
        else:
            found.append((came, went))
    return found


def minutes_within(spans: Iterable[Span], begins: datetime, ends: datetime, *, most: int) -> int:
    """Whole minutes of these times that lie between `begins` and `ends`; never more than `most`."""
    inside = (min(went, ends) - max(came, begins) for came, went in merged(spans))
    present = sum((time for time in inside if time > timedelta()), timedelta())
    return min(most, present // MINUTE)


def minutes_from(arrival: datetime, begins: datetime, ends: datetime, *, most: int) -> int:
    """What counts for whoever checks in once: all of it when she is punctual, else what is left of the meeting."""
    if arrival <= begins + PUNCTUAL:
        return most
    return minutes_within([(arrival, ends)], begins, ends, most=most)
