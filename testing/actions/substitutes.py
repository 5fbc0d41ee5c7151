"""Passing a seat on to a colleague of the same school: asked, answered, and passed in one transaction (F6)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit, outbox
from hcec.core.thai import thai_datetime
from testing import numbers
from testing.actions import bookings, judged
from testing.actions.busy import patient
from testing.lifecycles import SUBSTITUTION, BookingStatus, SubstitutionStatus
from testing.models import Booking, Session, Substitution
from testing.queries import seats
from testing.queries import substitutes as reads
from testing.refusals import Refusal

MOST = 3  # colleagues asked at the same time; the first yes has the seat


@dataclass(frozen=True)
class Held:
    """A question with its session and booking, all under their locks."""

    ask: Substitution
    session: Session
    booking: Booking


def held(ask: Substitution) -> Held:
    """Lock the session first, as every change of its seats does, then the seat and the question."""
    session = bookings.locked(Booking.objects.values_list("session", flat=True).get(pk=ask.booking_id))
    booking = Booking.objects.select_for_update(of=("self",)).select_related("person").get(pk=ask.booking_id)
    booking.session = session
    ask = Substitution.objects.select_for_update(of=("self",)).select_related("colleague").get(pk=ask.pk)
    return Held(ask, session, booking)


def why_not(booking: Booking, *, at: datetime) -> str:
    """Why a seat cannot be passed on now, as a sentence; empty where it can. Needs the session at hand."""
    if not booking.session.substitutes:
        return _(
            "Seats of this session are not passed on: who cannot come cancels, and the next in line gets the seat."
        )
    if booking.status != BookingStatus.CONFIRMED:
        return _("Only a confirmed seat can be passed on: “%(state)s”.") % {
            "state": booking.get_status_display()
        }
    if at >= booking.session.cancel_until:
        return _("Passing the seat on was possible until %(when)s, as long as cancelling.") % {
            "when": thai_datetime(booking.session.cancel_until)
        }
    return ""


@patient
@transaction.atomic
def ask(booking: Booking, colleague: User, *, by: User, at: datetime) -> Substitution:
    """Ask a colleague to take one's seat over; she is told. The seat stays one's own until she says yes.

    Refuses another's booking, a session that does not allow it, after the cancel deadline, somebody of another school,
    more than three questions at a time, and the same one twice.
    """
    session = bookings.locked(booking.session_id)
    booking = Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
    booking.session = session
    if booking.person_id != by.pk:
        raise Refusal(_("Only the person herself passes her seat on."))
    if refusal := why_not(booking, at=at):
        raise Refusal(refusal)
    if not reads.same_school(by, colleague) or colleague.pk == by.pk:
        raise Refusal(_("A seat is passed on to a colleague of your own school."))
    open_now = reads.of_booking(booking).filter(status=SubstitutionStatus.ASKED)
    if open_now.filter(colleague=colleague).exists():
        raise Refusal(_("You have asked her already."))
    if open_now.count() >= MOST:
        raise Refusal(
            _("You have asked %(most)s colleagues. Wait for an answer, or take a question back.")
            % {"most": MOST}
        )
    made = Substitution.objects.create(booking=booking, person=by, colleague=colleague, asked_at=at)
    audit.record("ask_substitute", made, by=by, at=at, booking=booking.pk)
    tell(made, "asked")
    return made


@patient
@transaction.atomic
def accept(question: Substitution, *, by: User, at: datetime) -> Booking:
    """Take the seat over: it passes in this one transaction, or nothing changes. Twice is once. Both are told.

    Refuses another's question, one that is over, after the cancel deadline, who has left the school, whoever the session
    or a rule keeps out, who sits elsewhere in these hours, and a seat that is kept for others.
    """
    now = held(question)
    if now.ask.status == SubstitutionStatus.TAKEN and now.ask.colleague_id == by.pk and now.ask.got:
        return now.ask.got
    refuse_over(now, by, at)
    refuse_unfit(now, by, at)
    seat, was = now.booking.seat_no, [now.booking, *waiting_of(now.session, by)]
    bookings.drop(
        was, by=now.booking.person, at=at, reason=str(_("Passed on to a colleague of the same school"))
    )
    fresh = passed(now, by, seat, at)
    SUBSTITUTION.apply(now.ask, "take")
    now.ask.answered_at, now.ask.got = at, fresh
    now.ask.save(update_fields=["status", "answered_at", "got"])
    audit.record(
        "substitute", fresh, by=by, at=at, instead_of=now.booking.pk, seat=seat, person=now.booking.person_id
    )
    tell(now.ask, "taken")
    for other in reads.of_booking(now.booking).filter(status=SubstitutionStatus.ASKED):
        end(other, "withdraw", by=None, at=at)
    bookings.fill_elsewhere(now.booking)
    return fresh


def refuse_over(now: Held, by: User, at: datetime) -> None:
    """Is the question hers and open, and can the seat still pass?"""
    if now.ask.colleague_id != by.pk:
        raise Refusal(_("Only the colleague who was asked answers."))
    if now.ask.status != SubstitutionStatus.ASKED:
        raise Refusal(_("This question is over: “%(state)s”.") % {"state": now.ask.get_status_display()})
    if refusal := why_not(now.booking, at=at):
        raise Refusal(refusal)
    if not reads.same_school(now.booking.person, by):
        raise Refusal(_("A seat is passed on only within one school; you work at another one now."))


def refuse_unfit(now: Held, by: User, at: datetime) -> None:
    """What would keep her from booking this session keeps her from taking a seat of it over."""
    if not by.has_name:
        raise Refusal(_("Fill in your name in your profile first: the admission slip prints it."))
    if Booking.objects.filter(session=now.session, person=by, seat_no__isnull=False).exists():
        raise Refusal(_("You have a seat in this session already."))
    if words := now.session.shuts_out(by):
        raise Refusal(words)
    judged.refuse_kept_out(now.session, by, at)


def waiting_of(session: Session, person: User) -> list[Booking]:
    """Her number on this session's waiting list, which ends with her seat."""
    rows = Booking.objects.filter(session=session, person=person, status=BookingStatus.WAITING)
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def passed(now: Held, person: User, seat: int | None, at: datetime) -> Booking:
    """The seat that was just given up as the colleague's booking; refused where it is kept for other people."""
    if not seats.free_for(now.session, person, at).filter(number=seat).exists():
        raise Refusal(_("This seat is kept for other people or out of order, so it cannot pass to you."))
    try:
        with transaction.atomic():
            return Booking.objects.create(
                session=now.session, person=person, status=BookingStatus.CONFIRMED, seat_no=seat,
                code=numbers.new_code(), idempotency_key=uuid4(), starts_at=now.session.starts_at,
                ends_at=now.session.ends_at, booked_at=at,
            )  # fmt: skip
    except IntegrityError as fault:
        if bookings.ONE_PLACE not in str(fault):
            raise
        raise Refusal(_("You already have a seat in another test at this time.")) from fault


@transaction.atomic
def decline(question: Substitution, *, by: User, at: datetime) -> Substitution:
    """Say no. Refuses another's question and one that is over."""
    now = held(question)
    if now.ask.colleague_id != by.pk:
        raise Refusal(_("Only the colleague who was asked answers."))
    return end(now.ask, "decline", by=by, at=at)


@transaction.atomic
def withdraw(question: Substitution, *, by: User, at: datetime) -> Substitution:
    """Take a question back that has no answer yet. Refuses another's."""
    now = held(question)
    if now.ask.person_id != by.pk:
        raise Refusal(_("Only the person herself passes her seat on."))
    return end(now.ask, "withdraw", by=by, at=at)


def move_with_time(*, at: datetime) -> int:
    """End the questions that time or a cancelled booking has answered; how many. Run twice it does nothing."""
    done = 0
    for question in reads.overtaken(at).order_by("pk"):
        with transaction.atomic():
            now = held(question)
            if now.ask.status == SubstitutionStatus.ASKED and why_not(now.booking, at=at):
                end(now.ask, "lapse", by=None, at=at)
                done += 1
    return done


def end(question: Substitution, move: str, *, by: User | None, at: datetime) -> Substitution:
    """Close a locked question without passing the seat, and tell whoever it concerns."""
    SUBSTITUTION.apply(question, move)
    question.answered_at = at
    question.save(update_fields=["status", "answered_at"])
    audit.record(f"substitute_{move}", question, by=by, at=at)
    tell(question, str(question.status))
    return question


def tell(question: Substitution, what: str) -> None:
    """Have both sides told as far as it concerns them; the words are made when the mail is."""
    outbox.enqueue(
        "substitute.tell", f"{question.pk}:{what}", urgent=False, substitution=question.pk, what=what
    )
