"""The list of appeals for those who mark again."""

import django_filters
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.core.access import Permission
from hcec.core.listing import Column
from testing.lifecycles import AppealStatus
from testing.listings.staff import StaffListing
from testing.models import Appeal


class AppealFilter(django_filters.FilterSet):
    """Narrow by state."""

    status = django_filters.ChoiceFilter(label=_("State"), choices=AppealStatus.choices, empty_label=_("All"))

    class Meta:
        model = Appeal
        fields = ["status"]


class AppealListing(StaffListing):
    """Appeals, the latest first."""

    permission = Permission.RESULT_ENTER
    columns = (
        Column(
            "person", _("Name"), value="result.booking.person.name", card="title",
            link=lambda a: reverse("manage-appeal", args=[a.pk]),
        ),
        Column("exam", _("Test"), value="result.booking.session.exam.name"),
        Column("center", _("Center"), value="result.booking.session.center.name"),
        Column("made_at", _("Appealed on"), sort="made_at", kind="datetime"),
        Column("status", _("State"), sort="status", kind="status", lifecycle="testing.appeal"),
    )  # fmt: skip
    filterset = AppealFilter
    default_sort = "-made_at"
    filename = "appeals"
    empty_title = _("No appeals")
    empty_text = _("When somebody appeals a released result of your center, it appears here.")
