"""The list of keys that seal certificates: put one on it, retire one. A change is a decision, never a side effect."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from hcec.core import audit
from verification.models import Retired, SigningKey
from verification.refusals import Refusal
from verification.signing.keys import Key


def in_force(key: Key, *, at: datetime) -> SigningKey:
    """The row of the configured key. The very first key goes on the list by itself.

    Refuses one whose certificate is not valid now, a retired one, and one that nobody has put on the list yet.
    """
    if not key.lives(at):
        raise Refusal(_("The certificate of the signing key is not valid today. Change the key first."))
    row = SigningKey.objects.filter(fingerprint=key.fingerprint).first()
    if row is None and not SigningKey.objects.exists():
        return take(key, at=at)
    if row is None:
        raise Refusal(_("The signing key is not on the public list yet. Put it there first."))
    if not row.in_force:
        raise Refusal(_("The signing key was retired. Configure the key that is in force."))
    return row


def take(key: Key, *, at: datetime, reason: str = Retired.CHANGED) -> SigningKey:
    """Put the key on the list and in force; the one before it is retired at the same moment for the reason.

    A key that is in force already stays so. Refuses one that was retired, and one whose certificate is not valid now.
    """
    if not key.lives(at):
        raise Refusal(_("The certificate of the signing key is not valid today. Change the key first."))
    with transaction.atomic():
        known = {row.fingerprint: row for row in SigningKey.objects.select_for_update().order_by("pk")}
        if row := known.get(key.fingerprint):
            if row.in_force:
                return row
            raise Refusal(_("This key was retired and is never taken again. Make a new one."))
        for row in known.values():
            if row.in_force:
                end(row, at=at, reason=reason)
        row, created = SigningKey.objects.get_or_create(
            fingerprint=key.fingerprint,
            defaults={
                "chain": key.pem, "name": key.name, "algorithm": key.algorithm, "demo": settings.LOCAL, "taken_at": at,
                "valid_from": key.certificate.not_valid_before_utc, "valid_until": key.certificate.not_valid_after_utc,
            },
        )  # fmt: skip
        if created:
            audit.record("signing_key.take", row, by=None, at=at, fingerprint=row.fingerprint)
    return row


def retire(row: SigningKey, *, at: datetime, reason: str) -> None:
    """Take a key out of force; `at` may lie in the past where somebody else had it since then. Refuses a retired one."""
    with transaction.atomic():
        held = SigningKey.objects.select_for_update().get(pk=row.pk)
        if not held.in_force:
            raise Refusal(_("This key was retired already."))
        end(held, at=at, reason=reason)


def end(row: SigningKey, *, at: datetime, reason: str) -> None:
    """The row under lock, retired."""
    row.retired_at, row.reason = at, reason
    row.save(update_fields=["retired_at", "reason"])
    audit.record("signing_key.retire", row, by=None, at=at, fingerprint=row.fingerprint, reason=reason)
