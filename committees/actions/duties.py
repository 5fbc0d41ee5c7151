"""Prove by upload that a duty was done, where no query can find it."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from committees.models import Committee, DutyProof
from committees.obligations import UPLOAD, Obligation
from committees.queries.ledger import Period
from committees.refusals import Refusal
from hcec.accounts.models import User
from hcec.core import audit


def prove(
    committee: Committee,
    obligation: Obligation,
    period: Period,
    *,
    note: str,
    document: UploadedFile | None,
    by: User,
    at: datetime,
) -> DutyProof:
    """Keep a proof. Refuses a duty that the portal proves by itself and a period that has not begun."""
    if obligation.proof != UPLOAD or obligation.level != committee.level:
        raise Refusal(_("The portal finds the proof of this duty by itself."))
    if period.start > timezone.localdate(at):
        raise Refusal(_("This period has not begun yet."))
    with transaction.atomic():
        row = DutyProof.objects.create(
            committee=committee,
            duty=obligation.code,
            period_start=period.start,
            note=note,
            document=document or "",
            person=by,
            at=at,
        )
        audit.record("duty.proved", committee, by=by, at=at, duty=obligation.code, period=str(period.start))
    return row
