"""Reads of certificates: one by its number, a person's own, and what an issuer sees."""

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from verification import numbers
from verification.models import Certificate


def by_number(typed: str) -> Certificate | None:
    """The certificate of a number, however it is spelt; one SELECT with its revocation, or none for a slip."""
    key = numbers.key_of(typed)
    if numbers.is_slip(key):
        return None
    return Certificate.objects.select_related("revocation").filter(key=key).first()


def my_certificates(person: User) -> QuerySet[Certificate]:
    """A person's certificates, latest first, with file and revocation."""
    return (
        Certificate.objects.filter(holder=person)
        .select_related("file", "revocation")
        .order_by("-issued_at", "-pk")
    )


def issued(access: Access, permission: Permission = Permission.CERTIFICATE_ISSUE) -> QuerySet[Certificate]:
    """The certificates of the centers over which a person holds the permission."""
    return Certificate.objects.within(access, permission).select_related(
        "series__center", "holder", "file", "revocation"
    )


def outdated(rows: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Those that still count although their result was corrected after they were issued: to be revoked, then issued again."""
    return rows.filter(result__version__gt=F("result_version"), revocation__isnull=True)


def upcoming(person: User, at: datetime) -> list[Any]:
    """What lies ahead for a person: certificates carry no appointments yet."""
    return []
