"""Moving a booking to another session: the old seat is given back only when the new one is held (guideline 5.2.1, 7.1)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.thai import thai_datetime
from testing.actions import bookings, payments
from testing.actions.busy import patient
from testing.lifecycles import BookingStatus
from testing.models import Booking, Exchange, Session
from testing.refusals import Refusal


@patient
@transaction.atomic
def move(booking: Booking, *, to: Session, by: User, at: datetime, key: UUID) -> Booking:
    """Hold a seat in another session of the same exam and give this one back, or change nothing. Returns the new booking.

    Refuses a booking without a seat, another's, after the cancel deadline, another exam, and whatever booking the other
    session would refuse, above all when it has no free seat. The same key gives the same booking.
    """
    if done := Booking.objects.filter(idempotency_key=key, person=by).first():
        return done
    here, there = both_locked(booking.session_id, to.pk)
    booking = Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
    booking.session = here
    if refusal := why_not(booking, by=by, at=at):
        raise Refusal(refusal)
    if there.exam_id != here.exam_id:
        raise Refusal(
            _("That session is of another test. Cancel this booking and book the other one instead.")
        )
    seat = booking.seat_no
    bookings.drop([booking], by=by, at=at, reason="")
    fresh = Booking.objects.get(pk=held(there, booking, seat, by=by, key=key))
    Exchange.objects.create(given=booking, got=fresh, at=at)
    payments.carry(booking, fresh, by=by, at=at)
    audit.record("move", fresh, by=by, at=at, instead_of=booking.pk, seat=fresh.seat_no, was=seat)
    bookings.promote(here, at=at)
    bookings.fill_elsewhere(booking)
    return fresh


def in_order(*session_ids: int) -> list[int]:
    """The order in which several sessions are locked, the same for everybody: whoever moves the other way waits and
    does not stand across."""
    return sorted(set(session_ids))


def both_locked(here: int, there: int) -> tuple[Session, Session]:
    """Two sessions under their locks."""
    if here == there:
        raise Refusal(_("You have a seat in this session already."))
    found = {pk: bookings.locked(pk) for pk in in_order(here, there)}
    return found[here], found[there]


def why_not(booking: Booking, *, by: User, at: datetime) -> str:
    """Why a booking cannot be moved now, as the sentence its person reads; empty where it can."""
    if booking.person_id != by.pk:
        return _("Only the person herself moves her booking.")
    if booking.status != BookingStatus.CONFIRMED:
        return _("Only a confirmed seat can be moved: “%(state)s”.") % {"state": booking.get_status_display()}
    if at >= booking.session.cancel_until:
        return _("Moving to another session was possible until %(when)s, as long as cancelling.") % {
            "when": thai_datetime(booking.session.cancel_until)
        }
    return ""


def held(session: Session, given: Booking, kept: int | None, *, by: User, key: UUID) -> int:
    """The key of a seated booking in a locked session, accessible as the one given up was asked for; else the refusal,
    which undoes everything that came before."""
    keeps = _("You keep your seat %(seat)s.") % {"seat": kept}
    try:
        answer = bookings.book(session.pk, by=by, key=key, needs_access=given.needs_access)
    except Refusal as refusal:
        raise Refusal(f"{refusal} {keeps}") from refusal
    if answer.outcome != "confirmed":
        raise Refusal(_("No seat is free there any more.") + f" {keeps}")
    return answer.booking_id
