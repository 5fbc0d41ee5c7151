"""Menu lines of training."""

from django.utils.translation import gettext_lazy as _

from hcec.core.access import Permission
from hcec.core.navigation import Entry

NAVIGATION = [
    Entry(_("Courses"), "rounds", place="public", order=20, icon="mortarboard"),
    Entry(_("My courses"), "my-enrolments", place="person", order=30, icon="mortarboard"),
    Entry(_("Waiting for a course"), "course-wishes", place="person", order=31, icon="hourglass-split"),
    Entry(
        _("Training rounds"),
        "manage-rounds",
        permission=Permission.ROUND_MANAGE,
        order=30,
        icon="mortarboard",
    ),
    Entry(
        _("Planner"),
        "manage-planner",
        permission=Permission.ROUND_MANAGE,
        order=32,
        icon="calendar-event",
    ),
    Entry(
        _("Attendance of training"),
        "manage-attendance-due",
        permission=Permission.CHECK_IN,
        order=35,
        icon="clipboard-check",
    ),
    Entry(
        _("Walk-ins of training"),
        "manage-door-people",
        permission=Permission.ROUND_MANAGE,
        order=35,
        icon="person-check",
    ),
    Entry(
        _("Objections to attendance"),
        "manage-objections",
        permission=Permission.ROUND_MANAGE,
        order=36,
        icon="exclamation-circle",
    ),
    Entry(
        _("Surveys after courses"),
        "manage-surveys",
        permission=Permission.ROUND_MANAGE,
        order=37,
        icon="bar-chart",
    ),
    Entry(
        _("Learning gain"),
        "manage-gains",
        permission=Permission.ROUND_MANAGE,
        order=38,
        icon="clipboard-check",
    ),
    Entry(
        _("Follow-ups after courses"),
        "manage-follow-ups",
        permission=Permission.ROUND_MANAGE,
        order=39,
        icon="arrow-right",
    ),
    Entry(
        _("Proposed courses"),
        "manage-proposals",
        permission=Permission.ROUND_MANAGE,
        order=58,
        icon="journal-text",
    ),
    Entry(
        _("Courses to review"),
        "manage-recognitions",
        permission=Permission.COURSE_RECOGNISE,
        order=59,
        icon="journal-text",
    ),
    Entry(_("Lessons"), "manage-lessons", permission=Permission.ROUND_MANAGE, order=59, icon="journal-text"),
    Entry(_("Trainers"), "manage-trainers", permission=Permission.ROUND_MANAGE, order=60, icon="people"),
    Entry(
        _("Reach of the cascade"),
        "manage-cascade",
        permission=Permission.ROUND_MANAGE,
        order=61,
        icon="people",
    ),
    Entry(
        _("Vouchers of speakers"),
        "manage-vouchers",
        permission=Permission.VOUCHER_PREPARE,
        order=61,
        icon="cash-stack",
    ),
]
