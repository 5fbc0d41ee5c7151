"""What verification answers: valid, revoked or never issued, as one value for page and JSON (docs/contract.md)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from verification import numbers, paper
from verification.models import Certificate, Reason
from verification.queries.certificates import by_number, by_numbers
from verification.sources import both
from verification.spelling import instant


@dataclass(frozen=True)
class Answer:
    """`word` is valid, revoked or unknown. `slip` is true where the number cannot be one of ours: mistyped."""

    word: str
    number: str
    certificate: Certificate | None = None
    slip: bool = False

    @property
    def word_of_a_row(self) -> str:
        """The word where many are answered at once and a slip must be told in one column."""
        return "mistyped" if self.slip else self.word

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
            "checked_at": instant(timezone.now()),
        }
        if self.certificate is None:
            return told | {"mistyped": self.slip}
        if self.word == "revoked":
            revocation = self.certificate.revocation
            return told | {
                "revoked_at": instant(revocation.revoked_at),
                "revoked_by": revocation.office,
                "reason": {"code": revocation.reason, **asdict(both(Reason(revocation.reason).label))},
            }
        return told | {"certificate": paper.record_of(self.certificate)}


def answer(typed: str) -> Answer:
    """The answer for a number, however it was spelt. One SELECT at most."""
    return _of(typed, by_number(typed))


def answers(typed: Sequence[str]) -> list[Answer]:
    """The answers for many numbers in their order. One SELECT at most."""
    found = by_numbers(typed)
    return [_of(each, found.get(numbers.key_of(each))) for each in typed]


def _of(typed: str, certificate: Certificate | None) -> Answer:
    if certificate is None:
        return Answer("unknown", typed[: numbers.LONGEST], slip=numbers.is_slip(numbers.key_of(typed)))
    return Answer("revoked" if certificate.is_revoked else "valid", certificate.number, certificate)
