"""Menu lines of centers."""

from django.utils.translation import gettext_lazy as _

from hcec.core.navigation import Entry

NAVIGATION = [Entry(_("My account"), "profile", place="person", order=90, icon="person")]
