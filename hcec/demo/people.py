"""Invented people with plausible Thai names: the same seed makes the same people.

The names were written for this file and belong to nobody; the pairs are drawn at random.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

DOMAIN = "people.hcec.example"  # can never receive mail (RFC 2606)
DATA = Path(__file__).parent / "data"
MALE_TITLES = ["นาย"] * 18 + ["ว่าที่ร้อยตรี", "ดร."]
FEMALE_TITLES = ["นางสาว"] * 11 + ["นาง"] * 8 + ["ดร."]


@dataclass(frozen=True)
class Invented:
    """One invented person, before there is an account."""

    title: str
    first_name_th: str
    last_name_th: str
    first_name_en: str
    last_name_en: str

    @property
    def names(self) -> dict[str, str]:
        """The name fields of an account."""
        return dict(vars(self))

    def email(self, number: int) -> str:
        """An address that reaches nobody, unique by the number."""
        plain = re.sub(r"[^a-z]", "", f"{self.first_name_en}{self.last_name_en[:3]}".lower())
        return f"{plain}.{number:06d}@{DOMAIN}"


@cache
def names(kind: str) -> tuple[tuple[str, str], ...]:
    """(Thai, romanised) names of a kind: "m" and "f" given names, "family" names."""
    with (DATA / "names.csv").open(encoding="utf-8") as file:
        return tuple((row["th"], row["en"]) for row in csv.DictReader(file) if row["kind"] == kind)


def invent(
    random: Random,
    *,
    titles: tuple[list[str], list[str]] = (MALE_TITLES, FEMALE_TITLES),
) -> Invented:
    """The next person of this stream; seven of ten teachers are women, as in the real service."""
    woman = random.random() < 0.7
    given_th, given_en = random.choice(names("f" if woman else "m"))
    family_th, family_en = random.choice(names("family"))
    return Invented(random.choice(titles[woman]), given_th, family_th, given_en, family_en)
