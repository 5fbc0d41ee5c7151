"""Receipts: numbered without gaps for a center and a fiscal year, never rewritten, cancelled by somebody else (7.4)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from centers.models import Center
from hcec.accounts.models import User
from hcec.core import audit, outbox
from hcec.core.thai import fiscal_year
from testing.lifecycles import PAYMENT, PaymentStatus
from testing.models import Payment, Receipt, ReceiptCancellation, ReceiptSeries
from testing.refusals import Refusal


def next_number(center: Center, year: int) -> ReceiptSeries:
    """The series of a center and fiscal year (Buddhist era) under its lock, moved on to the number to give."""
    ReceiptSeries.objects.get_or_create(center=center, fiscal_year=year)
    rows = ReceiptSeries.objects.select_for_update(of=("self",), no_key=True)
    series = rows.get(center=center, fiscal_year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series


def facts(payment: Payment, by: User) -> dict[str, Any]:
    """The words of a receipt as they are today; frozen in its row."""
    session = payment.booking.session
    return {
        "payer": payment.person.name_th or payment.person.name,
        "center": payment.center.name_th,
        "exam": session.exam.name_th,
        "code": payment.booking.code_shown,
        "starts_at": session.starts_at.isoformat(),
        "way": payment.way,
        "by": by.name_th or by.name,
    }


def issue(payment: Payment, *, by: User, at: datetime, replaces: Receipt | None = None) -> Receipt:
    """Draw the next number for a locked payment that was confirmed; in the transaction of the confirmation."""
    year = fiscal_year(at)
    series = next_number(payment.center, year)
    receipt = Receipt.objects.create(
        series=series, seq=series.last, number=f"{payment.center.code}-R{year}-{series.last:06d}".upper(),
        payment=payment, replaces=replaces, amount=payment.amount, facts=facts(payment, by), issued_by=by, issued_at=at,
    )  # fmt: skip
    audit.record("receipt.issue", receipt, by=by, at=at, number=receipt.number, amount=str(receipt.amount))
    return receipt


@transaction.atomic
def cancel(receipt: Receipt, *, reason: str, replace: bool, by: User, at: datetime) -> Receipt | None:
    """Cancel a receipt. `replace`: another one is issued with the words of today; else the payment is open again.

    Refuses whoever issued it, the person who paid, no reason, a second cancellation, and money that was paid back.
    """
    if not reason.strip():
        raise Refusal(_("Say why the receipt is cancelled: the reason stands beside it for good."))
    rows = Payment.objects.select_for_update(of=("self",))
    payment = rows.select_related("person", "center", "booking__session__exam").get(pk=receipt.payment_id)
    receipt = Receipt.objects.get(pk=receipt.pk)
    if by.pk in (receipt.issued_by_id, payment.person_id):
        raise Refusal(_("Whoever issued a receipt or paid does not cancel it. Ask a colleague."))
    if receipt.cancelled:
        raise Refusal(_("This receipt was cancelled before."))
    if payment.status != PaymentStatus.CONFIRMED:
        raise Refusal(_("The fee is in the state “%(state)s”.") % {"state": payment.get_status_display()})
    ReceiptCancellation.objects.create(
        receipt=receipt, reason=reason.strip(), cancelled_by=by, cancelled_at=at
    )
    audit.record("receipt.cancel", receipt, by=by, at=at, number=receipt.number, reason=reason.strip())
    if replace:
        return issue(payment, by=by, at=at, replaces=receipt)
    PAYMENT.apply(payment, "undo")
    payment.way, payment.words, payment.decided_by, payment.decided_at = "", reason.strip(), by, at
    payment.save(update_fields=["status", "way", "words", "decided_by", "decided_at"])
    entry = audit.record("undo", payment, by=by, at=at)
    outbox.enqueue(
        "payment.tell", f"{payment.pk}:{entry.pk}", urgent=False, payment=payment.pk, what="send_back"
    )
    return None
