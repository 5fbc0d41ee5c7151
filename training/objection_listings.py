"""The list of objections to attendance, for whoever manages the rounds."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.core.listing import Column, Listing
from training.forms.objections import ObjectionFilter


class ObjectionListing(Listing):
    """Objections of one's centers, those that wait longest first."""

    columns = (
        Column(
            "person", _("Name"), value="attendance.enrolment.person.name", card="title",
            sort=("attendance__enrolment__person__name_sort", "attendance__enrolment__person__first_name_th"),
            link=lambda o: reverse("manage-objection", args=[o.pk]),
        ),
        Column("round", _("Round"), value="attendance.meeting.round", sort="attendance__round__starts_at"),
        Column(
            "meeting", _("Meeting"), value="attendance.meeting.starts_at", sort="attendance__meeting__starts_at",
            kind="datetime",
        ),
        Column("said", _("Minutes on record"), value="said_minutes", sort="said_minutes", kind="number"),
        Column("made_at", _("Objected on"), sort="made_at", kind="datetime"),
        Column("status", _("State"), sort="status", kind="status", lifecycle="training.objection"),
    )  # fmt: skip
    search = ("attendance__enrolment__person__first_name_th", "attendance__enrolment__person__last_name_th")
    search_label = _("Name")
    filterset = ObjectionFilter
    default_sort = "made_at"
    exports = False
    empty_title = _("Nobody has objected")
    empty_text = _("People see their minutes as soon as they are recorded, and may object within seven days.")
