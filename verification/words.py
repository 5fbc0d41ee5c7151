"""The words of a certificate: what is printed, shown, attached and answered as JSON, from one frozen value."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.utils.translation import get_language

VERSION = 1
DAYS = ("starts_on", "ends_on", "issued_on", "valid_until")


@dataclass(frozen=True)
class Pair:
    """One text in Thai and in English; a missing one is the other."""

    th: str
    en: str = ""

    def as_dict(self) -> dict[str, str]:
        return {"th": self.th, "en": self.en}

    def __str__(self) -> str:
        return (self.en or self.th) if (get_language() or "th").startswith("en") else (self.th or self.en)

    def __bool__(self) -> bool:
        return bool(self.th or self.en)


@dataclass(frozen=True)
class Mark:
    """A result as printed: of one part of a test, or of the whole. `score` is text, such as 18 or 18.5."""

    name: Pair
    score: str = ""
    level: Pair = Pair("")

    def as_dict(self) -> dict[str, Any]:
        return {"name": self.name.as_dict(), "score": self.score, "level": self.level.as_dict()}


@dataclass(frozen=True)
class Words:
    """Everything that the paper says about whom, for what, when and by whom. Dates are days of the common era."""

    kind: str
    holder: Pair
    issuer: Pair
    subject: Pair
    skill: Pair
    starts_on: date
    ends_on: date
    issued_on: date
    signatory: Pair
    position: Pair
    office: Pair
    hours: str = ""
    parts: tuple[Mark, ...] = ()
    overall: Mark | None = None
    valid_until: date | None = None

    def as_facts(self) -> dict[str, Any]:
        """The value as JSON keeps it: the column `Certificate.facts`."""
        facts: dict[str, Any] = {"v": VERSION}
        for name, value in vars(self).items():
            facts[name] = value.as_dict() if isinstance(value, Pair | Mark) else value
        facts["parts"] = [part.as_dict() for part in self.parts]
        for name in DAYS:
            facts[name] = facts[name] and facts[name].isoformat()
        return facts

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> Self:
        """The value out of the column. A version that is not known is an error, never a guess."""
        given = dict(facts)
        if given.pop("v") != VERSION:
            raise ValueError("certificate facts of an unknown version")
        for name in DAYS:
            given[name] = given[name] and date.fromisoformat(given[name])
        for name in ("holder", "issuer", "subject", "skill", "signatory", "position", "office"):
            given[name] = Pair(**given[name])
        given["parts"] = tuple(_mark(part) for part in given["parts"])
        given["overall"] = given["overall"] and _mark(given["overall"])
        return cls(**given)


def _mark(given: dict[str, Any]) -> Mark:
    return Mark(Pair(**given["name"]), given["score"], Pair(**given["level"]))


def plain_number(value: Decimal | int | None) -> str:
    """A score or a number of hours as people write it: 18, 18.5, never 18.50; nothing for nothing."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
