"""Menu entries of reports."""

from django.utils.translation import gettext_lazy as _

from hcec.core.access import Permission
from hcec.core.navigation import Entry

NAVIGATION = [
    Entry(_("Home"), "home", place="person", order=1, icon="house"),
    Entry(_("My calendar"), "my-calendar", place="person", order=70, icon="calendar-event"),
    Entry(_("Centers on the map"), "center-map", place="public", order=31, icon="geo-alt"),
    Entry(_("Figures"), "branch", permission=Permission.FIGURES_VIEW, order=50, icon="bar-chart"),
]
