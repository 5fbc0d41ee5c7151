"""This week in the rooms of somebody's centers, and how full what is offered is."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils import timezone

from centers.models import Reservation, Room
from hcec.core.access import Access, Permission
from testing.lifecycles import SessionStatus
from testing.models import Session

DAYS = 7


@dataclass(frozen=True)
class Use:
    """One use of a room: what, from when to when, and where to run it."""

    what: str
    starts_at: datetime
    ends_at: datetime
    path: str


@dataclass
class RoomWeek:
    """A room and what happens in it within the next seven days."""

    room: Room
    uses: list[Use] = field(default_factory=list)


@dataclass(frozen=True)
class Fill:
    """Seats of the sessions that can be booked now or were booked and lie ahead."""

    offered: int
    taken: int


def rooms(access: Access, at: datetime) -> list[RoomWeek]:
    """Rooms in use within the next seven days, in order of center and room, each with its uses; one query."""
    start = timezone.make_aware(datetime.combine(timezone.localdate(at), time()))
    found = (
        Reservation.objects.within(access, Permission.SESSION_MANAGE)
        .filter(released=False, ends_at__gt=start, starts_at__lt=start + timedelta(days=DAYS))
        .select_related("room__center", "session__exam", "meeting__round__course")
        .order_by("room__center__code", "room_id", "starts_at", "pk")
    )
    weeks: dict[int, RoomWeek] = {}
    for reservation in found[:200]:
        week = weeks.setdefault(reservation.room_id, RoomWeek(reservation.room))
        week.uses.append(use_of(reservation))
    return list(weeks.values())


def use_of(reservation: Reservation) -> Use:
    """What a reservation is for; a closed room only says so."""
    what, path = reservation.purpose, ""
    if session := getattr(reservation, "session", None):
        what, path = session.exam.name, reverse("manage-session", args=[session.pk])
    elif meeting := getattr(reservation, "meeting", None):
        what, path = meeting.round.course.name, reverse("manage-round", args=[meeting.round_id])
    return Use(what, reservation.starts_at, reservation.ends_at, path)


def fill(access: Access, at: datetime) -> Fill:
    """Seats offered and taken in sessions that lie ahead; one query."""
    ahead = Q(status__in=[SessionStatus.OPEN, SessionStatus.CLOSED], starts_at__gt=at)
    mine = Session.objects.within(access, Permission.SESSION_MANAGE).filter(ahead)
    counted = mine.annotate(taken=Count("bookings", filter=Q(bookings__seat_no__isnull=False)))
    found = counted.aggregate(offered=Sum("seats"), n=Sum("taken"))
    return Fill(found["offered"] or 0, found["n"] or 0)
