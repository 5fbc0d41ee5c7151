"""The list of surveys, for whoever manages the rounds."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.core.listing import Column, Listing


class SurveyListing(Listing):
    """Surveys of one's centers, newest round first."""

    columns = (
        Column(
            "round", _("Round"), sort=("round__course__name_th", "round__starts_at"), card="title",
            link=lambda survey: reverse("manage-round-survey", args=[survey.round_id]),
        ),
        Column("center", _("Center"), value="round.center.name", sort="round__center__name_th"),
        Column("ended", _("Last meeting"), value="round.ends_at", sort="round__ends_at", kind="date"),
        Column("answers", _("Answers"), sort="answers", kind="number"),
        Column("until", _("Answers until"), value="until", kind="datetime"),
    )  # fmt: skip
    search = ("round__course__name_th", "round__course__name_en", "round__name")
    search_label = _("Course or round")
    default_sort = "-ended"
    exports = False
    empty_title = _("No survey yet")
    empty_text = _("A round asks its people by itself once its last meeting is over.")
