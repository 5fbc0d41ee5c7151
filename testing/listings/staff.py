"""The lists that staff work with."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from hcec.core.access import Access, Permission
from hcec.core.listing import Column, Listing
from testing.lifecycles import SessionStatus
from testing.models import Exam, Session


def exams(request):
    return Exam.objects.order_by("skill__sort_order", "name_th", "pk")


def centers(request):
    return Center.objects.within(request.access, Permission.SESSION_MANAGE).order_by("name_sort", "pk")


def only_one_center(access: Access, permission: Permission) -> bool:
    """Whether a column that says which center would say the same on every line."""
    reach = access.reach(permission)
    return not reach.nation and not reach.provinces and len(reach.centers) == 1


class StaffListing(Listing):
    """A list of sessions; the center is named where the person works for several."""

    permission: Permission

    def __init__(self, request: HttpRequest, rows: QuerySet, **about: Any) -> None:
        super().__init__(request, rows, **about)
        if only_one_center(request.access, self.permission):  # type: ignore[attr-defined]
            self.columns = [column for column in self.columns if column.name != "center"]


class SessionFilter(django_filters.FilterSet):
    """Narrow the center's sessions."""

    status = django_filters.ChoiceFilter(
        label=_("State"), choices=SessionStatus.choices, empty_label=_("All")
    )
    exam = django_filters.ModelChoiceFilter(label=_("Test"), queryset=exams, empty_label=_("All"))
    center = django_filters.ModelChoiceFilter(label=_("Center"), queryset=centers, empty_label=_("All"))

    class Meta:
        model = Session
        fields = ["status", "exam", "center"]


class SessionListing(StaffListing):
    """The sessions of the centers that a person manages."""

    permission = Permission.SESSION_MANAGE
    columns = (
        Column(
            "exam", _("Test"), value="exam.name", sort="exam__name_th", card="title",
            link=lambda s: reverse("manage-session", args=[s.pk]),
        ),
        Column("starts_at", _("Date and time"), sort="starts_at", template="testing/_when_cell.html"),
        Column("center", _("Center"), value="center.name", sort="center__name_sort"),
        Column("room", _("Room"), value="reservation.room.name", sort="reservation__room__name_th"),
        Column("taken", _("Booked"), value="taken", sort="taken", template="testing/_taken_cell.html"),
        Column("waiting", _("Waiting"), sort="waiting", kind="number"),
        Column("status", _("State"), sort="status", kind="status", lifecycle="testing.session"),
    )  # fmt: skip
    search, search_label = ("exam__name_th", "exam__name_en", "reservation__room__name_th"), _("Test or room")
    filterset = SessionFilter
    default_sort = "-starts_at"
    filename = "sessions"
    empty_title = _("No test sessions yet")
    empty_text = _("Plan the first one: choose a test, a room and a time. Nobody sees it before you open it.")


class DeskListing(StaffListing):
    """Sessions whose check-in desk is, or soon will be, open."""

    permission = Permission.CHECK_IN
    columns = (
        Column(
            "exam", _("Test"), value="exam.name", sort="exam__name_th", card="title",
            link=lambda s: reverse("manage-check-in", args=[s.pk]),
        ),
        Column("starts_at", _("Date and time"), sort="starts_at", template="testing/_when_cell.html"),
        Column("room", _("Room"), value="reservation.room.name"),
        Column("center", _("Center"), value="center.name", sort="center__name_sort"),
        Column("present", _("Checked in"), template="testing/_present_cell.html"),
    )  # fmt: skip
    default_sort = "starts_at"
    filename = "check-in"
    empty_title = _("No test today or tomorrow")
    empty_text = _(
        "The check-in page of a session appears here from the day before the test until attendance is "
        "confirmed."
    )


class ResultListing(StaffListing):
    """Sessions whose attendance is confirmed, with how many results are still missing."""

    permission = Permission.RESULT_ENTER
    columns = (
        Column(
            "exam", _("Test"), value="exam.name", sort="exam__name_th", card="title",
            link=lambda s: reverse("manage-session-results", args=[s.pk]),
        ),
        Column("starts_at", _("Date and time"), sort="starts_at", template="testing/_when_cell.html"),
        Column("center", _("Center"), value="center.name", sort="center__name_sort"),
        Column("attended", _("Attended"), sort="attended", kind="number"),
        Column("missing", _("Without result"), sort="missing", kind="number"),
        Column("entered", _("Waiting for release"), sort="entered", kind="number"),
    )  # fmt: skip
    default_sort = "-starts_at"
    filename = "results"
    empty_title = _("No results to enter")
    empty_text = _("Sessions appear here once their attendance is confirmed.")


class ReleaseListing(StaffListing):
    """Sessions with results that wait for a second person."""

    permission = Permission.RESULT_RELEASE
    columns = (
        Column(
            "exam", _("Test"), value="exam.name", sort="exam__name_th", card="title",
            link=lambda s: reverse("manage-release", args=[s.pk]),
        ),
        Column("starts_at", _("Date and time"), sort="starts_at", template="testing/_when_cell.html"),
        Column("center", _("Center"), value="center.name", sort="center__name_sort"),
        Column("entered", _("Results"), sort="entered", kind="number"),
        Column("entered_since", _("Waiting since"), sort="entered_since", kind="datetime"),
    )  # fmt: skip
    default_sort = "entered_since"
    filename = "releases"
    empty_title = _("No results wait for release")
    empty_text = _("Results appear here when they have been entered. You are told on your home page.")
