"""The list of people who were let in at the door."""

import django_filters
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.core.access import Permission
from hcec.core.listing import Column
from testing.lifecycles import WalkInStatus
from testing.listings.staff import StaffListing
from testing.models import WalkIn


class WalkInFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(label=_("State"), choices=WalkInStatus.choices, empty_label=_("All"))

    class Meta:
        model = WalkIn
        fields = ["status"]


class WalkInListing(StaffListing):
    """Walk-ins, latest first."""

    permission = Permission.SESSION_MANAGE
    columns = (
        Column(
            "person", _("Name"), value="booking.person.name", card="title",
            link=lambda w: reverse("manage-walk-in", args=[w.pk]),
        ),
        Column("exam", _("Test"), value="booking.session.exam.name"),
        Column("added_at", _("Let in"), sort="added_at", kind="datetime"),
        Column("seat", _("Seat number"), value="booking.seat_no", kind="number"),
        Column("center", _("Center"), value="booking.session.center.name", sort="booking__session__center__name_sort"),
        Column("status", _("State"), sort="status", kind="status", lifecycle="testing.walk_in"),
    )  # fmt: skip
    search = ("booking__person__first_name_th", "booking__person__last_name_th", "name")
    search_label = _("Name")
    filterset = WalkInFilter
    default_sort = "-added_at"
    filename = "walk-ins"
    empty_title = _("Nobody was let in at the door")
    empty_text = _(
        "On the day of a test the check-in desk gives free seats to people who come without a booking."
    )
