"""How the states of a certificate look; a certificate has no status field: revoked is a row beside it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hcec.core.statuses import Tone, looks


class CertificateState(TextChoices):
    VALID = "valid", _("Valid")
    REVOKED = "revoked", _("Revoked")


looks(
    "verification.certificate",
    CertificateState,
    {CertificateState.VALID: (Tone.GOOD, "check-circle"), CertificateState.REVOKED: (Tone.BAD, "x-circle")},
)
