"""Testing's entries in the menus."""

from django.utils.translation import gettext_lazy as _

from hcec.core.access import Permission
from hcec.core.navigation import Entry

NAVIGATION = [
    Entry(_("Find a test"), "sessions", place="public", order=10, icon="search"),
    Entry(_("My tests"), "my-bookings", place="person", order=20, icon="calendar-event"),
    Entry(_("My results"), "my-results", place="person", order=20, icon="award"),
    Entry(_("Waiting for a seat"), "my-wishes", place="person", order=21, icon="hourglass-split"),
    Entry(
        _("Exam sessions"),
        "manage-sessions",
        permission=Permission.SESSION_MANAGE,
        order=20,
        icon="calendar-event",
    ),
    Entry(_("Accommodations at tests"), "my-accommodations", place="person", order=25, icon="person-check"),
    Entry(
        _("Requests for accommodations"),
        "manage-accommodations",
        permission=Permission.ACCOMMODATION_DECIDE,
        order=24,
        icon="person-check",
    ),
    Entry(
        _("Who sat where"), "manage-seatings", permission=Permission.SESSION_MANAGE, order=26, icon="search"
    ),
    Entry(
        _("Duties kept apart"), "manage-apart", permission=Permission.FIGURES_VIEW, order=27, icon="people"
    ),
    Entry(
        _("Appeals against absences"),
        "manage-no-shows",
        permission=Permission.RESULT_RELEASE,
        order=26,
        icon="person-check",
    ),
    Entry(_("Walk-ins"), "manage-walk-ins", permission=Permission.SESSION_MANAGE, order=21, icon="person"),
    Entry(_("Check-in desk"), "manage-desks", permission=Permission.CHECK_IN, order=21, icon="person-check"),
    Entry(
        _("Test results"),
        "manage-results",
        permission=Permission.RESULT_ENTER,
        order=22,
        icon="clipboard-check",
    ),
    Entry(_("Fees"), "manage-fees", permission=Permission.FEE_CONFIRM, order=22, icon="cash-stack"),
    Entry(
        _("Release results"), "manage-releases", permission=Permission.RESULT_RELEASE, order=23, icon="send"
    ),
    Entry(
        _("Outside results"),
        "manage-outside-results",
        permission=Permission.OUTSIDE_CHECK,
        order=24,
        icon="file-earmark-text",
    ),
    Entry(
        _("Corrections of results"),
        "manage-corrections",
        permission=Permission.RESULT_RELEASE,
        order=24,
        icon="pencil-square",
    ),
    Entry(
        _("Appeals against results"),
        "manage-appeals",
        permission=Permission.RESULT_ENTER,
        order=25,
        icon="exclamation-triangle",
    ),
]
