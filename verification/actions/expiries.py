"""Remind holders before the validity that their paper states is over: 180, 90 and 30 days ahead (guideline 5.3.1)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.fields.json import KT
from django.utils import timezone

from hcec.accounts.actions import notices as inbox
from verification import notices
from verification.models import Certificate

STEPS = (180, 90, 30)  # days ahead
GRACE = 7  # days within which a missed reminder is made up for
BATCH = 500


def remind(*, at: datetime) -> int:
    """Tell everybody whose certificate comes within one of the steps; returns how many stand in one. Harmless twice."""
    today, told = timezone.localdate(at), 0
    for step in STEPS:
        last = today + timedelta(days=step)
        rows = (
            Certificate.objects.alias(until=KT("facts__valid_until"))
            .filter(until__lte=last.isoformat(), until__gt=(last - timedelta(days=GRACE)).isoformat())
            .filter(Q(revocation__isnull=True))
            .select_related("holder").order_by("pk")
        )  # fmt: skip
        batch: list[Certificate] = []
        for certificate in rows.iterator(chunk_size=BATCH):
            batch.append(certificate)
            if len(batch) == BATCH:
                told += _tell(batch, step)
                batch = []
        told += _tell(batch, step)
    return told


def _tell(batch: list[Certificate], step: int) -> int:
    with transaction.atomic():
        inbox.tell_many([notices.expires(certificate, step) for certificate in batch])
    return len(batch)
