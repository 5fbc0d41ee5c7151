"""Menu lines of centers."""

from django.utils.translation import gettext_lazy as _

from hcec.core.access import Permission
from hcec.core.navigation import Entry

NAVIGATION = [
    Entry(_("The centers"), "centers", place="public", order=30, icon="geo-alt"),
    Entry(
        _("Centers and rooms"),
        "manage-centers",
        permission=Permission.FIGURES_VIEW,
        order=60,
        icon="building",
    ),
    Entry(_("My account"), "profile", place="person", order=90, icon="person"),
]
