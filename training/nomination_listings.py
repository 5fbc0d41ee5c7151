"""The list of nominations, for heads of schools, directors of areas and the teachers themselves."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.core.listing import Column, Listing
from training.forms.nominations import NominationFilter


class NominationListing(Listing):
    """Everything that somebody may look at, the latest first."""

    columns = (
        Column(
            "person", _("Name"), value="enrolment.person.name", card="title",
            sort=("enrolment__person__name_sort", "enrolment__person__first_name_th"),
            link=lambda n: reverse("nomination", args=[n.pk]),
        ),
        Column("school", _("School"), value="school.name", sort="school__name_sort", card="hidden"),
        Column("round", _("Round"), value="enrolment.round", sort="enrolment__round__starts_at"),
        Column("origin", _("Who asked"), value="get_origin_display", sort="origin", card="hidden"),
        Column("answer_by", _("Answer by"), sort="answer_by", kind="datetime"),
        Column("status", _("State"), sort="status", kind="status", lifecycle="training.nomination"),
        Column("made_at", _("Asked on"), sort="made_at", kind="date", card="hidden"),
    )  # fmt: skip
    search = (
        "enrolment__person__first_name_th",
        "enrolment__person__last_name_th",
        "enrolment__round__course__name_th",
    )
    search_label = _("Name or course")
    filterset = NominationFilter
    default_sort = "-made_at"
    exports = False
    empty_title = _("No nominations yet")
    empty_text = _("A head of a school nominates teachers on the page of a round; find one under Courses.")
