"""Walk-ins at the door: a free seat after booking has ended, for somebody known or taken down for now (F7; guideline 5.2.1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hcec.accounts.actions import strangers
from hcec.accounts.actions.strangers import TakenDown
from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.db import take_turn
from hcec.core.thai import thai_datetime, thai_time
from testing import numbers
from testing.actions import attendance, bookings, payments
from testing.actions.busy import patient
from testing.lifecycles import BOOKING, BookingStatus, SessionStatus, WalkInStatus
from testing.models import Booking, EligibilityRule, Seat, Session, WalkIn
from testing.queries import eligibility
from testing.queries import walkins as reads
from testing.refusals import Refusal

TAKES_PLACE = (SessionStatus.OPEN, SessionStatus.CLOSED, SessionStatus.HELD)


@dataclass(frozen=True)
class Said:
    """What the desk says with it: the line was called, a standby seat may go, the fee was taken, and why a rule is not
    held against her."""

    called: bool = False
    standby: bool = False
    needs_access: bool = False
    paid: bool = False
    reason: str = ""


@patient
@transaction.atomic
def add(session: Session, person: User, *, said: Said, by: User, at: datetime, key: UUID) -> WalkIn:
    """Give somebody with an account a free seat and check her in. The same key gives the same walk-in.

    Refuses before booking has ended and after the test, oneself, while people of the line were not called, whatever
    keeps her out (a rule only unless its data lets the desk waive it, and then for a reason), a full room, and a fee that
    was not taken.
    """
    if done := WalkIn.objects.filter(booking__idempotency_key=key).first():
        return done
    return let_in(ready(session, at), person, said=said, by=by, at=at, key=key)


@patient
@transaction.atomic
def take_down(session: Session, words: TakenDown, *, said: Said, by: User, at: datetime, key: UUID) -> WalkIn:
    """The same for somebody whom nobody can find: a closed account holds her seat until it is known whose it is.

    Refuses besides an e-mail address that an account has: then she is known.
    """
    if done := WalkIn.objects.filter(booking__idempotency_key=key).first():
        return done
    strangers.refuse_known(words)
    session = ready(session, at)
    person = strangers.stand_in(words)
    return let_in(session, person, said=said, by=by, at=at, key=key, words=words)


def ready(session: Session, at: datetime) -> Session:
    """The locked session, or why nobody walks into it now."""
    session = bookings.locked(session.pk)
    if session.status not in TAKES_PLACE:
        raise Refusal(
            _("This session does not take place: “%(state)s”.") % {"state": session.get_status_display()}
        )
    if session.window(at) != "over":
        raise Refusal(
            _("Booking is open until %(when)s: she books the seat herself.")
            % {"when": thai_datetime(session.closes_at)}
        )
    if at >= session.ends_at:
        raise Refusal(_("The test was over at %(when)s.") % {"when": thai_time(session.ends_at)})
    return session


def let_in(
    session: Session,
    person: User,
    *,
    said: Said,
    by: User,
    at: datetime,
    key: UUID,
    words: TakenDown | None = None,
) -> WalkIn:
    """Judge once more under the lock, seat her and check her in."""
    if person.pk == by.pk:
        raise Refusal(_("Nobody marks their own attendance at a test. Ask a colleague."))
    line = list(reads.line(session))
    own = next((waited for waited in line if waited.person_id == person.pk), None)
    if at < session.starts_at:  # its free seats are its line's, in order, whoever stands at the door
        bookings.promote(session, at=at)
    if line and own is None and not said.called:
        raise Refusal(
            _("People wait for this session. Call them first: whoever of them is here gets the seat.")
        )
    waived: Iterable[EligibilityRule] = ()
    booking = her_turn(own, key) if own else None
    if booking is None:
        waived = refuse_barred(session, person, said, at)
        booking = seated(session, person, own, said, at=at, key=key)
    payments.take_at_the_door(booking, taken=said.paid, by=by, at=at)
    attendance.check_in(booking, by=by, at=at)
    walk_in = WalkIn.objects.create(
        booking=booking, status=WalkInStatus.PROVISIONAL if words else WalkInStatus.KNOWN, added_by=by, added_at=at,
        reason=said.reason.strip() if waived else "",
        **({"name": words.name, "phone": words.phone, "email": words.email.lower()} if words else {}),
    )  # fmt: skip
    walk_in.waived.set(waived)
    audit.record(
        "walk_in", walk_in, by=by, at=at, session=session.pk, seat=booking.seat_no, status=walk_in.status,
        from_line=own is not None, standby=said.standby, waived=[rule.pk for rule in waived], reason=walk_in.reason,
    )  # fmt: skip
    bookings.tell([] if words else [booking], "walked_in")
    return walk_in


def her_turn(own: Booking, key: UUID) -> Booking | None:
    """The number of the waiting list that got its seat this very moment."""
    own.refresh_from_db()
    if own.status != BookingStatus.CONFIRMED:
        return None
    own.idempotency_key = key
    own.save(update_fields=["idempotency_key"])
    return own


def refuse_barred(session: Session, person: User, said: Said, at: datetime) -> Iterable[EligibilityRule]:
    """Refuse whom something keeps out; the rules that the desk waives with its reason come back."""
    if eligibility.in_force(session, at).exists():
        take_turn(person.pk)  # two decisions about one person come one after the other
    found = reads.judged(session, person, at)
    if found.barred:
        raise Refusal(found.barred)
    if found.against and not (found.waivable and said.reason.strip()):
        words = [verdict.sentence for verdict in found.against]
        if found.waivable:
            words.append(_("The desk may let her in against this rule, with a reason."))
        raise Refusal(" ".join(words))
    return [verdict.rule for verdict in found.against]


def seated(
    session: Session, person: User, own: Booking | None, said: Said, *, at: datetime, key: UUID
) -> Booking:
    """A seat of a locked session as a booking: her number of the waiting list gets it where she still has one."""
    needs_access = said.needs_access or bool(own and own.needs_access)
    seat = reads.seat_for(session, person, at, needs_access=needs_access)
    if seat is None:
        raise Refusal(reads.no_seat(session, at))
    if seat.kind == Seat.Kind.STANDBY and not said.standby:
        raise Refusal(
            _(
                "Only standby seat %(seat)s is free. Say that you give it away, and do without it if a computer fails."
            )
            % {"seat": seat.number}
        )
    try:
        with transaction.atomic():
            if own and own.status == BookingStatus.WAITING:
                BOOKING.apply(own, "promote")
                own.seat_no, own.promoted_at, own.idempotency_key = seat.number, at, key
                own.save(update_fields=["status", "seat_no", "promoted_at", "idempotency_key"])
                return own
            return Booking.objects.create(
                session=session, person=person, status=BookingStatus.CONFIRMED, seat_no=seat.number,
                code=numbers.new_code(), idempotency_key=key, starts_at=session.starts_at, ends_at=session.ends_at,
                booked_at=at, needs_access=needs_access,
            )  # fmt: skip
    except IntegrityError as fault:
        if bookings.ONE_PLACE not in str(fault):
            raise
        raise Refusal(_("She has a seat in another test in these hours.")) from fault
