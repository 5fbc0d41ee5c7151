"""Reads of the list of sealing keys."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet

from verification.models import SigningKey
from verification.moments import instant

SOON = timedelta(days=60)  # before its end a key is to be changed


def listed() -> QuerySet[SigningKey]:
    """Every key, the one in force first, then the latest retired."""
    return SigningKey.objects.order_by(F("retired_at").desc(nulls_first=True), "-pk")


def in_force() -> SigningKey | None:
    return SigningKey.objects.filter(retired_at=None).first()


def ending(at: datetime) -> QuerySet[SigningKey]:
    """The key in force, where its certificate has ended or ends within sixty days."""
    return SigningKey.objects.filter(retired_at=None, valid_until__lte=at + SOON)


def note(at: datetime) -> str:
    """What an operator must know about the key; nothing where all is well, or where papers bear no signature."""
    if not settings.SIGNING_KEY:
        return ""
    if (row := in_force()) is None:
        return "no key is in force: certificates are not sealed" if SigningKey.objects.exists() else ""
    if row.valid_until <= at:
        return f"the key in force ended on {row.valid_until:%Y-%m-%d}: certificates are not sealed"
    return f"the key in force ends on {row.valid_until:%Y-%m-%d}" if row.valid_until <= at + SOON else ""


def as_json(key: SigningKey) -> dict[str, Any]:
    """One key for machines; moments in UTC. `until` is null while it is in force."""
    return {
        "fingerprint": key.fingerprint,
        "name": key.name,
        "algorithm": key.algorithm,
        "from": instant(key.taken_at),
        "until": instant(key.retired_at) if key.retired_at else None,
        "reason": key.reason or None,
        "demo": key.demo,
        "certificates": key.chain,
    }
