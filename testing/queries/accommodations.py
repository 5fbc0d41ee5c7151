"""Accommodations: a person's own, those that wait for an officer, and what holds for the people of a session."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from testing.lifecycles import AccommodationStatus
from testing.models import Accommodation, Booking, Measure, Need

Kind = Measure.Kind


@dataclass(frozen=True)
class Measures:
    """What is done for one person at one test: the measures alone, without why."""

    items: tuple[Measure, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items)

    @property
    def extra(self) -> int:
        """Extra time in percent."""
        return max((item.percent or 0 for item in self.items), default=0)

    @property
    def keeps_seat(self) -> bool:
        """Whether she stays where she is when seats are given by lot."""
        return any(item.kind in (Kind.SEAT, Kind.ROOM) for item in self.items)

    def extra_of(self, usual: timedelta) -> timedelta:
        """The extra time, in whole minutes and never less than the percentage."""
        return timedelta(minutes=-(-usual.total_seconds() * self.extra // 6000))

    def __str__(self) -> str:
        return ", ".join(str(item) for item in self.items)


NONE = Measures()


def in_force(people: Iterable[int], on: datetime) -> dict[int, Measures]:
    """The measures of those people that hold on the day of a test; one query. Who has none is not in it."""
    rows = Measure.objects.filter(
        accommodation__person__in=list(people),
        accommodation__status=AccommodationStatus.GRANTED,
        accommodation__until__gte=timezone.localdate(on),
    ).select_related("accommodation")
    latest: dict[tuple[int, str], Measure] = {}
    for row in rows.order_by("accommodation__decided_at", "pk"):  # of two decisions the later one holds
        latest[row.accommodation.person_id, row.kind] = row
    found: dict[int, list[Measure]] = defaultdict(list)
    for (person, _kind), row in sorted(latest.items(), key=lambda item: item[1].kind):
        found[person].append(row)
    return {person: Measures(tuple(items)) for person, items in found.items()}


def with_measures(people: Iterable[Booking]) -> list[Booking]:
    """The bookings of one session, each with `measures`; one query more."""
    rows = list(people)
    found = in_force([b.person_id for b in rows], rows[0].starts_at) if rows else {}
    for booking in rows:
        booking.measures = found.get(booking.person_id, NONE)  # type: ignore[attr-defined]
    return rows


def measures_of(booking: Booking) -> Measures:
    """What `with_measures` found for one of them."""
    found: Measures = getattr(booking, "measures", NONE)
    return found


def own(person: User) -> QuerySet[Accommodation]:
    """A person's requests, latest first."""
    rows = Accommodation.objects.filter(person=person).select_related("center__province", "need")
    return rows.prefetch_related("measures").order_by("-asked_at", "-pk")


def to_decide(access: Access) -> QuerySet[Accommodation]:
    """Requests to the centers over which a person decides."""
    rows = Accommodation.objects.within(access, Permission.ACCOMMODATION_DECIDE)
    rows = rows.exclude(status=AccommodationStatus.WITHDRAWN)
    return rows.select_related("person", "center", "taken_by")


def need_for(accommodation: Accommodation, officer: User) -> Need | None:
    """Why it is asked for: only for the officer who took it up, and only until it is decided."""
    if accommodation.status != AccommodationStatus.TAKEN or accommodation.taken_by_id != officer.pk:
        return None
    return Need.objects.filter(accommodation=accommodation).first()
