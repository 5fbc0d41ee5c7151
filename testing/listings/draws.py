"""The public list of a draw: codes and no names."""

from django.utils.translation import gettext_lazy as _

from hcec.core.listing import Column, Listing


class EntryListing(Listing):
    """The frozen list, by place once it is drawn."""

    columns = (
        Column("place", _("Place in the draw"), sort="place", kind="number"),
        Column("code", _("Entry code"), value="code_shown", sort="code", card="title"),
        Column("lots", _("Lots"), sort="lots", kind="number"),
        Column("outcome", _("Outcome"), value=lambda e: e.get_outcome_display(), sort="outcome"),
    )
    search, search_label = ("code",), _("Entry code without dashes")
    default_sort = "place"
    page_size = 50
    filename = "draw"
    empty_title = _("The list is not frozen yet")
    empty_text = _("It appears here when entries have ended: codes without names, before the draw.")
