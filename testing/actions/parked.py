"""Parked rows of uploaded results: matched to a booking by a person with a reason, or discarded with one."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit
from testing.actions import apart, results
from testing.lifecycles import PARKED
from testing.marks import MarkScheme
from testing.models import Booking, ParkedRow
from testing.refusals import Refusal


@apart.noticed
def match(row: ParkedRow, booking: Booking, *, reason: str, by: User, at: datetime) -> ParkedRow:
    """Enter the row's marks for a booking of its session. Refuses without a reason, for another session's booking,
    for marks that cannot be read, and whatever entering a result refuses."""
    with transaction.atomic():
        row = locked(row, reason)
        if booking.session_id != row.sheet.session_id:
            raise Refusal(_("The booking is not of the session of this table."))
        entry, wrong = MarkScheme.of(row.sheet.session.exam).entry(booking, row.texts)
        if entry is None:
            raise Refusal(next(iter(wrong.values()), _("The row holds no marks.")))
        PARKED.apply(row, "match")
        results.enter([entry], by=by, at=at)
        row.booking = booking
        settle(row, reason=reason, by=by, at=at)
        audit.record("parked.match", row, by=by, at=at, booking=booking.code, reason=row.reason)
    return row


def discard(row: ParkedRow, *, reason: str, by: User, at: datetime) -> ParkedRow:
    """Leave the row out for good, and say why."""
    with transaction.atomic():
        row = locked(row, reason)
        PARKED.apply(row, "discard")
        settle(row, reason=reason, by=by, at=at)
        audit.record("parked.discard", row, by=by, at=at, reason=row.reason)
    return row


def locked(row: ParkedRow, reason: str) -> ParkedRow:
    if not reason.strip():
        raise Refusal(_("Say why."))
    rows = ParkedRow.objects.select_for_update(of=("self",)).select_related("sheet__session__exam__scale")
    return rows.get(pk=row.pk)


def settle(row: ParkedRow, *, reason: str, by: User, at: datetime) -> None:
    row.reason, row.settled_by, row.settled_at = reason.strip(), by, at
    row.save(update_fields=["status", "booking", "reason", "settled_by", "settled_at"])
