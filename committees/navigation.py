"""Menu entries of committees and their work."""

from django.utils.translation import gettext_lazy as _

from hcec.core.access import Permission
from hcec.core.navigation import Entry

NAVIGATION = [
    Entry(
        _("Reference data"),
        "manage-reference",
        permission=Permission.REFERENCE_EDIT,
        order=90,
        icon="archive",
    ),
    Entry(_("Committees"), "committees", permission=Permission.COMMITTEE_VIEW, order=59, icon="people"),
    Entry(_("What I may do"), "powers", place="person", order=85, icon="shield-check"),
    Entry(_("Directives"), "directives", permission=Permission.COMMITTEE_VIEW, order=60, icon="send"),
    Entry(_("Meetings"), "meetings", permission=Permission.COMMITTEE_VIEW, order=61, icon="people"),
    Entry(
        _("Supervision visits"),
        "visits",
        permission=Permission.COMMITTEE_VIEW,
        order=62,
        icon="clipboard-check",
    ),
    Entry(
        _("Problems"), "problems", permission=Permission.COMMITTEE_VIEW, order=63, icon="exclamation-triangle"
    ),
    Entry(_("Partners"), "partners", permission=Permission.COMMITTEE_VIEW, order=64, icon="link-45deg"),
    Entry(_("Contact book"), "contacts", permission=Permission.PARTNER_EDIT, order=65, icon="journal-text"),
    Entry(_("My tasks"), "actions", permission=Permission.COMMITTEE_VIEW, order=66, icon="list"),
]
