"""Reads of draws: who has how many lots, what is published, where a person stands."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from hcec.accounts.models import User
from testing.lifecycles import BookingStatus, DrawStatus, NoShowStatus, SessionStatus
from testing.models import Booking, Draw, DrawEntry, Seat, Session
from testing.queries.noshows import FREE


def weighed(draw: Draw) -> list[DrawEntry]:
    """The entries with what the rule asks: `sat` a test of this skill before, and how often `absent` without an excuse."""
    since = draw.entries_until - timedelta(days=draw.absent_months * 30)
    sat = Booking.objects.filter(
        person=OuterRef("person"),
        status=BookingStatus.ATTENDED,
        session__exam__skill=OuterRef("first__exam__skill"),
        starts_at__lt=draw.entries_until,
    )
    excused = Q(person__bookings__no_show_appeal__status=NoShowStatus.EXCUSED)
    missed = (
        ~excused
        & Q(person__bookings__status=BookingStatus.ABSENT)
        & Q(person__bookings__starts_at__range=(since, draw.entries_until))
    )
    rows = draw.entries.annotate(
        sat=Exists(sat), absent=Count("person__bookings", filter=missed, distinct=True)
    )
    return list(rows.order_by("code", "pk"))


def lots_of(draw: Draw, entry: Any) -> int:
    """The published rule: lots for all, more for whoever is new to the skill, fewer for tests missed after the first;
    never none."""
    new = 0 if entry.sat else draw.new_lots
    return max(1, draw.base_lots + new - draw.absent_lots * max(0, entry.absent - FREE))


def with_free_seats(sessions: list[int]) -> set[int]:
    """Which of these sessions have a seat that is nobody's."""
    taken = Booking.objects.filter(session=OuterRef("session"), seat_no=OuterRef("number"))
    seats = Seat.objects.filter(session__in=sessions, closed=False).exclude(kind=Seat.Kind.STANDBY)
    free = seats.exclude(Exists(taken))
    return set(free.order_by().values_list("session", flat=True).distinct())


def drawable(center: int, at: datetime) -> QuerySet[Session]:
    """Sessions of a center whose booking has not begun and that have no draw."""
    rows = Session.objects.filter(center=center, draw=None, closes_at__gt=at)
    not_begun = Q(status=SessionStatus.DRAFT) | Q(status=SessionStatus.OPEN, opens_at__gt=at)
    return rows.filter(not_begun).select_related("exam", "reservation__room").order_by("starts_at", "pk")


def entry_of(person: Any, draw: Draw) -> DrawEntry | None:
    """The person's own entry, with her sessions at hand."""
    if not person.is_authenticated:
        return None
    rows = DrawEntry.objects.filter(draw=draw, person=person)
    return rows.select_related("first__exam", "session__exam", "session__center").first()


def entries_of(person: User) -> QuerySet[DrawEntry]:
    """A person's entries of draws that are still to come."""
    to_come = [DrawStatus.OPEN, DrawStatus.SEALED]
    rows = DrawEntry.objects.filter(person=person, draw__status__in=to_come)
    return rows.select_related("draw", "first__exam", "first__center").order_by("draw__draws_at", "pk")


def public_list(draw: Draw) -> QuerySet[DrawEntry]:
    """What everybody may see of the entries: nothing before the list is frozen, and never a name."""
    if draw.status not in (DrawStatus.SEALED, DrawStatus.DRAWN):
        return DrawEntry.objects.none()
    return draw.entries.only(
        "code", "lots", "place", "outcome", "number", "draw_id", "first_id", "others", "session_id"
    )


def published(draw: Draw) -> dict[str, Any]:
    """The draw as a file that anyone can recompute; the secret is in it once there is nothing left to steer."""
    entries = list(public_list(draw).order_by("code"))
    drawn = draw.status == DrawStatus.DRAWN
    facts: dict[str, Any] = {
        "draw": draw.pk,
        "status": draw.status,
        "rule": {
            "lots": draw.base_lots,
            "more_if_new_to_the_skill": draw.new_lots,
            "fewer_for_each_absence": draw.absent_lots,
            "months": draw.absent_months,
        },
        "commitment": draw.commitment,
        "list_sha256": draw.list_sha256,
        "later_name": draw.later_name,
        "entries": [
            {"code": e.code, "lots": e.lots, "first": e.first_id, "others": e.others} for e in entries
        ],
    }
    if drawn:
        facts |= {"secret": draw.secret, "later_value": draw.later_value, "seed": draw.seed}
        facts["results"] = [
            {
                "place": e.place,
                "code": e.code,
                "outcome": e.outcome,
                "session": e.session_id,
                "number": e.number if e.outcome == DrawEntry.Outcome.WAITING else None,
            }
            for e in sorted(entries, key=lambda e: e.place or 0)
        ]
    return facts
