"""What verification says: valid; revoked, replaced or expired; never issued: one value for page, JSON (docs/contract.md)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone

from verification import numbers, paper
from verification.models import Certificate, Reason
from verification.moments import instant
from verification.queries.certificates import by_number, by_numbers
from verification.queries.issuers import succession
from verification.sources import both


@dataclass(frozen=True)
class Answer:
    """`word` is valid, expired, replaced, revoked or unknown. `slip` is true where the number cannot be one of ours: mistyped."""

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

    def as_json(self) -> dict[str, Any]:
        """The answer for machines. A revoked certificate says when, by which office and why, and no more of its words."""
        told: dict[str, Any] = {
            "answer": self.word,
            "number": self.number,
            "checked_at": instant(timezone.now()),
        }
        if self.certificate is None:
            return told | {"mistyped": self.slip}
        if self.word in ("revoked", "replaced"):
            revocation = self.certificate.revocation
            told |= {
                "revoked_at": instant(revocation.revoked_at),
                "revoked_by": revocation.office,
                "reason": {"code": revocation.reason, **asdict(both(Reason(revocation.reason).label))},
            }
            return told | ({"replaced_by": self.successor.address} if self.successor else {})
        then, today = succession(self.certificate)
        named = asdict(then) | ({"today": asdict(today)} if today else {})
        return told | {"in_the_name_of": named, "certificate": paper.record_of(self.certificate)}

    @property
    def successor(self) -> Certificate | None:
        """The certificate that took the place of this one."""
        return self.certificate.successor if self.certificate else None


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
    return Answer(certificate.standing, certificate.number, certificate)
