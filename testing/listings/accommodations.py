"""Requests for accommodations, for those who decide."""

import django_filters
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.core.listing import Column, Listing
from testing.lifecycles import AccommodationStatus
from testing.models import Accommodation


class AccommodationFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(
        label=_("State"), choices=AccommodationStatus.choices, empty_label=_("All")
    )

    class Meta:
        model = Accommodation
        fields = ["status"]


class AccommodationListing(Listing):
    """Who asked, when, and what became of it; neither measures nor reasons."""

    columns = (
        Column(
            "person", _("Name"), value="person.name", sort="person__name_sort", card="title",
            link=lambda a: reverse("manage-accommodation", args=[a.pk]),
        ),
        Column("center", _("Center"), value="center.name", sort="center__name_sort"),
        Column("asked_at", _("Asked on"), sort="asked_at", kind="datetime"),
        Column("taken_by", _("Taken up by"), value=lambda a: a.taken_by.name if a.taken_by else ""),
        Column("until", _("Holds until"), sort="until", kind="date"),
        Column("status", _("State"), sort="status", kind="status", lifecycle="testing.accommodation"),
    )  # fmt: skip
    search, search_label = ("person__first_name_th", "person__last_name_th"), _("Name")
    filterset = AccommodationFilter
    default_sort = "asked_at"
    exports = False
    empty_title = _("No requests")
    empty_text = _("A request appears here when a person has asked your center for an accommodation.")
