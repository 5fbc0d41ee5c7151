"""What of the public log travels inside the PDF: the entry, and the proof that it is in the log (decision 0032)."""

from typing import Any

from hcec.core.pdf import Attachment
from verification.queries import log

ENTRY, PROOF = "log-entry.json", "certificate.tlog-proof"


class NotCovered(LookupError):
    """No checkpoint covers the certificate's entry yet: one has to be signed first (`actions.log.covered`)."""


def attachments(certificate: Any, logged: log.Logged | None = None) -> list[Attachment]:
    """The entry's bytes and its proof with the salt, by the first checkpoint over it: the same for ever. Raises NotCovered.

    `logged` where it is at hand already."""
    logged = logged or log.proof_for_keeps(certificate)
    if logged is None:
        raise NotCovered(certificate.number)
    at = certificate.issued_at
    return [
        Attachment(ENTRY, logged.entry, "Entry in the public log", "Supplement", at),
        Attachment(PROOF, str(logged.proof).encode(), "Proof that the entry is in the log", "Supplement", at),
    ]
