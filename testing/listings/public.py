"""The list that anyone searches."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from centers.models import Province
from centers.queries.near import nearest_first
from hcec.core.listing import Column, Listing

DISTANCE = Column(
    "distance", _("Distance (km)"), sort=("distance", "starts_at"), template="testing/_distance_cell.html"
)


class OfferListing(Listing):
    """Announced sessions with their seats of this minute, nearest to a province first, or soonest without one."""

    columns: Sequence[Column] = (
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
    default_sort = "starts_at"
    page_size = 20
    filename = "tests"
    empty_title = _("No test found")
    empty_text = _(
        "Take a filter away, choose another province or a later day. New sessions are announced all the time."
    )

    def __init__(self, request: HttpRequest, rows: QuerySet, *, origin: Province | None) -> None:
        super().__init__(request, nearest_first(rows, origin), origin=origin)
        if origin:
            self.columns = (*self.columns[:-1], DISTANCE, self.columns[-1])
            self.default_sort = DISTANCE.name

    @property
    def empty_action(self) -> tuple[Any, str]:  # type: ignore[override]
        return _("Show all tests"), reverse("sessions")
