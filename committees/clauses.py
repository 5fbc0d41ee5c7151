"""The guideline's paragraphs, as `committees/data/clauses.csv` registers them."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

REGISTER = Path(__file__).resolve().parent / "data" / "clauses.csv"


@dataclass(frozen=True)
class Clause:
    """One paragraph: its id ("6.4.9"), whose it is, its wording in short, and what the portal does about it."""

    id: str
    level: str
    holder: str
    label_th: str
    label_en: str
    what_the_portal_does: str
    app: str

    @property
    def label(self) -> str:
        return self.label_en if get_language() == "en" else self.label_th


@cache
def clauses() -> dict[str, Clause]:
    """Every clause by its id."""
    with REGISTER.open(encoding="utf-8-sig", newline="") as file:
        return {row["id"]: Clause(**row) for row in csv.DictReader(file)}
