"""The lists of honours and attestations: the occasions, and the people of one."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.core.listing import Column, Listing
from hcec.core.thai import thai_date_range
from verification.models import CITED, Occasion
from verification.queries.occasions import state
from verification.views.listings import my_centers


class OccasionFilter(django_filters.FilterSet):
    """By kind, center and whether withdrawn."""

    kind = django_filters.ChoiceFilter(
        choices=[(each.value, each.label) for each in CITED], label=_("Kind of certificate")
    )
    center = django_filters.ModelChoiceFilter(queryset=my_centers, label=_("Center"))
    withdrawn = django_filters.ChoiceFilter(
        choices=[("no", _("Stands")), ("yes", _("Withdrawn"))], method="by_end", label=_("State")
    )

    def by_end(self, rows: QuerySet[Occasion], name: str, value: str) -> QuerySet[Occasion]:
        return rows.filter(withdrawn_at__isnull=value == "no")


class OccasionListing(Listing):
    """Occasions, latest first."""

    columns = (
        Column("name", _("Honoured or attested"), sort="name_th", card="title",
               link=lambda row: reverse("occasion", args=[row.pk])),
        Column("kind", _("Kind of certificate"), value="get_kind_display", sort="kind"),
        Column("starts_on", _("Dates"), sort="starts_on", value=lambda row: thai_date_range(row.starts_on, row.ends_on)),
        Column("center", _("Center"), value="center.name", sort="center__name_sort"),
        Column("people", _("People"), sort="people", kind="number"),
        Column("issued", _("Certificates"), sort="issued", kind="number"),
        Column("withdrawn_at", _("Withdrawn on"), sort="withdrawn_at", kind="date"),
    )  # fmt: skip
    search, search_label = ("name_th", "name_en", "center__name_th"), _("Name or center")
    filterset = OccasionFilter
    default_sort = "-starts_on"
    filename = "occasions"
    empty_title = _("Nobody honoured or attested yet")
    empty_text = _(
        "Put on record what people are honoured for, or what is attested of them, then name the people."
    )


class CitationFilter(django_filters.FilterSet):
    """Whether taken off."""

    withdrawn = django_filters.ChoiceFilter(
        choices=[("no", _("Named")), ("yes", _("Taken off"))], method="by_end", label=_("State")
    )

    def by_end(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(withdrawn_at__isnull=value == "no")


class CitationListing(Listing):
    """The people of an occasion."""

    columns = (
        Column("name", _("Name"), value="person.name", sort="person__name_sort", card="title"),
        Column("role", _("Role"), value="role_th", sort="role_th"),
        Column("state", _("State"), value=state, kind="status", lifecycle="verification.citation"),
        Column("number", _("Certificate number"), value="number"),
        Column("entered_at", _("Put on record on"), sort="entered_at", kind="date"),
        Column("act", "", value=state, template="verification/_citation_act.html", card="act", export=False),
    )  # fmt: skip
    search = (
        "person__first_name_th",
        "person__last_name_th",
        "person__first_name_en",
        "person__last_name_en",
    )
    search_label = _("Name")
    filterset = CitationFilter
    default_sort = "name"
    filename = "people"
    page_size = 100
    empty_title = _("Nobody is named yet")
