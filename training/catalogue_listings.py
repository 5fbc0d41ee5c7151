"""The lists of the catalogue: courses for anyone, proposals for centers and for those who review."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.core.listing import Column, Listing
from training.forms.catalogue import CatalogueFilter, ProposalFilter


class CatalogueListing(Listing):
    """Courses in use, by family."""

    columns = (
        Column(
            "course", _("Course"), value="name", sort="name_th", card="title",
            link=lambda c: reverse("course", args=[c.code]),
        ),
        Column("curriculum", _("Curriculum"), value="curriculum.name", sort="curriculum__sort_order"),
        Column("level", _("Level"), value="level", sort="level_th"),
        Column("hours", _("Hours"), value="hours_text", sort="hours"),
        Column("owner", _("Owner"), value=lambda c: c.owner.public_name if c.owner else _("OBEC")),
        Column("next_at", _("Next round"), sort="next_at", kind="datetime"),
        Column("code", _("Code"), sort="code", card="hidden"),
    )  # fmt: skip
    search, search_label = ("name_th", "name_en", "code", "description_th"), _("Course or code")
    filterset = CatalogueFilter
    default_sort = "curriculum"
    filename = "catalogue"
    empty_title = _("No course fits")
    empty_text = _("Take a filter away to see more.")


class ProposalListing(Listing):
    """What one's centers propose."""

    columns = (
        Column(
            "course", _("Course"), value="name", sort="name_th", card="title",
            link=lambda p: reverse("manage-proposal", args=[p.pk]),
        ),
        Column("center", _("Center"), value="center.name", sort="center__name_sort"),
        Column("curriculum", _("Curriculum"), value="curriculum.name", sort="curriculum__sort_order"),
        Column("hours", _("Hours"), value="hours_text", sort="hours"),
        Column("due_on", _("Reviewed by"), sort="due_on", kind="date"),
        Column("status", _("State"), sort="status", kind="status", lifecycle="training.proposal"),
    )  # fmt: skip
    search, search_label = ("name_th", "name_en"), _("Course")
    filterset = ProposalFilter
    default_sort = "due_on"
    exports = False
    empty_title = _("Nothing is proposed yet")
    empty_text = _("Propose a course here; once it is recognised, rounds of it can be planned.")


class RecognitionListing(ProposalListing):
    """What centers have sent for review, by the day it is due."""

    columns = (
        Column(
            "course", _("Course"), value="name", sort="name_th", card="title",
            link=lambda p: reverse("manage-recognition", args=[p.pk]),
        ),
        *ProposalListing.columns[1:],
    )  # fmt: skip
    empty_title = _("Nothing to review")
    empty_text = _("A course appears here when a center has sent it for review.")
