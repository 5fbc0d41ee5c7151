"""The list of appeals against absences for those who decide on them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.core.access import Permission
from hcec.core.listing import Column
from testing.listings.staff import StaffListing


class NoShowListing(StaffListing):
    """Appeals against absences, those that wait first."""

    permission = Permission.RESULT_RELEASE
    columns = (
        Column(
            "person", _("Name"), value="person.name", card="title",
            link=lambda a: reverse("manage-no-show", args=[a.pk]),
        ),
        Column("exam", _("Test"), value="booking.session.exam.name"),
        Column("center", _("Center"), value="booking.session.center.name"),
        Column("asked_at", _("Sent on"), sort="asked_at", kind="datetime"),
        Column("status", _("State"), sort="status", kind="status", lifecycle="testing.no_show"),
    )  # fmt: skip
    search, search_label = ("person__first_name_th", "person__last_name_th"), _("Name")
    filename = "absences"
    empty_title = _("No appeals against absences")
    empty_text = _("When somebody who was marked absent appeals, the appeal appears here.")

    def ordering(self) -> list[str]:
        return super().ordering() if self.sort else ["status", "asked_at", "pk"]
