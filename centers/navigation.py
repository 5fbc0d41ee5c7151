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
    Entry(
        _("Use of rooms"),
        "manage-room-uses",
        permission=Permission.COMMITTEE_VIEW,
        order=61,
        icon="calendar-event",
    ),
    Entry(
        _("Laboratories and workstations"),
        "manage-labs",
        permission=Permission.CENTER_EDIT,
        order=62,
        icon="clipboard-check",
    ),
    Entry(
        _("Equipment and network"),
        "manage-equipment",
        permission=Permission.CENTER_EDIT,
        order=63,
        icon="gear",
    ),
    Entry(
        _("Standards 7.1 to 7.4"),
        "manage-standards",
        order=64,
        icon="shield-check",
        permission=Permission.FIGURES_VIEW,
    ),
    Entry(
        _("Announcements about centers"),
        "manage-announcements",
        permission=Permission.CENTER_EDIT,
        order=65,
        icon="file-earmark-text",
    ),
    Entry(_("My account"), "profile", place="person", order=90, icon="person"),
]
