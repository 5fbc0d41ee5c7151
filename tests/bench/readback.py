"""10,000 Thai names on the paper of every kind and look, read back by poppler and pdfium: 0 differences (READBACK_NAMES: how many)."""

import os
import random
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle, islice
from typing import Any

from tests.bench.harness import report

NAMES = int(os.environ.get("READBACK_NAMES", "10000"))
LOOKS: list[dict[str, Any]] = [
    {},
    {"bilingual": False, "digits": "arabic", "colour": "green", "frame": "lines"},
    {"second_signatory": "province", "colour": "maroon", "frame": "none"},
]


def main(json: bool) -> None:
    import django

    os.environ.setdefault("HCEC_DEBUG", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    django.setup()
    counts: dict[str, Any] = {"names": NAMES}
    wrong: list[str] = []
    papers = list(designs())
    with ProcessPoolExecutor(2) as readers:  # pdfium knows no threads
        for found in readers.map(faults, names(NAMES), islice(cycle(papers), NAMES), chunksize=50):
            wrong += found
    counts |= {"kinds and looks": len(papers), "differences": len(wrong), "the first": wrong[:5]}
    report(
        "readback", pairs=[], counts=counts, must={"every name and number reads back": not wrong}, json=json
    )


def names(count: int) -> list[tuple[str, str]]:
    """Names out of the lists of Thai given and family names, each with a title, and a spelling in English."""
    from pythainlp.corpus import thai_family_names, thai_female_names, thai_male_names

    from hcec.core import thai

    chosen = random.Random(2572)
    first, family = sorted(thai_male_names() | thai_female_names()), sorted(thai_family_names())
    titles = ["นาย", "นางสาว", "นาง", "ดร.", "ว่าที่ร้อยตรี"]
    return [
        (thai.full_name(chosen.choice(titles), chosen.choice(first), chosen.choice(family)), f"Name {n}")
        for n in range(count)
    ]


def designs() -> Any:
    """Each kind of certificate in each of the looks, with words for it."""
    from verification import sample
    from verification.models import TemplateVersion
    from verification.paper.design import design_of
    from verification.standard import STANDARD

    for kind, lines in STANDARD.items():
        for look in LOOKS:
            words = sample.invented(str(kind))
            words = replace(words, second=sample.SECOND) if "second_signatory" in look else words
            yield words, design_of(TemplateVersion(**lines | look), kind)


def faults(name: tuple[str, str], drawn: Any) -> list[str]:
    """What two readers do not give back of one paper."""
    from tests.core.reading import by_pdfium, by_poppler, plain
    from verification import numbers
    from verification.paper.filled import filled_pdf
    from verification.words import Pair

    words, design = drawn
    number = numbers.draw("HCEC-10-01", 2570, 1 + hash(name) % 900000)
    paper = filled_pdf(
        replace(words, holder=Pair(*name)), design, number=number, address=f"https://hcec.example/verify/{number}",
        issued_at=datetime(2026, 12, 4, tzinfo=UTC),
    )  # fmt: skip
    if paper is None:
        return [f"{name[0]}: not drawn by the stencil"]
    wanted = {plain(name[0]), number}
    missing = {
        "pdfium": wanted - set(by_pdfium(paper).splitlines()),
        "poppler": wanted - set(by_poppler(paper).splitlines()),
    }
    return [f"{reader}: {lost}" for reader, lost in missing.items() if lost]
