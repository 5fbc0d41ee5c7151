"""Menu lines of training."""

from django.utils.translation import gettext_lazy as _

from hcec.core.access import Permission
from hcec.core.navigation import Entry

NAVIGATION = [
    Entry(_("Courses"), "rounds", place="public", order=20, icon="mortarboard"),
    Entry(_("My courses"), "my-enrolments", place="person", order=30, icon="mortarboard"),
    Entry(
        _("Training rounds"),
        "manage-rounds",
        permission=Permission.ROUND_MANAGE,
        order=30,
        icon="mortarboard",
    ),
    Entry(
        _("Attendance of training"),
        "manage-attendance-due",
        permission=Permission.CHECK_IN,
        order=35,
        icon="clipboard-check",
    ),
    Entry(_("Trainers"), "manage-trainers", permission=Permission.ROUND_MANAGE, order=60, icon="people"),
]
