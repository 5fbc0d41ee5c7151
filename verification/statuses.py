"""How the states of a certificate look; a certificate has no status field: revoked is a row beside it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hcec.core.statuses import Tone, looks
from verification.lifecycles import NameChangeStatus, RunStatus
from verification.models import Told


class CitationState(TextChoices):
    READY = "ready", _("Ready for the certificate")
    PREPARED = "prepared", _("Prepared, waits for approval")
    ISSUED = "issued", _("Certificate issued")
    REVOKED = "revoked", _("Revoked")
    WITHDRAWN = "withdrawn", _("Taken off")


class CertificateState(TextChoices):
    HELD = "held", _("Not yet public")
    UNDONE = "undone", _("Withdrawn before it was public")
    VALID = "valid", _("Valid")
    EXPIRED = "expired", _("Expired")
    REPLACED = "replaced", _("Replaced by a new one")
    REVOKED = "revoked", _("Revoked")


looks(
    "verification.certificate",
    CertificateState,
    {
        CertificateState.HELD: (Tone.WAIT, "clock"),
        CertificateState.UNDONE: (Tone.QUIET, "x-circle"),
        CertificateState.VALID: (Tone.GOOD, "check-circle"),
        CertificateState.EXPIRED: (Tone.WAIT, "hourglass-split"),
        CertificateState.REPLACED: (Tone.QUIET, "arrow-right"),
        CertificateState.REVOKED: (Tone.BAD, "x-circle"),
    },
)
looks(
    "verification.citation",
    CitationState,
    {
        CitationState.READY: (Tone.NEWS, "check-circle"),
        CitationState.PREPARED: (Tone.WAIT, "clock"),
        CitationState.ISSUED: (Tone.GOOD, "award"),
        CitationState.REVOKED: (Tone.BAD, "x-circle"),
        CitationState.WITHDRAWN: (Tone.QUIET, "x-circle"),
    },
)
looks(
    "verification.namechange",
    NameChangeStatus,
    {
        NameChangeStatus.ASKED: (Tone.WAIT, "clock"),
        NameChangeStatus.GRANTED: (Tone.GOOD, "check-circle"),
        NameChangeStatus.DECLINED: (Tone.BAD, "x-circle"),
    },
)
looks(
    "verification.issuerun",
    RunStatus,
    {
        RunStatus.PREPARED: (Tone.WAIT, "clock"),
        RunStatus.APPROVED: (Tone.GOOD, "check-circle"),
        RunStatus.DECLINED: (Tone.BAD, "x-circle"),
        RunStatus.UNDONE: (Tone.QUIET, "x-circle"),
        RunStatus.SINGLE: (Tone.QUIET, "check-circle"),
    },
)
looks(
    "verification.told",
    Told,
    {
        Told.VALID: (Tone.GOOD, "check-circle"),
        Told.EXPIRED: (Tone.WAIT, "clock"),
        Told.REPLACED: (Tone.BAD, "arrow-right"),
        Told.REVOKED: (Tone.BAD, "x-circle"),
        Told.UNKNOWN: (Tone.BAD, "exclamation-triangle"),
        Told.MISTYPED: (Tone.WAIT, "pencil-square"),
    },
)
