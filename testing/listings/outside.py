"""Outside results for those who check them."""

import django_filters
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.core.access import Permission
from hcec.core.listing import Column
from testing.lifecycles import OutsideStatus
from testing.listings.staff import StaffListing
from testing.models import OutsideResult


class OutsideFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(
        label=_("State"), choices=OutsideStatus.choices, empty_label=_("All")
    )

    class Meta:
        model = OutsideResult
        fields = ["status"]


class OutsideListing(StaffListing):
    """Those that wait first, oldest on top."""

    permission = Permission.OUTSIDE_CHECK
    columns = (
        Column(
            "person", _("Name"), value="person.name", sort="person__name_sort", card="title",
            link=lambda o: reverse("manage-outside-result", args=[o.pk]),
        ),
        Column("test", _("Test"), value="test.name"),
        Column("level", _("Level"), value="level.name"),
        Column("taken_on", _("Day of the test"), sort="taken_on", kind="date"),
        Column("center", _("Center"), value="center.name", sort="center__name_sort"),
        Column("sent_at", _("Sent on"), sort="sent_at", kind="datetime"),
        Column("status", _("State"), sort="status", kind="status", lifecycle="testing.outside"),
    )  # fmt: skip
    search = ("person__first_name_th", "person__last_name_th", "number")
    search_label = _("Name or number of the document")
    filterset = OutsideFilter
    filename = "outside-results"
    empty_title = _("No outside results")
    empty_text = _(
        "When somebody records a result of another provider and names this center, it appears here."
    )

    def ordering(self) -> list[str]:
        return super().ordering() if self.sort else ["-status", "sent_at", "pk"]
