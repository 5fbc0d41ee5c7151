"""Reads of links: those of a certificate with their looks, and the one that a token opens."""

from datetime import date

from django.db.models import Count, Max, QuerySet

from verification.models import Certificate, Look, Share

NEWEST = 50  # looks that a page lists


def open_ones(certificate: Certificate, today: date) -> QuerySet[Share]:
    """The links of a certificate that can be opened today."""
    return Share.objects.filter(certificate=certificate, withdrawn_at=None, last_day__gte=today)


def of_certificate(certificate: Certificate) -> QuerySet[Share]:
    """Its links, newest first, with how often and when last each was opened."""
    rows = Share.objects.filter(certificate=certificate)
    return rows.annotate(count=Count("looks"), last_look=Max("looks__at")).order_by("-made_at", "-pk")


def looks(certificate: Certificate) -> QuerySet[Look]:
    """The newest looks at all links of a certificate."""
    rows = Look.objects.filter(share__certificate=certificate).select_related("share")
    return rows.order_by("-at", "-pk")[:NEWEST]


def by_digest(digest: str, today: date) -> Share | None:
    """The link of this token's hash, where it can be opened today; with its certificate."""
    rows = Share.objects.select_related("certificate__revocation")
    return rows.filter(token_sha256=digest, withdrawn_at=None, last_day__gte=today).first()
