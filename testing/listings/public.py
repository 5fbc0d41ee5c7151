"""The list that anyone searches."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.core.listing import Column, Listing


class OfferListing(Listing):
    """Announced sessions with their seats of this minute; nearest first until a column's head is pressed."""

    columns = (
        Column(
            "exam", _("Test"), value="exam.name", sort="exam__name_th", card="title",
            link=lambda s: reverse("session", args=[s.pk]),
        ),
        Column("starts_at", _("Date and time"), sort="starts_at", template="testing/_when_cell.html"),
        Column(
            "center", _("Center"), value="center.public_name", template="testing/_place_cell.html",
            sort=("center__province__sort_order", "center__name_sort"),
        ),
        Column("province", _("Province"), value="center.province.name", card="hidden"),
        Column("free", _("Seats free now"), sort="free", template="testing/_seats_cell.html", card="act"),
    )  # fmt: skip
    page_size = 20
    filename = "tests"
    empty_title = _("No test found")
    empty_text = _(
        "Take a filter away, choose another province or a later day. New sessions are announced all the time."
    )

    def ordering(self) -> list[str]:
        return super().ordering() if self.sort else ["distance", "starts_at", "pk"]

    @property
    def empty_action(self) -> tuple[Any, str]:  # type: ignore[override]
        return _("Show all tests"), reverse("sessions")
