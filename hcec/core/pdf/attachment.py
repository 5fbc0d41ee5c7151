"""What travels inside a document, and what is raised when none can be made."""

from dataclasses import dataclass
from datetime import UTC, datetime

_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)  # a date is required; "now" would change the bytes


class PdfError(Exception):
    """The document could not be made: Pango is missing, or it asked for something outside the list."""


@dataclass(frozen=True)
class Attachment:
    """A file inside the document (PDF/A-3), with its relation to it (ISO 32000-2, 7.11.3)."""

    name: str
    content: bytes
    description: str = ""
    relationship: str = "Data"
    at: datetime = _NO_DATE
