"""Absences: the person is told, may appeal, and somebody else than who marked her decides. Never a ban (F6)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit, outbox
from hcec.core.thai import thai_datetime
from testing.lifecycles import NO_SHOW, BookingStatus, SessionStatus
from testing.models import Booking, NoShowAppeal
from testing.refusals import Refusal

TIME_TO_APPEAL = timedelta(days=30)


def tell(bookings: list[Booking]) -> None:
    """Have people told that they were marked absent, what follows and how to appeal."""
    jobs = [(f"{b.pk}:absent", {"booking": b.pk}) for b in bookings]
    outbox.enqueue_many("noshow.tell", jobs, urgent=False)


@transaction.atomic
def appeal(booking: Booking, *, reason: str, by: User, at: datetime) -> NoShowAppeal:
    """Say why one was not there, or that one was. Refuses another's booking, one that is not a confirmed absence, a
    second appeal, no reason, and after thirty days."""
    booking = Booking.objects.select_for_update(of=("self",)).select_related("session").get(pk=booking.pk)
    if refusal := why_not(booking, by=by, at=at):
        raise Refusal(refusal)
    if not reason.strip():
        raise Refusal(_("Write in a few words why you were not there, or that you were."))
    made = NoShowAppeal.objects.create(
        booking=booking, person=by, marked_by_id=booking.marked_by_id, reason=reason.strip(), asked_at=at
    )
    audit.record("appeal_absence", made, by=by, at=at, booking=booking.pk)
    return made


def why_not(booking: Booking, *, by: User, at: datetime) -> str:
    """Why an absence cannot be appealed now, as the sentence its person reads; empty where it can."""
    if booking.person_id != by.pk:
        return _("Only the person herself appeals.")
    if booking.status != BookingStatus.ABSENT or booking.session.status != SessionStatus.FINALISED:
        return _("Only a confirmed absence can be appealed.")
    if NoShowAppeal.objects.filter(booking=booking).exists():
        return _("You have appealed already.")
    until = booking.ends_at + TIME_TO_APPEAL
    if at >= until:
        return _("Appealing was possible until %(when)s.") % {"when": thai_datetime(until)}
    return ""


@transaction.atomic
def decide(appeal: NoShowAppeal, *, excuse: bool, answer: str, by: User, at: datetime) -> NoShowAppeal:
    """Excuse an absence, or let it stand with a reason. Refuses whoever marked it, and the person herself."""
    rows = NoShowAppeal.objects.select_for_update(of=("self",))
    appeal = rows.get(pk=appeal.pk)
    if by.pk in (appeal.marked_by_id, appeal.person_id):
        raise Refusal(_("Whoever marked the absence does not decide on the appeal."))
    if not excuse and not answer.strip():
        raise Refusal(_("Give the reason why the absence counts: the person reads it."))
    move = "excuse" if excuse else "uphold"
    NO_SHOW.apply(appeal, move)
    appeal.answer, appeal.decided_by, appeal.decided_at = answer.strip(), by, at
    appeal.save(update_fields=["status", "answer", "decided_by", "decided_at"])
    audit.record(move, appeal, by=by, at=at, booking=appeal.booking_id)
    outbox.enqueue("noshow.answer", str(appeal.pk), urgent=False, appeal=appeal.pk)
    return appeal
