"""Fees of bookings: proved by the person, confirmed, returned or waived by somebody else, paid back (guideline 7.4)."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centers.models import Center
from hcec.accounts.models import User
from hcec.core import audit, outbox
from hcec.core.thai import money
from testing.actions import receipts
from testing.lifecycles import PAYMENT, SEATED, UNPAID, PaymentStatus, SessionStatus
from testing.models import Booking, Payment, PaymentProof, PayWords
from testing.refusals import Refusal


def locked(payment: Payment) -> Payment:
    rows = Payment.objects.select_for_update(of=("self",))
    return rows.select_related("person", "center__province", "booking__session__exam").get(pk=payment.pk)


def moved(payment: Payment, move: str, *, by: User | None, at: datetime, **fields: Any) -> Payment:
    """Apply one move to a locked payment, with the fields that go with it; the person is told."""
    PAYMENT.apply(payment, move)
    for name, value in fields.items():
        setattr(payment, name, value)
    payment.save(update_fields=["status", *fields])
    entry = audit.record(
        move, payment, by=by, at=at, amount=str(payment.amount), words=fields.get("words", "")
    )
    outbox.enqueue("payment.tell", f"{payment.pk}:{entry.pk}", urgent=False, payment=payment.pk, what=move)
    return payment


@transaction.atomic
def hand_in(
    payment: Payment, *, file: UploadedFile, paid_on: date, amount: Decimal, by: User, at: datetime
) -> PaymentProof:
    """Send a proof of payment. Refuses another's fee, a number without a seat, less than is due, a day to come, and a
    file that proved another payment."""
    payment = locked(payment)
    if payment.person_id != by.pk:
        raise Refusal(_("Only the person herself sends her proof of payment."))
    if payment.booking.status not in SEATED:
        raise Refusal(_("There is nothing to pay as long as you have no seat."))
    if amount < payment.amount:
        raise Refusal(
            _("The fee is %(due)s baht; %(amount)s baht is less.")
            % {"due": money(payment.amount), "amount": money(amount)}
        )
    if paid_on > timezone.localdate(at):
        raise Refusal(_("The day of payment is still to come."))
    file.seek(0)
    digest = sha256(file.read()).hexdigest()
    file.seek(0)
    if PaymentProof.objects.filter(sha256=digest).exists():
        raise Refusal(_("This very file was sent before. Send the proof of this payment."))
    moved(payment, "hand_in", by=by, at=at, decided_by=None, decided_at=None, words="")
    return PaymentProof.objects.create(
        payment=payment, file=file, sha256=digest, paid_on=paid_on, amount=amount, sent_at=at
    )


def decided(payment: Payment, move: str, *, by: User, at: datetime, **fields: Any) -> Payment:
    """A move that somebody else than the person makes."""
    if payment.person_id == by.pk:
        raise Refusal(_("Nobody decides on their own fee. Ask a colleague."))
    return moved(payment, move, by=by, at=at, decided_by=by, decided_at=at, **fields)


@transaction.atomic
def confirm(payment: Payment, *, by: User, at: datetime) -> Payment:
    """Confirm the proof that was sent: a receipt is issued. Refuses one's own fee. Where the center has called the test
    off meanwhile, the money is to be paid back at once."""
    payment = decided(locked(payment), "confirm", by=by, at=at, way=Payment.Way.TRANSFER, words="")
    receipts.issue(payment, by=by, at=at)
    session = payment.booking.session
    if session.status == SessionStatus.CALLED_OFF:
        return moved(payment, "owe", by=by, at=at, words=session.called_off_reason)
    return payment


@transaction.atomic
def take(payment: Payment, *, by: User, at: datetime) -> Payment:
    """Take the fee at the counter: a receipt is issued. Refuses one's own fee and a booking without a seat."""
    payment = locked(payment)
    if payment.booking.status not in SEATED:
        raise Refusal(_("This booking has no seat: there is nothing to pay."))
    payment = decided(payment, "take", by=by, at=at, way=Payment.Way.COUNTER, words="")
    receipts.issue(payment, by=by, at=at)
    return payment


def take_at_the_door(booking: Booking, *, taken: bool, by: User, at: datetime) -> None:
    """The fee of a walk-in is taken with the seat that she gets, and its receipt issued. Refuses while it was not taken."""
    payment = Payment.objects.filter(booking=booking, status__in=UNPAID).first()
    if payment is None:
        return
    if not taken:
        raise Refusal(
            _("The fee of %(amount)s baht comes first: who takes fees notes it here and gives the seat.")
            % {"amount": money(payment.amount)}
        )
    take(payment, by=by, at=at)


def pass_to(booking: Booking, person: User) -> None:
    """The fee follows the booking of a walk-in to whoever is found to have sat the test; its receipt stays as it is."""
    Payment.objects.filter(booking=booking).update(person=person)


def said(words: str) -> str:
    if not words.strip():
        raise Refusal(_("Give the reason: the person reads it."))
    return words.strip()


@transaction.atomic
def send_back(payment: Payment, *, words: str, by: User, at: datetime) -> Payment:
    """Return a proof with the reason; the person sends another, unless she has given up her seat."""
    payment = decided(locked(payment), "send_back", by=by, at=at, words=said(words))
    if payment.booking.status not in SEATED:
        forget([payment.booking], by=by, at=at)
    return payment


@transaction.atomic
def waive(payment: Payment, *, words: str, by: User, at: datetime) -> Payment:
    """Let somebody off her fee, for a reason."""
    return decided(locked(payment), "waive", by=by, at=at, words=said(words))


@transaction.atomic
def owe(payment: Payment, *, words: str, by: User, at: datetime) -> Payment:
    """Note that a paid fee is to be paid back, for a reason. Refuses while the person still has her seat."""
    payment = locked(payment)
    if payment.booking.status in SEATED:
        raise Refusal(_("She still has her seat. Cancel the booking first."))
    return decided(payment, "owe", by=by, at=at, words=said(words))


@transaction.atomic
def refund(payment: Payment, *, by: User, at: datetime) -> Payment:
    """Note that the money was paid back. Refuses one's own."""
    payment = locked(payment)
    if payment.person_id == by.pk:
        raise Refusal(_("Nobody decides on their own fee. Ask a colleague."))
    return moved(payment, "refund", by=by, at=at, refunded_by=by, refunded_at=at)


def still_open(bookings: Iterable[Booking]) -> set[int]:
    """Which of these bookings still have their fee to pay, with the fees under lock."""
    rows = Payment.objects.select_for_update(of=("self",)).filter(
        booking__in=[b.pk for b in bookings], status__in=PAYMENT.moves["drop"].sources
    )
    return {payment.booking_id for payment in rows.order_by("pk")}


def forget(bookings: Iterable[Booking], *, by: User | None, at: datetime) -> None:
    """Bookings that were given up owe nothing any more. What was paid stays paid (`owe_all`), and a proof that waits is
    still checked: money may have come."""
    rows = Payment.objects.select_for_update(of=("self",)).filter(
        booking__in=[b.pk for b in bookings], status__in=PAYMENT.moves["drop"].sources
    )
    for payment in rows.order_by("pk"):
        PAYMENT.apply(payment, "drop")
        payment.save(update_fields=["status"])
        audit.record("drop", payment, by=by, at=at, amount=str(payment.amount))


def owe_all(bookings: Iterable[Booking], *, words: str, by: User, at: datetime) -> None:
    """The center called the session off: whatever was paid is to be paid back."""
    rows = Payment.objects.select_for_update(of=("self",)).filter(
        booking__in=[b.pk for b in bookings], status=PaymentStatus.CONFIRMED
    )
    for payment in rows.order_by("pk"):
        moved(payment, "owe", by=by, at=at, words=words)


def carry(given: Booking, got: Booking, *, by: User, at: datetime) -> None:
    """The fee goes along to the seat that took the place of another: what was proved, paid or waived is so for the new
    one. What was not paid yet is owed anew, at the price of the new seat. Call it after both bookings were changed."""
    held = Payment.objects.select_for_update(of=("self",)).filter(booking=given).first()
    if held is None or given.session.exam_id != got.session.exam_id:
        return
    if held.status in (PaymentStatus.DROPPED, PaymentStatus.REFUNDED):
        return
    Payment.objects.filter(booking=got).delete()
    if held.status == PaymentStatus.REFUND_DUE:
        PAYMENT.apply(held, "keep")
    held.booking = got
    held.save(update_fields=["status", "booking"])
    audit.record("carry", held, by=by, at=at, given=given.pk, got=got.pk)


@transaction.atomic
def say_how(center: Center, words: str, *, by: User, at: datetime) -> PayWords:
    """Write down how the fee is paid at a center."""
    found, _new = PayWords.objects.update_or_create(center=center, defaults={"words": words.strip()})
    audit.record("say_how", found, by=by, at=at, center=center.code)
    return found
