"""The moves of a test session: opened, closed, held, finalised, called off (guideline 1.b, 5.2.1)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from centers.actions import openings, reservations
from centers.models import StandardItem
from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.thai import thai_datetime
from testing.actions import bookings, floors, lost, noshows, offers, payments, seats
from testing.lifecycles import BOOKING, SESSION, BookingStatus, SessionStatus
from testing.models import Booking, Exam, Session
from testing.refusals import Refusal

Activity = StandardItem.Activity


def live(session: Session) -> list[Booking]:
    return list(Booking.objects.filter(session=session).live().order_by("pk"))


@transaction.atomic
def open_booking(session: Session, *, by: User, at: datetime) -> Session:
    """Announce a session: from now on people see it and can book within its window.

    Refuses when that is over, what the standards do not let the center open, and more seats than ready ones (7.1).
    A seat whose workstation is not ready is given to nobody until it is.
    """
    session = bookings.locked(session.pk)
    if session.closes_at <= at:
        raise Refusal(
            _("Booking would already be over (%(when)s). Change the booking window first.")
            % {"when": thai_datetime(session.closes_at)}
        )
    move = "reopen" if session.status == SessionStatus.CLOSED else "open"
    if move == "open":
        openings.refuse_unfit(session.center, activities(session), at=at)
        openings.refuse_unready(session.reservation.room, session.seats, at=at)
        seats.lay_open(session, at=at)
    session = moved_to(session, move, by=by, at=at)
    bookings.look_by_need(session, delay=max(session.opens_at - at, timedelta()))
    return session


def activities(session: Session) -> list[str]:
    """What of the standards a session touches: tests, and where they apply tests to international standards (an outside
    provider's) and services to the general public (open to everyone) (7.1, 7.4)."""
    public = not session.audience_kinds or User.Kind.PUBLIC in session.audience_kinds
    international = session.exam.kind == Exam.Kind.PROVIDER
    found = [Activity.TEST] + [Activity.INTERNATIONAL] * international + [Activity.PUBLIC] * public
    return [str(activity) for activity in found]


@transaction.atomic
def close(session: Session, *, by: User | None, at: datetime) -> Session:
    """End booking. Whoever has a seat or a number keeps it; where a lot was chosen the seats are drawn now."""
    session = moved_to(bookings.locked(session.pk), "close", by=by, at=at)
    floors.at_closing(session, at=at)
    return session


@transaction.atomic
def hold(session: Session, *, by: User | None, at: datetime) -> Session:
    """Say that the test took place. Refuses before it began."""
    session = bookings.locked(session.pk)
    if at < session.starts_at:
        raise Refusal(_("The test has not begun yet: %(when)s.") % {"when": thai_datetime(session.starts_at)})
    return moved_to(session, "hold", by=by, at=at)


def moved_to(session: Session, move: str, *, by: User | None, at: datetime, **fields: Any) -> Session:
    """Apply one move to a locked session, with the fields that go with it."""
    SESSION.apply(session, move)
    for name, value in fields.items():
        setattr(session, name, value)
    session.save(update_fields=["status", *fields])
    audit.record(move, session, by=by, at=at)
    return session


@transaction.atomic
def finalise(session: Session, *, by: User, at: datetime) -> Session:
    """Confirm attendance for good: whoever was not checked in is absent. Results may be entered from now on.

    Refuses one who was booked for it herself.
    """
    session = bookings.locked(session.pk)
    if session.bookings.filter(person=by, seat_no__isnull=False).exists():
        raise Refusal(_("You are booked for this test yourself: somebody else confirms its attendance."))
    if session.status in (SessionStatus.OPEN, SessionStatus.CLOSED) and at >= session.ends_at:
        session = moved_to(session, "hold", by=by, at=at)
    missing = Booking.objects.filter(session=session, status=BookingStatus.CONFIRMED)
    for booking in missing.select_for_update(of=("self",)).order_by("pk"):
        BOOKING.apply(booking, "mark_absent")
        booking.marked_by, booking.marked_at = by, at
        booking.save(update_fields=["status", "marked_by", "marked_at"])
        audit.record("mark_absent", booking, by=by, at=at)
    noshows.tell(list(session.bookings.filter(status=BookingStatus.ABSENT).order_by("pk")))
    return moved_to(session, "finalise", by=by, at=at, finalised_by=by, finalised_at=at)


@transaction.atomic
def call_off(session: Session, *, by: User, at: datetime, reason: str) -> Session:
    """Call a session off: the room is free again, every booking is cancelled, everybody is told why, and paid fees are
    to be paid back. Whoever had a seat is offered another one near her as soon as one is free."""
    if not reason.strip():
        raise Refusal(_("Give the reason: it is told to everyone who booked."))
    session = bookings.locked(session.pk)
    offers.recall(session, by=by, at=at)
    people = live(session)
    seated = [booking.pk for booking in people if booking.seat_no]
    session = moved_to(
        session,
        "call_off",
        by=by,
        at=at,
        called_off_by=by,
        called_off_at=at,
        called_off_reason=reason.strip(),
    )
    bookings.drop(people, by=by, at=at, reason=reason.strip())
    payments.owe_all(people, words=reason.strip(), by=by, at=at)
    bookings.tell(people, "called_off")
    lost.find_others(seated)
    for booking in people:
        bookings.fill_elsewhere(booking)
    reservations.release(session.reservation)
    return session
