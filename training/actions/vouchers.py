"""Prepare, approve and decline the voucher of a speaker (L5). Payee, preparer and approver are three people."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from centers.models import Center
from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.thai import fiscal_year
from training import voucher_notices
from training.actions import seats
from training.lifecycles import VOUCHER
from training.models import Round, Voucher, VoucherLine
from training.queries import vouchers as reads
from training.refusals import Refusal


def prepare(
    round: Round,
    person: User,
    *,
    payee: str,
    address: str,
    by: User,
    at: datetime,
    per_hour: Decimal | None = None,
    note: str = "",
) -> Voucher:
    """A voucher for all meetings of the round that the person held and was not paid for. Without `per_hour` (baht) the
    rate of the last of these days is paid; `payee` is a kind of `Payee`. A second press finds nothing left to pay.

    Refuses one's own pay, where nothing is due, no rate is in force, and more than the rate without a note.
    """
    if person.pk == by.pk:
        raise Refusal(_("Nobody prepares her own voucher: a colleague does."))
    with transaction.atomic():
        center = Center.objects.select_for_update(of=("self",), no_key=True).get(pk=round.center_id)
        found = next((due for due in reads.due(round, at) if due.person.pk == person.pk), None)
        if found is None:
            raise Refusal(_("Nothing is to be paid: every meeting that was held is in a voucher already."))
        rate = reads.rate_on(payee, timezone.localdate(found.meetings[-1][0].starts_at))
        if rate is None:
            raise Refusal(_("No rate is on record for that day. OBEC enters rates in the back office."))
        paid = rate.per_hour if per_hour is None else per_hour
        year = fiscal_year(timezone.localdate(at))
        voucher = Voucher(
            center=center, round=round, person=person, rate=rate, fiscal_year=year, number=next_number(center, year),
            payee=person.name, address=address.strip(), ceiling=rate.per_hour, per_hour=paid, hours=found.hours,
            amount=found.hours * paid, note=note.strip() if paid > rate.per_hour else "",
            prepared_by=by, prepared_at=at,
        )  # fmt: skip
        seats.kept_true(voucher)
        voucher.save()
        VoucherLine.objects.bulk_create(
            VoucherLine(voucher=voucher, meeting=meeting, person=person, hours=hours)
            for meeting, hours in found.meetings
        )
        audit.record("voucher.prepared", voucher, by=by, at=at, amount=str(voucher.amount), person=person.pk)
    return voucher


def next_number(center: Center, year: int) -> int:
    """The next number of a center's vouchers in a fiscal year; the caller holds the center's lock."""
    last = Voucher.objects.filter(center=center, fiscal_year=year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def may_decide(voucher: Voucher, person: User) -> bool:
    """Whether the person neither prepared the voucher nor is paid by it."""
    return person.pk not in (voucher.prepared_by_id, voucher.person_id)


def approve(voucher: Voucher, *, by: User, at: datetime) -> Voucher:
    """Approve; the payee is told and finds the paper to sign. Refuses the preparer, the payee, and a second time."""
    with transaction.atomic():
        voucher = decided(voucher, "approve", by=by, at=at)
        voucher.save(update_fields=["status", "decided_by", "decided_at"])
        audit.record("voucher.approved", voucher, by=by, at=at, amount=str(voucher.amount))
        voucher_notices.approved(voucher)
    return voucher


def decline(voucher: Voucher, *, reason: str, by: User, at: datetime) -> Voucher:
    """Do not approve, for a reason that the preparer reads; its meetings may be put in another one. Refuses as `approve`."""
    if not reason.strip():
        raise Refusal(_("Write the reason; whoever prepared the voucher reads it."))
    with transaction.atomic():
        voucher = decided(voucher, "decline", by=by, at=at)
        voucher.reason = reason.strip()
        voucher.save(update_fields=["status", "decided_by", "decided_at", "reason"])
        voucher.lines.update(counts=False)
        audit.record("voucher.declined", voucher, by=by, at=at, reason=voucher.reason)
        voucher_notices.declined(voucher)
    return voucher


def decided(voucher: Voucher, move: str, *, by: User, at: datetime) -> Voucher:
    rows = Voucher.objects.select_for_update(of=("self",)).select_related("person", "prepared_by", "center")
    voucher = rows.get(pk=voucher.pk)
    if not may_decide(voucher, by):
        raise Refusal(_("Somebody approves who neither prepared the voucher nor is paid by it."))
    VOUCHER.apply(voucher, move)
    voucher.decided_by, voucher.decided_at = by, at
    return voucher
