"""Menu entries of verification."""

from django.utils.translation import gettext_lazy as _

from hcec.core.access import Permission
from hcec.core.navigation import Entry

NAVIGATION = [
    Entry(_("Verify a certificate"), "verify", place="public", order=40, icon="shield-check"),
    Entry(_("My certificates"), "my-certificates", place="person", order=40, icon="award"),
    Entry(_("Issue certificates"), "issue", permission=Permission.CERTIFICATE_ISSUE, order=40, icon="award"),
    Entry(
        _("Issued certificates"),
        "issued-certificates",
        permission=Permission.CERTIFICATE_ISSUE,
        order=41,
        icon="archive",
    ),
]
