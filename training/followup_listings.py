"""The list of follow-ups, for whoever manages the rounds."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.core.listing import Column, Listing
from training.forms.followups import FollowUpFilter


class FollowUpListing(Listing):
    """What became of the courses of one's centers, newest question first."""

    columns = (
        Column(
            "person", _("Name"), value="completion.enrolment.person.name", card="title",
            sort=("completion__enrolment__person__name_sort", "completion__enrolment__person__first_name_th"),
            link=lambda row: reverse("manage-follow-up", args=[row.pk]),
        ),
        Column(
            "round", _("Round"), value="completion.enrolment.round",
            sort="completion__enrolment__round__starts_at",
        ),
        Column("months", _("Months after completion"), sort="months", kind="number"),
        Column("asked_at", _("Question sent on"), sort="asked_at", kind="date"),
        Column("answered_at", _("Answered on"), sort="answered_at", kind="date"),
        Column("use", _("Use in class or at work"), value="get_use_display", sort="use"),
    )  # fmt: skip
    search = (
        "completion__enrolment__person__first_name_th",
        "completion__enrolment__person__last_name_th",
        "completion__enrolment__round__course__name_th",
    )
    search_label = _("Name or course")
    filterset = FollowUpFilter
    default_sort = "-asked_at"
    filename = "follow-ups"
    empty_title = _("Nobody has been asked yet")
    empty_text = _("Whoever completes a course is asked three and six months later.")
