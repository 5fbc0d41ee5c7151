"""Reads of the issuer's legal names."""

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone

from verification.models import Certificate, IssuerName
from verification.words import Pair

# Every name with its first day, the first name first: a handful of rows, asked once beside whatever else is asked.
NAMES = ArraySubquery(
    IssuerName.objects.order_by("since").values(told=JSONObject(since="since", th="name_th", en="name_en"))
)


def names() -> QuerySet[IssuerName]:
    """Every name, the latest first."""
    return IssuerName.objects.order_by("-since")


def with_names(rows: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """The certificates, each with the issuer's legal names, in the same SELECT."""
    return rows.annotate(issuer_names=NAMES)


def succession(certificate: Any) -> tuple[Pair, Pair | None]:
    """The name on the day of issue, and today's where it is another. Wants a row of `with_names`."""
    days = (timezone.localdate(certificate.issued_at), timezone.localdate())
    then, today = (_on(day, certificate.issuer_names) for day in days)
    return then, today if today != then else None


def _on(day: date, names: list[dict[str, str]]) -> Pair:
    """The last name that had begun by then, else nothing."""
    begun = [each for each in names if each["since"] <= day.isoformat()]
    return Pair(begun[-1]["th"], begun[-1]["en"]) if begun else Pair("")
