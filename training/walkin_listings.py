"""The list of walk-ins of a center's rounds."""

import django_filters
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.core.listing import Column, Listing
from training.lifecycles import WalkInStatus
from training.models import WalkIn


class WalkInFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(label=_("State"), choices=WalkInStatus.choices, empty_label=_("All"))

    class Meta:
        model = WalkIn
        fields = ["status"]


class WalkInListing(Listing):
    """Walk-ins, latest first."""

    columns = (
        Column(
            "person", _("Name"), value="enrolment.person.name", card="title",
            link=lambda w: reverse("manage-door-person", args=[w.pk]),
        ),
        Column("round", _("Round"), value=lambda w: str(w.enrolment.round)),
        Column("added_at", _("Came in"), sort="added_at", kind="datetime"),
        Column("seat", _("Seat"), value="enrolment.seat_no", kind="number"),
        Column("center", _("Center"), value="enrolment.round.center.name", sort="enrolment__round__center__name_sort"),
        Column("status", _("State"), sort="status", kind="status", lifecycle="training.walk_in"),
    )  # fmt: skip
    search = ("enrolment__person__first_name_th", "enrolment__person__last_name_th", "name")
    search_label = _("Name")
    filterset = WalkInFilter
    default_sort = "-added_at"
    filename = "training-walk-ins"
    empty_title = _("Nobody came without a place")
    empty_text = _("At a meeting, people who come without a place get a free seat from its attendance page.")
