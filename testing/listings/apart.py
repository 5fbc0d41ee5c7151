"""Duties kept apart: what was refused, and what was waived, by branch."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.core.access import Permission
from hcec.core.listing import Column
from testing.listings.staff import StaffListing
from testing.models import Duty, DutyWaiver, NearMiss


class DutyFilter(django_filters.FilterSet):
    """Narrow by duty."""

    duty = django_filters.ChoiceFilter(label=_("Duty"), choices=Duty.choices, empty_label=_("All"))

    class Meta:
        model = NearMiss
        fields = ["duty"]


class NearMissListing(StaffListing):
    """What was refused, the latest first."""

    permission = Permission.FIGURES_VIEW
    columns: Sequence[Column] = (
        Column("person", _("Name"), value="person.name", sort="person__name_sort", card="title"),
        Column("duty", _("Duty refused"), value="get_duty_display", sort="duty"),
        Column("why", _("because she"), value="get_why_display", sort="why"),
        Column("exam", _("Test"), value="session.exam.name", link=lambda m: reverse("session", args=[m.session_id])),
        Column("starts_at", _("Day of the test"), value="session.starts_at", sort="session__starts_at", kind="datetime"),
        Column("center", _("Center"), value="session.center.name", sort="session__center__name_sort"),
        Column("at", _("Refused on"), sort="at", kind="datetime"),
        Column("waived", _("Waived later"), sort="waived", kind="yes_no"),
    )  # fmt: skip
    search, search_label = ("person__first_name_th", "person__last_name_th"), _("Name")
    filterset = DutyFilter
    default_sort = "-at"
    filename = "near-misses"
    empty_title = _("Nothing was refused")
    empty_text = _(
        "When somebody wants to do two duties at a test that are kept apart, it is refused and appears here."
    )

    def __init__(self, request: HttpRequest, rows: QuerySet, **about: Any) -> None:
        """Whoever may waive is led to the page of the session where she does."""
        super().__init__(request, rows, **about)
        if request.access.can(Permission.DUTY_WAIVE):  # type: ignore[attr-defined]
            first, *rest = self.columns
            self.columns = [
                replace(first, link=lambda m: reverse("manage-session-apart", args=[m.session_id])),
                *rest,
            ]


class DutyWaiverFilter(DutyFilter):
    """Narrow waivers by duty."""

    class Meta:
        model = DutyWaiver
        fields = ["duty"]


class DutyWaiverListing(StaffListing):
    """What was waived, the latest first."""

    permission = Permission.FIGURES_VIEW
    columns = (
        Column("person", _("Name"), value="person.name", sort="person__name_sort", card="title"),
        Column("duty", _("Duty waived"), value="get_duty_display", sort="duty"),
        Column("reason", _("Reason")),
        Column("granted_by", _("Waived by"), value="granted_by.name"),
        Column("exam", _("Test"), value="session.exam.name", link=lambda w: reverse("session", args=[w.session_id])),
        Column("starts_at", _("Day of the test"), value="session.starts_at", sort="session__starts_at", kind="datetime"),
        Column("center", _("Center"), value="session.center.name", sort="session__center__name_sort"),
        Column("granted_at", _("Written down on"), sort="granted_at", kind="datetime"),
    )  # fmt: skip
    search, search_label = ("person__first_name_th", "person__last_name_th"), _("Name")
    filterset = DutyWaiverFilter
    default_sort = "-granted_at"
    filename = "duty-waivers"
    empty_title = _("Nothing was waived")
    empty_text = _(
        "When a second person lets somebody do two duties that are kept apart, it appears here with the reason."
    )
