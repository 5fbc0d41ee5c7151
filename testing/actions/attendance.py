"""The day itself: who came and who did not (guideline 1.b)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.thai import money, thai_datetime
from testing.lifecycles import BOOKING, BookingStatus, SessionStatus
from testing.models import Booking
from testing.queries.payments import unpaid
from testing.refusals import Refusal

# The desk opens this long before the test.
DESK_OPENS = timedelta(hours=2)


@transaction.atomic
def check_in(booking: Booking, *, by: User, at: datetime) -> Booking:
    """Record that the person came. Twice is once: a person who is in stays in, with the first time.

    Refuses before the desk opens, after attendance was confirmed, a booking without a seat, and an unpaid fee.
    """
    booking = locked(booking)
    if booking.status == BookingStatus.ATTENDED:
        return booking
    opens = booking.session.starts_at - DESK_OPENS
    if at < opens:
        raise Refusal(
            _("The check-in desk opens on %(when)s; it is now %(now)s.")
            % {"when": thai_datetime(opens), "now": thai_datetime(at)}
        )
    if due := unpaid(booking):
        raise Refusal(
            _(
                "The fee of %(amount)s baht is not paid. Open the fee: take it at the counter, or have it waived."
            )
            % {"amount": money(due)}
        )
    return marked(booking, "check_in", by=by, at=at)


@transaction.atomic
def mark_absent(booking: Booking, *, by: User, at: datetime) -> Booking:
    """Record that the person did not come. Refuses before the test has begun."""
    booking = locked(booking)
    if booking.status == BookingStatus.ABSENT:
        return booking
    if at < booking.session.starts_at:
        raise Refusal(
            _("Nobody is absent before the test begins: %(when)s.")
            % {"when": thai_datetime(booking.session.starts_at)}
        )
    return marked(booking, "mark_absent", by=by, at=at)


@transaction.atomic
def unmark(booking: Booking, *, by: User, at: datetime) -> Booking:
    """Take a mark back while attendance is not confirmed."""
    booking = locked(booking)
    if booking.status == BookingStatus.CONFIRMED:
        return booking
    return marked(booking, "unmark", by=by, at=at)


def locked(booking: Booking) -> Booking:
    rows = Booking.objects.select_for_update(of=("self",)).select_related("session")
    booking = rows.get(pk=booking.pk)
    if booking.session.status == SessionStatus.FINALISED:
        raise Refusal(_("Attendance of this session is confirmed and cannot be changed any more."))
    if booking.session.status in (SessionStatus.DRAFT, SessionStatus.CALLED_OFF):
        raise Refusal(
            _("This session does not take place: “%(state)s”.")
            % {"state": booking.session.get_status_display()}
        )
    return booking


def marked(booking: Booking, move: str, *, by: User, at: datetime) -> Booking:
    """Apply a mark. Refuses one's own: somebody else saw whether the person came."""
    if booking.person_id == by.pk:
        raise Refusal(_("Nobody marks their own attendance at a test. Ask a colleague."))
    BOOKING.apply(booking, move)
    seen = booking.status != BookingStatus.CONFIRMED
    booking.marked_by, booking.marked_at = (by, at) if seen else (None, None)
    booking.save(update_fields=["status", "marked_by", "marked_at"])
    audit.record(move, booking, by=by, at=at)
    return booking
