"""Seats follow their workstations: a broken one is given to nobody, a mended one opens again (guideline 6.4.8, 7.1)."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Least
from django.utils.translation import gettext as _

from centers.models import Room
from centers.queries import readiness
from hcec.core import audit, outbox
from testing.actions import bookings
from testing.actions.busy import patient
from testing.lifecycles import BookingStatus, SessionStatus
from testing.models import Booking, Seat, Session
from testing.queries import seats as reads
from testing.refusals import Refusal

AHEAD = (SessionStatus.DRAFT, SessionStatus.OPEN, SessionStatus.CLOSED)


def follow_room(room: Room, *, at: datetime) -> None:
    """Bring every session ahead in a room in line with its workstations, one transaction each.

    Harmless when nothing changed: each person is told once of each fault.
    """
    ahead = Session.objects.filter(reservation__room=room, starts_at__gt=at, status__in=AHEAD)
    for session_id in ahead.order_by("starts_at", "pk").values_list("pk", flat=True):
        follow(session_id, at=at)


@patient
@transaction.atomic
def follow(session_id: int, *, at: datetime) -> None:
    """Close and open the seats of one session, move whoever sits on a closed one, and let the next in line in."""
    session = bookings.locked(session_id)
    closed = settle(session, at=at)
    if closed:
        move_away(session, closed, at=at)
    bookings.promote(session, at=at)


def settle(session: Session, *, at: datetime, opening: bool = False) -> dict[int, int]:
    """Mark the seats of a locked session that its room's workstations close; returns them with their faults.

    A fault closes a seat at once, and only a workstation that is ready opens it again. A check that merely grew too old
    closes a seat when the session is opened, while nobody has booked it, and never later (7.1).
    """
    room = session.reservation.room
    closed = readiness.closed_seats(room, at)
    stations = readiness.stations_with_state(room, at).values_list("number", "ready")
    ready = {number for number, is_ready in stations if is_ready}
    rows = Seat.objects.filter(session=session)
    rows.filter(number__in=closed, closed=False).update(closed=True)
    if opening and stations and room.kind == Room.Kind.LAB:
        rows.filter(closed=False).exclude(number__in=ready).update(closed=True)
    shut = set(rows.filter(closed=True).values_list("number", flat=True)) - set(closed)
    opened = [number for number in shut if number in ready or not stations]
    if opened:
        rows.filter(number__in=opened).update(closed=False)
        lowest = Least("free_from", Value(min(opened)))
        Session.objects.filter(pk=session.pk).update(free_from=lowest)
        session.refresh_from_db(fields=["free_from"])
    return closed


def lay_open(session: Session, *, at: datetime) -> int:
    """Close the seats of a locked session about to open that no ready workstation stands behind; how many are closed.

    Refuses a session of which no seat would be left.
    """
    settle(session, at=at, opening=True)
    closed = Seat.objects.filter(session=session, closed=True).count()
    if closed >= session.seats:
        raise Refusal(_("None of its seats has a workstation that is ready. Check the workstations first."))
    return closed


def move_away(session: Session, closed: Mapping[int, int], *, at: datetime) -> None:
    """Give everybody on a closed seat a free ready one; whoever gets none keeps hers and is told of other sessions."""
    seated = Booking.objects.filter(session=session, status=BookingStatus.CONFIRMED, seat_no__in=closed)
    ready = readiness.ready_numbers(session.reservation.room, at)
    for booking in seated.select_for_update(of=("self",)).order_by("booked_at", "pk"):
        old, fault = booking.seat_no, closed[booking.seat_no]  # type: ignore[index]  # found by its seat
        if new := ready_seat(booking, ready, at):
            booking.seat_no = new
            booking.save(update_fields=["seat_no"])
            audit.record("reseat", booking, by=None, at=at, seat=booking.seat_no, instead_of=old, fault=fault)
        what = "reseated" if booking.seat_no != old else "seat_closed"
        if what == "seat_closed":
            outbox.enqueue("seat.lost", str(booking.pk), urgent=False, booking=booking.pk)
        outbox.enqueue(
            "booking.tell", f"{booking.pk}:{what}:{fault}", urgent=False, booking=booking.pk, what=what
        )


def ready_seat(booking: Booking, ready: Collection[int], at: datetime) -> int | None:
    """A free seat with a ready workstation for somebody whose own failed: a standby one, else one open to her.

    Who needs an accessible seat gets a standby one last: it may not be accessible.
    """
    free = reads.free_seats(booking.session).filter(number__in=ready)
    standby = free.filter(kind=Seat.Kind.STANDBY).first()
    hers = reads.free_for(booking.session, booking.person_id, at, needs_access=booking.needs_access)
    open_to_her = hers.filter(number__in=ready).first()
    chosen = open_to_her or standby if booking.needs_access else standby or open_to_her
    return chosen.number if chosen else None
