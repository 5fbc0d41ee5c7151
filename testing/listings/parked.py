"""The list of rows that matched nobody."""

import django_filters
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.core.access import Permission
from hcec.core.listing import Column
from testing.lifecycles import ParkedStatus
from testing.listings.staff import StaffListing
from testing.models import ParkedRow


class ParkedFilter(django_filters.FilterSet):
    """Narrow by state."""

    status = django_filters.ChoiceFilter(label=_("State"), choices=ParkedStatus.choices, empty_label=_("All"))

    class Meta:
        model = ParkedRow
        fields = ["status"]


class ParkedListing(StaffListing):
    """Rows of uploaded tables that matched nobody."""

    permission = Permission.RESULT_ENTER
    columns = (
        Column(
            "name", _("File and row"), value=lambda row: f"{row.sheet.name} · {row.number}", card="title",
            link=lambda row: reverse("manage-parked-row", args=[row.pk]),
        ),
        Column("exam", _("Test"), value="sheet.session.exam.name"),
        Column("center", _("Center"), value="sheet.session.center.name"),
        Column("why", _("Why it matched nobody")),
        Column("applied_at", _("Entered on"), value="sheet.applied_at", sort="sheet__applied_at", kind="datetime"),
        Column("status", _("State"), sort="status", kind="status", lifecycle="testing.parked"),
    )  # fmt: skip
    filterset = ParkedFilter
    default_sort = "-applied_at"
    filename = "parked-rows"
    empty_title = _("No parked rows")
    empty_text = _("A row of an uploaded table whose booking code names nobody who attended is kept here.")
