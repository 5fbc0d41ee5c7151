"""Take a certificate back, for ever and in public: it stays on record and says so."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hcec.accounts.actions import notices as inbox
from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.access import Permission
from verification import notices
from verification.actions import log
from verification.models import BY_ACT, Certificate, Reason, Revocation
from verification.queries import seats
from verification.refusals import Refusal


def revoke(certificate: Certificate, *, by: User, at: datetime, reason: str, explanation: str) -> Revocation:
    """Revoke a certificate and tell its holder. Refuses one's own, one that is revoked already, a reason without
    words, and a person who holds no seat that revokes over its center."""
    if certificate.holder_id == by.pk:
        raise Refusal(_("Nobody revokes their own certificate. Ask another officer."))
    if reason not in Reason.values or not explanation.strip():
        raise Refusal(_("Choose a reason and say what happened."))
    seat = seats.acting_seat(
        by, Permission.CERTIFICATE_REVOKE, timezone.localdate(at), certificate.series.center
    )
    if seat is None:
        raise Refusal(_("You hold no seat that revokes certificates of this center today."))
    with transaction.atomic():
        Certificate.objects.select_for_update(of=("self",), no_key=True).get(pk=certificate.pk)
        if Revocation.objects.filter(certificate=certificate).exists():
            raise Refusal(_("This certificate is revoked already."))
        revocation = Revocation.objects.create(
            certificate=certificate, reason=reason, explanation=explanation.strip(), revoked_by=by, revoked_at=at,
            office=asdict(seats.in_seat(seat).office),
        )  # fmt: skip
        audit.record("certificate.revoke", certificate, by=by, at=at, reason=reason)
        if reason not in BY_ACT:  # what the act itself tells the holder says more
            inbox.tell_many([notices.revoked(revocation)])
        log.revoked([revocation])
    return revocation
