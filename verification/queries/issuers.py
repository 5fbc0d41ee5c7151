"""Reads of the issuer's legal names."""

from typing import Any

from django.db.models import DateTimeField, ExpressionWrapper, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject, Now, TruncDate

from verification.models import Certificate, IssuerName
from verification.words import Pair

NAMED = JSONObject(th="name_th", en="name_en")
ISSUED = ExpressionWrapper(OuterRef("issued_at"), output_field=DateTimeField())
ON_ISSUE = Subquery(
    IssuerName.objects.filter(since__lte=TruncDate(ISSUED)).order_by("-since").values(j=NAMED)[:1]
)
TODAY = Subquery(
    IssuerName.objects.filter(since__lte=TruncDate(Now())).order_by("-since").values(j=NAMED)[:1]
)


def names() -> QuerySet[IssuerName]:
    """Every name, the latest first."""
    return IssuerName.objects.order_by("-since")


def with_names(rows: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """The certificates, each with the issuer's legal name on the day of issue and today, in the same SELECT."""
    return rows.annotate(issuer_then=ON_ISSUE, issuer_today=TODAY)


def succession(certificate: Any) -> tuple[Pair, Pair | None]:
    """The name on the day of issue, and today's where it is another. Wants a row of `with_names`."""
    then, today = (
        Pair(**(found or {"th": ""})) for found in (certificate.issuer_then, certificate.issuer_today)
    )
    return then, today if today != then else None
