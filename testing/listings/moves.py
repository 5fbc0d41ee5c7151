"""The sessions a booking can be moved to."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.core.listing import Column, Listing


class WayListing(Listing):
    """Nearest first until a column's head is pressed; each leads to the page that compares old and new."""

    columns = (
        Column(
            "starts_at", _("Date and time"), sort="starts_at", template="testing/_when_cell.html", card="title",
            link=lambda s: reverse("move-booking-to", args=[s.code, s.pk]),
        ),
        Column(
            "center", _("Center"), value="center.public_name", template="testing/_place_cell.html",
            sort=("center__province__sort_order", "center__name_sort"),
        ),
        Column("province", _("Province"), value="center.province.name", card="hidden"),
        Column("free", _("Seats free now"), sort="free", template="testing/_seats_cell.html"),
        Column("way", _("Move"), value="pk", template="testing/_way_cell.html", card="act", export=False),
    )  # fmt: skip
    search, search_label = ("center__name_th", "center__province__name_th"), _("Center or province")
    page_size = 20
    exports = False
    empty_title = _("No other session with free seats")
    empty_text = _(
        "You keep your seat. Look again later, or wait for a seat by need: you are told when one comes free."
    )

    def ordering(self) -> list[str]:
        return super().ordering() if self.sort else ["distance", "starts_at", "pk"]
