"""The lists of an issuer: what is ready, who is ready, what was issued, and the runs."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from hcec.core.access import Permission
from hcec.core.listing import Column, Listing
from hcec.core.thai import thai_date_range
from verification.kinds import SOURCES
from verification.lifecycles import NameChangeStatus
from verification.models import CITED, Certificate, Kind
from verification.queries.certificates import outdated


def my_centers(request: HttpRequest) -> QuerySet[Center]:
    """The centers that the issuer may filter by."""
    centers = Center.objects.within(request.access, Permission.CERTIFICATE_PREPARE)  # type: ignore[attr-defined]
    return centers.order_by("name_sort", "pk")


def dates(row: Any) -> str:
    return thai_date_range(timezone.localdate(row.starts_at), timezone.localdate(row.ends_at))


def group_link(kind: str, row: Any) -> str:
    return reverse("issue-group", args=[kind, row.pk])


class GroupFilter(django_filters.FilterSet):
    """By center."""

    center = django_filters.ModelChoiceFilter(queryset=my_centers, label=_("Center"))


class SessionListing(Listing):
    """Test sessions with results ready."""

    columns = (
        Column("name", _("Test"), value="exam.name", sort="exam__name_th", card="title",
               link=lambda row: group_link(Kind.TEST_RESULT, row)),
        Column("starts_at", _("Date"), sort="starts_at", kind="date", value=lambda row: timezone.localdate(row.starts_at)),
        Column("center", _("Center"), value="center.name", sort="center__name_sort"),
        Column("ready", _("Ready to issue"), kind="number", sort="ready"),
    )  # fmt: skip
    search, search_label = ("exam__name_th", "exam__name_en", "center__name_th"), _("Test or center")
    filterset = GroupFilter
    default_sort = "-starts_at"
    filename = "ready-tests"
    empty_title = _("No results wait for certificates")
    empty_text = _("Results come here as soon as they are released.")


class RoundListing(Listing):
    """Training rounds with completions ready."""

    columns = (
        Column("name", _("Course"), value=lambda row: str(row), sort="course__name_th", card="title",
               link=lambda row: group_link(Kind.COMPLETION, row)),
        Column("starts_at", _("Dates"), sort="starts_at", value=dates),
        Column("center", _("Center"), value="center.name", sort="center__name_sort"),
        Column("ready", _("Ready to issue"), kind="number", sort="ready"),
    )  # fmt: skip
    search, search_label = ("course__name_th", "course__name_en", "center__name_th"), _("Course or center")
    filterset = GroupFilter
    default_sort = "-starts_at"
    filename = "ready-rounds"
    empty_title = _("No completions wait for certificates")
    empty_text = _("Completions come here as soon as they are decided.")


class OccasionReadyListing(Listing):
    """Occasions with people who may have their certificates."""

    columns = (
        Column("name", _("Honoured or attested"), sort="name_th", card="title", link=lambda row: group_link(row.kind, row)),
        Column("starts_on", _("Dates"), sort="starts_on", value=lambda row: thai_date_range(row.starts_on, row.ends_on)),
        Column("center", _("Center"), value="center.name", sort="center__name_sort"),
        Column("ready", _("Ready to issue"), kind="number", sort="ready"),
    )  # fmt: skip
    search, search_label = ("name_th", "name_en", "center__name_th"), _("Name or center")
    filterset = GroupFilter
    default_sort = "-starts_on"
    filename = "ready-occasions"
    empty_title = _("Nobody waits to be honoured or attested")
    empty_text = _("People come here as soon as they are put on record under “Honours and attestations”.")


def preview_link(kind: str, row: Any) -> str:
    return reverse("issue-preview", args=[kind, row.pk])


class ResultListing(Listing):
    """People of a session whose certificates are ready."""

    columns = (
        Column("name", _("Name"), value="booking.person.name", sort="booking__person__name_sort", card="title",
               link=lambda row: preview_link(Kind.TEST_RESULT, row)),
        Column("level", _("Level"), value="overall.name", sort="overall__rank"),
        Column("released_at", _("Released on"), kind="datetime", sort="released_at"),
    )  # fmt: skip
    search, search_label = ("booking__person__first_name_th", "booking__person__last_name_th"), _("Name")
    default_sort = "name"
    filename = "ready-people"
    empty_title = _("Nobody here waits for a certificate")


class CompletionListing(Listing):
    """People of a round whose certificates are ready."""

    columns = (
        Column("name", _("Name"), value="enrolment.person.name", sort="enrolment__person__name_sort", card="title",
               link=lambda row: preview_link(Kind.COMPLETION, row)),
        Column("hours", _("Hours"), kind="number", sort="hours"),
        Column("completed_on", _("Completed on"), kind="date", sort="completed_on"),
    )  # fmt: skip
    search, search_label = ("enrolment__person__first_name_th", "enrolment__person__last_name_th"), _("Name")
    default_sort = "name"
    filename = "ready-people"
    empty_title = _("Nobody here waits for a certificate")


class CitationReadyListing(Listing):
    """People of an occasion whose certificates are ready."""

    columns = (
        Column("name", _("Name"), value="person.name", sort="person__name_sort", card="title",
               link=lambda row: preview_link(row.occasion.kind, row)),
        Column("role", _("Role"), value="role_th"),
        Column("entered_at", _("Put on record on"), kind="datetime", sort="entered_at"),
    )  # fmt: skip
    search, search_label = ("person__first_name_th", "person__last_name_th"), _("Name")
    default_sort = "name"
    filename = "ready-people"
    empty_title = _("Nobody here waits for a certificate")


class CertificateFilter(django_filters.FilterSet):
    """By kind, center, run and whether revoked."""

    kind = django_filters.ChoiceFilter(choices=Kind.choices, label=_("Kind of certificate"))
    center = django_filters.ModelChoiceFilter(
        queryset=my_centers, field_name="series__center", label=_("Center")
    )
    revoked = django_filters.ChoiceFilter(
        choices=[("no", _("Valid")), ("yes", _("Revoked")), ("outdated", _("Its result was corrected"))],
        method="by_state",
        label=_("State of the certificate"),
    )

    def by_state(self, rows: QuerySet[Certificate], name: str, value: str) -> QuerySet[Certificate]:
        if value == "outdated":
            return outdated(rows)
        return rows.filter(revocation__isnull=value == "no")


class CertificateListing(Listing):
    """What was issued."""

    columns = (
        Column("number", _("Certificate number"), sort="number", card="title",
               link=lambda row: reverse("issued-certificate", args=[row.number])),
        Column("holder", _("Holder"), value="words.holder", sort="holder__name_sort"),
        Column("subject", _("Certifies"), value="words.subject"),
        Column("issued_at", _("Issued on"), sort="issued_at", kind="datetime"),
        Column("state", _("State of the certificate"), kind="status", lifecycle="verification.certificate"),
    )  # fmt: skip
    search, search_label = ("number", "holder__first_name_th", "holder__last_name_th"), _("Number or name")
    filterset = CertificateFilter
    default_sort = "-issued_at"
    filename = "certificates"
    empty_title = _("No certificates issued yet")
    empty_text = _("Certificates that you or others issue for your centers are listed here.")


class NameChangeFilter(django_filters.FilterSet):
    """By state."""

    status = django_filters.ChoiceFilter(choices=NameChangeStatus.choices, label=_("State of the request"))


class NameChangeListing(Listing):
    """Requests for certificates in a new name."""

    columns = (
        Column("asked_at", _("Asked on"), sort="asked_at", kind="datetime"),
        Column("holder", _("Holder"), value="certificate.holder.name", sort="certificate__holder__name_sort", card="title",
               link=lambda row: reverse("certificate-change", args=[row.pk])),
        Column("number", _("Certificate number"), value="certificate.number"),
        Column("status", _("State of the request"), kind="status", lifecycle="verification.namechange"),
    )  # fmt: skip
    search, search_label = (
        "certificate__number", "certificate__holder__first_name_th", "certificate__holder__last_name_th",
    ), _("Number or name")  # fmt: skip
    filterset = NameChangeFilter
    default_sort = "-asked_at"
    filename = "name-changes"
    empty_title = _("No requests yet")
    empty_text = _("A holder asks under “My certificates” when her name has changed.")


class RunListing(Listing):
    """Runs of one's own branch, latest first."""

    columns = (
        Column("created_at", _("Begun on"), sort="created_at", kind="datetime", card="title",
               link=lambda row: reverse("issue-run", args=[row.pk])),
        Column("title", _("What was issued"), value="name"),
        Column("by", _("Prepared by"), value="by.name"),
        Column("status", _("State"), kind="status", lifecycle="verification.issuerun"),
        Column("total", _("Certificates"), sort="total", kind="number"),
    )  # fmt: skip
    default_sort = "-created_at"
    filename = "issue-runs"
    exports = False
    empty_title = _("No runs yet")
    empty_text = _("A run begins when you issue certificates.")


GROUPS = {Kind.TEST_RESULT: SessionListing, Kind.COMPLETION: RoundListing} | dict.fromkeys(
    CITED, OccasionReadyListing
)
ROWS = {Kind.TEST_RESULT: ResultListing, Kind.COMPLETION: CompletionListing} | dict.fromkeys(
    CITED, CitationReadyListing
)
assert set(GROUPS) == set(ROWS) == set(SOURCES)
