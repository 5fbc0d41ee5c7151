"""Menu entries of verification."""

from django.utils.translation import gettext_lazy as _

from hcec.core.access import Permission
from hcec.core.navigation import Entry

NAVIGATION = [
    Entry(_("Verify a certificate"), "verify", place="public", order=40, icon="shield-check"),
    Entry(_("My certificates"), "my-certificates", place="person", order=40, icon="award"),
    Entry(
        _("Issue certificates"), "issue", permission=Permission.CERTIFICATE_PREPARE, order=40, icon="award"
    ),
    Entry(
        _("Honours and attestations"),
        "occasions",
        permission=Permission.CERTIFICATE_PREPARE,
        order=39,
        icon="people",
    ),
    Entry(
        _("Issued certificates"),
        "issued-certificates",
        permission=Permission.CERTIFICATE_ISSUE,
        order=41,
        icon="archive",
    ),
    Entry(_("Registered bodies"), "bodies", permission=Permission.BODY_ADMIT, order=42, icon="building"),
    Entry(
        _("Templates of certificates"),
        "certificate-templates",
        permission=Permission.REFERENCE_EDIT,
        order=43,
        icon="pencil-square",
    ),
]
