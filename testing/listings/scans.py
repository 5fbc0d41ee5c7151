"""Every scan of one session."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from hcec.core.listing import Column, Listing
from testing.models import Outcome, Scan


class ScanFilter(django_filters.FilterSet):
    outcome = django_filters.ChoiceFilter(label=_("Outcome"), choices=Outcome.choices, empty_label=_("All"))

    class Meta:
        model = Scan
        fields = ["outcome"]


def person(scan: Any) -> str:
    return scan.booking.person.name if scan.booking else ""


def decision(scan: Any) -> str:
    return str(getattr(scan, "decision", ""))


class ScanListing(Listing):
    """When, what was read, whose it was and what came of it."""

    columns = (
        Column("at", _("Time"), sort="at", kind="datetime"),
        Column("typed", _("What was read")),
        Column("person", _("Name"), value=person, card="title"),
        Column("outcome", _("Outcome"), value="get_outcome_display", sort="outcome"),
        Column("device_at", _("On the device"), kind="datetime"),
        Column("by", _("Officer"), value="by.name"),
        Column("decision", _("Decision"), value=decision),
    )
    search, search_label = ("typed",), _("What was read")
    filterset = ScanFilter
    default_sort = "-at"
    filename = "scans"
    empty_title = _("Nothing was scanned yet")
    empty_text = _("Every code that is scanned or typed at the desk appears here, also refused ones.")
