"""Lost seats: whoever's session was called off or whose workstation failed is offered another seat near her (5.2.1).

She gets in line by need with the day on which she booked as her place, within the limits she has stated: those of a wish
of hers for the same skill, else the province she works in.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from centers.queries.near import home_province
from hcec.core import audit, outbox
from testing.actions.wishes import in_line, seek_soon
from testing.lifecycles import BookingStatus, SessionStatus
from testing.models import Booking, Seat, Wish
from testing.models.wishes import LIVE


def find_others(keys: list[int]) -> None:
    """Have other seats looked for, for the people of these bookings."""
    outbox.enqueue_many("seat.lost", [(str(key), {"booking": key}) for key in keys], urgent=False)


@transaction.atomic
def find_another(booking_id: int, *, at: datetime) -> Wish | None:
    """Put the person of a lost seat in line; nothing when it is not lost (any more) or this was done before."""
    rows = Booking.objects.select_for_update(of=("self",)).select_related(
        "person", "session__exam__skill", "session__center__province"
    )
    booking = rows.filter(pk=booking_id).first()
    if booking is None or not lost(booking) or Wish.objects.filter(instead_of=booking).exists():
        return None
    session, person = booking.session, booking.person
    mine = Wish.objects.select_for_update(of=("self",)).filter(
        person=person, skill=session.exam.skill, status__in=LIVE
    )
    if wish := mine.first():
        wish.asked_at, wish.instead_of = min(wish.asked_at, booking.booked_at), booking
        wish.save(update_fields=["asked_at", "instead_of"])
        audit.record("lost_seat", wish, by=None, at=at, booking=booking.pk)
        seek_soon(wish, at=at)
        return wish
    today = timezone.localdate(at)
    last = max(today, timezone.localdate(session.starts_at)) + timedelta(days=settings.LOST_SEAT_DAYS)
    wish = Wish(
        person=person, skill=session.exam.skill, exam=session.exam, first_day=today, last_day=last, until=last,
        asked_at=booking.booked_at, instead_of=booking,
    )  # fmt: skip
    return in_line(wish, [home_province(person) or session.center.province], by=None, at=at)


def lost(booking: Booking) -> bool:
    """The session was called off, or the workstation of the seat is closed."""
    if booking.session.status == SessionStatus.CALLED_OFF:
        return booking.status == BookingStatus.CANCELLED
    seat = Seat.objects.filter(session=booking.session_id, number=booking.seat_no, closed=True)
    return booking.status == BookingStatus.CONFIRMED and seat.exists()
