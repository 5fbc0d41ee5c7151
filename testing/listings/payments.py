"""The list of fees for those who check proofs and take money."""

import django_filters
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.core.access import Permission
from hcec.core.listing import Column
from testing.lifecycles import PaymentStatus
from testing.listings.staff import StaffListing, exams
from testing.models import Payment


class PaymentFilter(django_filters.FilterSet):
    """Narrow by state and test."""

    status = django_filters.ChoiceFilter(
        label=_("State"), choices=PaymentStatus.choices, empty_label=_("All")
    )
    exam = django_filters.ModelChoiceFilter(
        label=_("Test"), field_name="booking__session__exam", queryset=exams, empty_label=_("All")
    )

    class Meta:
        model = Payment
        fields = ["status", "exam"]


class PaymentListing(StaffListing):
    """Fees of bookings, the latest first."""

    permission = Permission.FEE_CONFIRM
    columns = (
        Column(
            "person", _("Name"), value="person.name", sort="person__name_sort", card="title",
            link=lambda p: reverse("manage-fee", args=[p.pk]),
        ),
        Column("code", _("Booking code"), value="booking.code_shown"),
        Column("exam", _("Test"), value="booking.session.exam.name"),
        Column("starts_at", _("Day of the test"), value="booking.starts_at", sort="booking__starts_at", kind="datetime"),
        Column("center", _("Center"), value="center.name", sort="center__name_sort"),
        Column("amount", _("Fee (baht)"), sort="amount", kind="money"),
        Column("receipt", _("Receipt number"), value=lambda p: p.receipt or ""),
        Column("status", _("State"), sort="status", kind="status", lifecycle="testing.payment"),
    )  # fmt: skip
    search = ("person__first_name_th", "person__last_name_th", "booking__code", "receipts__number")
    search_label = _("Name, booking code or receipt number")
    filterset = PaymentFilter
    default_sort = "-starts_at"
    filename = "fees"
    empty_title = _("No fees")
    empty_text = _("When somebody books a test that costs her something, her fee appears here.")
