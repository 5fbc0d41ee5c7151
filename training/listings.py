"""The lists of training: what is offered, what a center runs, who is in a round."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hcec.core.listing import Column, Listing
from training.forms.filters import ManagedFilter, OfferFilter
from training.queries.rounds import modes_of


class OfferListing(Listing):
    """Rounds that anyone may find; nearest first until a column's head is pressed."""

    columns = (
        Column(
            "course",
            _("Course"),
            value="course.name",
            sort="course__name_th",
            card="title",
            link=lambda round: reverse("round", args=[round.pk]),
        ),
        Column("level", _("Level"), value="course.level", card="hidden"),
        Column("starts_at", _("When"), sort="starts_at", template="training/_when_cell.html"),
        Column(
            "place",
            _("Center"),
            value="center.public_name",
            sort=("center__province__sort_order", "center__number"),
        ),
        Column("modes", _("Mode"), value=lambda round: ", ".join(modes_of(round))),
        Column("hours", _("Hours"), value="hours_text", card="hidden"),
        Column("free", _("Seats free now"), sort="free", template="training/_seats_cell.html", card="act"),
    )
    search = ("course__name_th", "course__name_en", "center__name_th", "center__province__name_th", "name")
    search_label = _("Course, center or province")
    filterset = OfferFilter
    filename = "courses"
    empty_title = _("No courses are open at the moment")
    empty_text = _("Centers announce new rounds all year. Please look again in a few days.")

    def ordering(self) -> list[str]:
        return super().ordering() if self.sort else ["distance", "starts_at", "pk"]


class ManagedListing(Listing):
    """The rounds of the centers that somebody runs."""

    columns = (
        Column(
            "course",
            _("Round"),
            value=str,
            sort=("course__name_th", "fiscal_year", "number"),
            card="title",
            link=lambda round: reverse("manage-round", args=[round.pk]),
        ),
        Column("center", _("Center"), value="center.name", sort="center__name_sort"),
        Column("starts_at", _("When"), sort="starts_at", template="training/_when_cell.html"),
        Column("status", _("State"), sort="status", kind="status", lifecycle="training.round"),
        Column("taken", _("Places taken"), sort="taken", kind="number"),
        Column("seats", _("Seats"), sort="seats", kind="number"),
        Column("waiting", _("Waiting"), sort="waiting", kind="number"),
    )
    search = ("course__name_th", "course__name_en", "name", "center__name_th")
    search_label = _("Course or center")
    filterset = ManagedFilter
    default_sort = "-starts_at"
    filename = "rounds"
    empty_title = _("No rounds yet")
    empty_text = _("Plan the first round: choose a course, its dates and rooms, then announce it.")


def workplace_of(enrolment) -> str:
    """The school or body a person named, if any."""
    return str(getattr(enrolment.person, "workplace", "") or "")


def enrolled_on(enrolment) -> date:
    """The day in Bangkok on which the place was asked for."""
    return timezone.localdate(enrolment.enrolled_at)


class PeopleListing(Listing):
    """Everybody in a round: seats by number, then the waiting list."""

    columns = (
        Column("seat_no", _("Seat number"), sort=("seat_no", "wait_no"), kind="number"),
        Column(
            "person",
            _("Name"),
            value="person.name",
            sort=("person__name_sort", "person__first_name_th"),
            card="title",
            template="training/_name_cell.html",
        ),
        Column("work", _("School or body"), value=workplace_of),
        Column("status", _("State"), sort="status", kind="status", lifecycle="training.enrolment"),
        Column("wait_no", _("Waiting number"), sort="wait_no", kind="number"),
        Column("enrolled_at", _("Enrolled"), value=enrolled_on, sort="enrolled_at", kind="date"),
        Column(
            "act", "", value=lambda e: "", template="training/_person_cell.html", card="act", export=False
        ),
    )
    search = ("person__first_name_th", "person__last_name_th", "person__email", "person__first_name_en")
    search_label = _("Name or e-mail")
    default_sort = "seat_no"
    filename = "people"
    empty_title = _("Nobody has enrolled yet")
    page_size = 100
