"""The words of a certificate: what is printed, shown, attached and answered as JSON, from one frozen value."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.utils.translation import get_language

VERSION = 1
DAYS = ("starts_on", "ends_on", "issued_on", "valid_until", "acts_from", "acts_until")
# Came later: left out of the facts where there is nothing to say, so that the facts of older papers stay as they are.
LATER = ("capacity", "acts_from", "acts_until", "second", "role")


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
class Signature:
    """Whose name stands under the paper: in which seat of which office, and in which capacity where she acts for another."""

    name: Pair
    position: Pair
    office: Pair
    capacity: Pair = Pair("")

    def as_dict(self) -> dict[str, Any]:
        return {name: value.as_dict() for name, value in vars(self).items()}

    @property
    def seat(self) -> Pair:
        """Capacity and position in one: รักษาราชการแทนผู้อำนวยการ…"""
        if not self.capacity:
            return self.position
        return Pair(self.capacity.th + self.position.th, f"{self.capacity.en} {self.position.en}".strip())


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
    capacity: Pair = Pair("")
    acts_from: date | None = None
    acts_until: date | None = None
    second: Signature | None = None
    role: Pair = Pair("")

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """Whose names stand under the paper, from left to right."""
        first = Signature(self.signatory, self.position, self.office, self.capacity)
        return (first, self.second) if self.second else (first,)

    def as_facts(self) -> dict[str, Any]:
        """The value as JSON keeps it: the column `Certificate.facts`."""
        facts: dict[str, Any] = {"v": VERSION}
        for name, value in vars(self).items():
            if value or name not in LATER:
                facts[name] = value.as_dict() if isinstance(value, Pair | Mark | Signature) else value
        facts["parts"] = [part.as_dict() for part in self.parts]
        for name in DAYS:
            if facts.get(name):
                facts[name] = facts[name].isoformat()
        return facts

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> Self:
        """The value out of the column. A version that is not known is an error, never a guess."""
        given = dict(facts)
        if given.pop("v") != VERSION:
            raise ValueError("certificate facts of an unknown version")
        for name in DAYS:
            if given.get(name):
                given[name] = date.fromisoformat(given[name])
        for name in (
            "holder",
            "issuer",
            "subject",
            "skill",
            "signatory",
            "position",
            "office",
            "capacity",
            "role",
        ):
            if name in given:
                given[name] = Pair(**given[name])
        if "second" in given:
            given["second"] = Signature(**{name: Pair(**pair) for name, pair in given["second"].items()})
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
