"""What time itself does to sessions: booking ends, waiting lists lapse, tests are held. Run twice it does nothing."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import translation
from django.utils.translation import gettext as _

from hcec.core import audit
from hcec.core.thai import thai_datetime
from testing.actions import bookings, floors, payments, pools, substitutes
from testing.actions.sessions import moved_to
from testing.lifecycles import BOOKING, SESSION, BookingStatus, SessionStatus
from testing.models import Booking, EligibilityRule, Session
from testing.queries.offers import with_seats
from testing.queries.payments import overdue


@transaction.atomic
def lapse(session: Session, *, at: datetime) -> int:
    """End the waiting list of a session that has begun; returns how many waited."""
    session = bookings.locked(session.pk)
    if at < session.starts_at:
        return 0
    waiting = Booking.objects.filter(session=session, status=BookingStatus.WAITING)
    over = list(waiting.select_for_update(of=("self",)).order_by("wait_no"))
    for booking in over:
        BOOKING.apply(booking, "lapse")
        booking.save(update_fields=["status"])
        audit.record("lapse", booking, by=None, at=at)
    payments.forget(over, by=None, at=at)
    bookings.tell(over, "lapsed")
    return len(over)


@transaction.atomic
def lose_unpaid(session: Session, *, at: datetime) -> int:
    """Give the seats whose time to pay is over to the next in line; returns how many there were."""
    session = bookings.locked(session.pk)
    late = list(overdue(at).filter(session=session).select_for_update(of=("self",)).order_by("pk"))
    owing = payments.still_open(late)  # a proof that came this very moment keeps its seat
    late = [booking for booking in late if booking.pk in owing]
    for booking in late:
        until: datetime = booking.last  # type: ignore[attr-defined]  # annotated by overdue()
        with translation.override(settings.LANGUAGE_CODE):
            reason = _("The fee was not paid in time (%(when)s).") % {"when": thai_datetime(until)}
        bookings.drop([booking], by=None, at=at, reason=reason)
    bookings.tell(late, "cancelled")
    if late:
        bookings.promote(session, at=at)
    for booking in late:
        bookings.fill_elsewhere(booking)
    return len(late)


def move_with_time(*, at: datetime) -> int:
    """Do what time has made due, each session in a transaction of its own. Run twice it does nothing."""
    over = Session.objects.filter(status=SessionStatus.OPEN, closes_at__lte=at)
    begun = Session.objects.filter(bookings__status=BookingStatus.WAITING, starts_at__lte=at)
    ended = Session.objects.filter(status__in=[SessionStatus.OPEN, SessionStatus.CLOSED], ends_at__lte=at)
    unpaid = Session.objects.filter(pk__in=overdue(at).values("session"))
    done = 0
    moves = ((over, close_in_time), (begun, lapse), (ended, hold_in_time), (unpaid, lose_unpaid))
    for due, action in moves:
        for session in due.distinct().order_by("pk"):
            done += bool(action(session, at=at))
    return done + substitutes.move_with_time(at=at) + pools.serve_released(at=at) + look_again(at=at)


def look_again(*, at: datetime) -> int:
    """Ask the rules of eligibility again about those who wait where seats are free; how many got one.

    Days pass, results come out and rules change without anybody touching the session.
    """
    rules = EligibilityRule.objects.filter(Q(exam=OuterRef("exam")) | Q(skill=OuterRef("exam__skill")))
    line = Booking.objects.filter(session=OuterRef("pk"), status=BookingStatus.WAITING)
    ahead = Session.objects.filter(
        Exists(rules), Exists(line), status__in=[SessionStatus.OPEN, SessionStatus.CLOSED], starts_at__gt=at
    )
    free = with_seats(ahead).filter(free__gt=0).order_by("pk").values_list("pk", flat=True)
    return sum(len(bookings.fill(pk, at=at)) for pk in list(free))


def close_in_time(session: Session, *, at: datetime) -> bool:
    """Close a session whose window ended; nothing when somebody was quicker or moved the window."""
    with transaction.atomic():
        session = bookings.locked(session.pk)
        if session.status != SessionStatus.OPEN or session.closes_at > at:
            return False
        moved_to(session, "close", by=None, at=at)
        floors.at_closing(session, at=at)
    return True


def hold_in_time(session: Session, *, at: datetime) -> bool:
    """Mark a session as held that has ended; nothing when somebody was quicker."""
    with transaction.atomic():
        session = bookings.locked(session.pk)
        if not SESSION.allows(session, "hold") or session.ends_at > at:
            return False
        moved_to(session, "hold", by=None, at=at)
    return True
