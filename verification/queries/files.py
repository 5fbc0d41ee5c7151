"""The newest file of a certificate, and which files must be renewed before their proof ends."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import BigIntegerField, DateTimeField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from verification.models import Certificate, CertificateFile, RenewedFile, Retired
from verification.queries.keys import in_force

EARLY = timedelta(days=180)  # so long before its certificate ends a proof is renewed


def newest(certificate: Certificate) -> CertificateFile | RenewedFile:
    """The file to hand out: the latest of the chain. Raises DoesNotExist where none is made yet."""
    later = RenewedFile.objects.filter(certificate=certificate).order_by("-order").first()
    return later or CertificateFile.objects.get(certificate=certificate)


def due(at: datetime) -> QuerySet[Certificate]:
    """Certificates whose newest file must have a time-stamp or a further seal.

    With a time-stamp service: sealed files without time-stamp, and those whose last one ends within 180 days. Without one:
    files whose last seal's certificate ends within 180 days. Always: what a key sealed after somebody else had it.
    """
    later = RenewedFile.objects.filter(certificate=OuterRef("pk")).order_by("-order")
    sealed = later.filter(key__isnull=False)
    rows = (
        Certificate.objects.filter(file__key__isnull=False)
        .alias(
            ends=Coalesce(
                Subquery(later.values("lasts_until")[:1]),
                F("file__key__valid_until"),
                output_field=DateTimeField(),
            ),
            stamped=Subquery(later.filter(what="stamp").values("pk")[:1]),
            resealed=Subquery(sealed.values("pk")[:1]),
            by=Coalesce(Subquery(sealed.values("key")[:1]), F("file__key"), output_field=BigIntegerField()),
        )
        .order_by("pk")
    )
    ending = Q(ends__lte=at + EARLY)
    spoilt = Q(
        resealed__isnull=True,
        file__key__reason=Retired.COMPROMISED,
        file__made_at__gt=F("file__key__retired_at"),
    )
    if settings.TIMESTAMP_URL:
        return rows.filter(ending | spoilt | Q(stamped__isnull=True))
    key = in_force()  # only another key than the last one can help
    return rows.filter(spoilt | ending).exclude(by=key.pk) if key else rows.none()
