"""The list of corrections for those who decide on them."""

import django_filters
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.core.access import Permission
from hcec.core.listing import Column
from testing.lifecycles import CorrectionStatus
from testing.listings.staff import StaffListing
from testing.models import Correction


class CorrectionFilter(django_filters.FilterSet):
    """Narrow by state."""

    status = django_filters.ChoiceFilter(
        label=_("State"), choices=CorrectionStatus.choices, empty_label=_("All")
    )

    class Meta:
        model = Correction
        fields = ["status"]


class CorrectionListing(StaffListing):
    """Corrections of released results, those that wait first."""

    permission = Permission.RESULT_RELEASE
    columns = (
        Column(
            "person", _("Name"), value="result.booking.person.name", card="title",
            link=lambda c: reverse("manage-correction", args=[c.pk]),
        ),
        Column("exam", _("Test"), value="result.booking.session.exam.name"),
        Column("center", _("Center"), value="result.booking.session.center.name"),
        Column("proposed_by", _("Proposed by"), value="proposed_by.name"),
        Column("proposed_at", _("Proposed on"), sort="proposed_at", kind="datetime"),
        Column("status", _("State"), sort="status", kind="status", lifecycle="testing.correction"),
    )  # fmt: skip
    filterset = CorrectionFilter
    default_sort = "-proposed_at"
    filename = "corrections"
    empty_title = _("No corrections")
    empty_text = _("A correction of a released result appears here when a colleague has proposed it.")
