"""Reads of certificates: one by its number, a person's own, and what an issuer sees."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from hcec.core.written import WrittenOnce
from verification import numbers
from verification.models import Certificate, NameChange
from verification.queries import issuers, log


def by_number(typed: str) -> Certificate | None:
    """The certificate of a number, however it is spelt; one SELECT with its revocation and its place
    in the public log (`log_index`), or none for a slip."""
    key = numbers.key_of(typed)
    return next(iter([] if numbers.is_slip(key) else ONE.of(key)), None)


def by_numbers(typed: Iterable[str]) -> dict[str, Certificate]:
    """The public certificates of many numbers by what is looked up; one SELECT with what ended them, or none for slips."""
    keys = {key for key in map(numbers.key_of, typed) if not numbers.is_slip(key)}
    if not keys:
        return {}
    return {row.key: row for row in looked_up().filter(key__in=keys)}


def looked_up() -> QuerySet[Certificate]:
    """What is public, with all that an answer says of it."""
    rows = Certificate.objects.public().select_related("revocation", "replaced_by")
    return issuers.with_names(rows.annotate(log_index=log.INDEX))


ONE = WrittenOnce(lambda key: looked_up().filter(key=key), "a key")


def my_certificates(person: User) -> QuerySet[Certificate]:
    """A person's certificates that are public, latest first, with file and revocation."""
    return (
        Certificate.objects.public()
        .filter(holder=person)
        .select_related("file", "revocation", "replaced_by")
        .order_by("-issued_at", "-pk")
    )


def issued(access: Access, permission: Permission = Permission.CERTIFICATE_ISSUE) -> QuerySet[Certificate]:
    """The certificates of the centers over which a person holds the permission."""
    return Certificate.objects.within(access, permission).select_related(
        "series__center", "holder", "file", "revocation", "replaced_by"
    )


def name_changes(access: Access) -> QuerySet[NameChange]:
    """Requests for certificates in a new name over which a person decides."""
    rows = NameChange.objects.within(access, Permission.CERTIFICATE_ISSUE)
    return rows.select_related("certificate__holder", "certificate__series__center", "decided_by")


def outdated(rows: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Those that still count although their result was corrected after they were issued: to be revoked, then issued again."""
    return rows.filter(result__version__gt=F("result_version"), revocation__isnull=True)


def upcoming(person: User, at: datetime) -> list[Any]:
    """What lies ahead for a person: certificates carry no appointments yet."""
    return []
