"""What verification answers: valid, revoked or never issued, as one value for page and JSON (docs/contract.md)."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from verification import numbers, paper
from verification.models import Certificate, Reason
from verification.queries.certificates import by_number
from verification.sources import both


@dataclass(frozen=True)
class Answer:
    """`word` is valid, revoked or unknown. `slip` is true where the number cannot be one of ours: mistyped."""

    word: str
    number: str
    certificate: Certificate | None = None
    slip: bool = False

    @property
    def status(self) -> int:
        """The HTTP status: what was never issued is not found; what is revoked is found for ever."""
        return 404 if self.word == "unknown" else 200

    def is_past(self, today: date) -> bool:
        """Whether a result has outlived the validity that its paper states; the certificate stays true."""
        until = self.certificate.words.valid_until if self.certificate else None
        return until is not None and until < today

    def as_json(self) -> dict[str, Any]:
        """The answer for machines. A revoked certificate says when, by which office and why, and no more of its words."""
        told: dict[str, Any] = {
            "answer": self.word,
            "number": self.number,
            "checked_at": _instant(timezone.now()),
        }
        if self.certificate is None:
            return told | {"mistyped": self.slip}
        if self.word == "revoked":
            revocation = self.certificate.revocation
            return told | {
                "revoked_at": _instant(revocation.revoked_at),
                "revoked_by": revocation.office,
                "reason": {"code": revocation.reason, **asdict(both(Reason(revocation.reason).label))},
            }
        return told | {"certificate": paper.record_of(self.certificate)}


def answer(typed: str) -> Answer:
    """The answer for a number, however it was spelt. One SELECT at most."""
    certificate = by_number(typed)
    if certificate is None:
        return Answer("unknown", typed[: numbers.LONGEST], slip=numbers.is_slip(numbers.key_of(typed)))
    return Answer("revoked" if certificate.is_revoked else "valid", certificate.number, certificate)


def _instant(at: Any) -> str:
    return at.astimezone(timezone.get_fixed_timezone(0)).isoformat(timespec="seconds").replace("+00:00", "Z")
