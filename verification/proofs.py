"""The duty that verification proves: certificates issued (5.3.1, signed by the center's director: C.1)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Concat, TruncDate

from committees.obligations import proving, rows_prove
from verification.models import Certificate


@rows_prove("certificates issued", "/branch/{}/")
def certificates_issued(committees: list[int], start: date, end: date) -> Iterator[QuerySet[Any]]:
    """The days on which certificates were issued that still stand; they lead to the figures of the center."""
    rows = Certificate.objects.filter(series__center__committee__in=committees, revocation__isnull=True)
    center = Concat("series__center__province__code", Value("/"), "series__center__code")
    yield proving(rows, "series__center__committee", TruncDate("issued_at"), center, (start, end)).distinct()
