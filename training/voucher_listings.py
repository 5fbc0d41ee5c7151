"""The list of speakers' vouchers, for who prepares and who approves them."""

import django_filters as filters
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.core.listing import Column, Listing
from training.lifecycles import VoucherStatus
from training.models import Voucher


class VoucherFilter(filters.FilterSet):
    """Vouchers by state."""

    status = filters.ChoiceFilter(choices=VoucherStatus.choices, label=_("State"))

    class Meta:
        model = Voucher
        fields = ("status",)


class VoucherListing(Listing):
    """Vouchers of one's centers, the newest first."""

    columns = (
        Column(
            "number", _("Number of the voucher"), value="label", card="title", sort=("fiscal_year", "number"),
            link=lambda v: reverse("manage-voucher", args=[v.pk]),
        ),
        Column("payee", _("Name"), sort="payee"),
        Column("round", _("Round"), value="round", sort="round__starts_at"),
        Column("hours", _("Hours"), sort="hours", kind="number"),
        Column("amount", _("Sum (baht)"), sort="amount", kind="number"),
        Column("status", _("State"), sort="status", kind="status", lifecycle="training.voucher"),
    )  # fmt: skip
    search, search_label = ("payee",), _("Name")
    filterset = VoucherFilter
    default_sort = "-number"
    exports = False
    empty_title = _("No vouchers yet")
    empty_text = _("Open a round that was held and its page of speakers' pay.")
