"""Reads of registered bodies: which one a person or a token speaks for, what it asked, who asked for a certificate."""

from datetime import date

from django.db.models import Count, QuerySet

from hcec.accounts.models import User
from verification.models import Certificate, Inquiry, LookUp, RegisteredBody

NEWEST = 50  # look-ups that a page lists


def in_force(today: date) -> QuerySet[RegisteredBody]:
    """The bodies whose agreement holds today."""
    return RegisteredBody.objects.filter(ended_at=None, last_day__gte=today)


def of_contact(person: User) -> QuerySet[RegisteredBody]:
    """The bodies for which a person answers, whether their agreement holds or not."""
    return RegisteredBody.objects.filter(contact=person).order_by("name", "pk")


def by_digest(digest: str, today: date) -> RegisteredBody | None:
    """The body whose program shows the token of this hash."""
    return in_force(today).filter(token_sha256=digest).first()


def bodies() -> QuerySet[RegisteredBody]:
    """All of them with how many inquiries they made."""
    return RegisteredBody.objects.select_related("contact").annotate(inquired=Count("inquiries"))


def inquiries(body: RegisteredBody) -> QuerySet[Inquiry]:
    """What a body asked, latest first."""
    return Inquiry.objects.filter(body=body).order_by("-at", "-pk")


def rows(inquiry: Inquiry) -> QuerySet[LookUp]:
    """The answers of an inquiry in the order of its rows."""
    return (
        LookUp.objects.filter(inquiry=inquiry)
        .select_related("certificate__revocation", "inquiry")
        .order_by("row", "pk")
    )


def of_certificate(certificate: Certificate) -> QuerySet[LookUp]:
    """Who looked a certificate up, latest first."""
    rows = LookUp.objects.filter(certificate=certificate).select_related("inquiry__body")
    return rows.order_by("-inquiry__at", "-pk")[:NEWEST]
