"""What stands where on the paper: every line that changes from paper to paper, fitted to its place.

A line is one cell of the style sheet and never wraps, so no long name moves anything else. Some are the same for
everyone of a session, round or occasion issued that day, the others are the holder's own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings

from hcec.core import thai
from verification.paper import faces
from verification.paper.design import Design
from verification.wording import fill
from verification.words import Mark, Pair, Signature, Words

# Neither XML nor Pango can carry these; people paste them (the same as in hcec.core.pdf).
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
MM_IN_POINT = 25.4 / 72
WIDE = 237.0  # mm between the frames
ORG = "ศูนย์พัฒนาศักยภาพบุคคลเพื่อความเป็นเลิศ (HCEC)"
FINE = (
    "เอกสารอิเล็กทรอนิกส์ฉบับนี้แนบข้อมูลต้นฉบับไว้ภายในแฟ้ม และยังไม่ได้ลงลายมือชื่อดิจิทัล โปรดเทียบกับผลการตรวจสอบตามรหัส QR ทุกครั้ง"
)
FINE_SEALED = (
    "เอกสารอิเล็กทรอนิกส์ฉบับนี้แนบข้อมูลต้นฉบับและลงลายมือชื่อดิจิทัลไว้ภายในแฟ้ม โปรดเทียบกับผลการตรวจสอบตามรหัส QR ทุกครั้ง"
)
HEAD = "สำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน กระทรวงศึกษาธิการ"
HEAD_EN = "Office of the Basic Education Commission, Ministry of Education"


@dataclass(frozen=True)
class Cell:
    """One line of the paper. `role` places it, `size` is in points; both are classes of the style sheet."""

    text: str
    role: str
    size: str

    @property
    def classes(self) -> str:
        return f"{self.role} s{self.size}"


@lru_cache(maxsize=4096)
def cell(role: str, text: str, width: float, *sizes: str, weight: int = 400) -> Cell:
    """A line at the largest of the sizes (points, 8-5 is 8.5) at which it is no wider than `width` mm, else the smallest."""
    text = " ".join(_UNPRINTABLE.sub("", text).split())
    em = faces.rough_width(text, weight) * MM_IN_POINT
    size = next((size for size in sizes if em * float(size.replace("-", ".")) <= width), sizes[-1])
    return Cell(text, role, size)


def cells_of(words: Words, number: str, verify_at: str, design: Design) -> list[Cell]:
    """Every line, in reading order; empty ones are left out."""
    return [line for line in (*common(words, verify_at, design), *own(words, number, design)) if line.text]


class Shared(NamedTuple):
    """What the shared lines are made of."""

    issuer: Pair
    subject: Pair
    skill: Pair
    hours: str
    days: tuple[date, date, date | None]
    issued_on: date
    signatures: tuple[Signature, ...]
    marks: tuple[Pair, ...]
    role: Pair


def common(words: Words, verify_at: str, design: Design) -> tuple[Cell, ...]:
    """The lines that everyone of a session or round shares, and the names of the marks."""
    shared = Shared(
        words.issuer, words.subject, words.skill, words.hours, (words.starts_on, words.ends_on, words.valid_until),
        words.issued_on, words.signatures, tuple(mark.name for mark in marks_of(words)),
        words.role,
    )  # fmt: skip
    return _common(shared, verify_at, design, FINE_SEALED if settings.SIGNING_KEY else FINE)


@lru_cache(maxsize=256)
def _common(shared: Shared, verify_at: str, design: Design, fine: str) -> tuple[Cell, ...]:
    thai_places, english_places = places_th(shared, design), places_en(shared)
    subject, subject_en = shared.subject.th or shared.subject.en, shared.subject.en
    english = design.bilingual
    place_en = f"Human Capital Excellence Center · {shared.issuer.en} · {HEAD_EN}"
    return (
        Cell(ORG, "org", "15-5"),
        cell("place", f"{shared.issuer.th} {HEAD}", WIDE, "12", "10", "9", "8", "7", weight=600),
        cell("place-en", place_en if english else "", WIDE, "9", "8", "7", "6"),
        cell("grant", fill(design.grant, thai_places), WIDE, "12", "10", "9", "8"),
        cell("did", fill(design.did, thai_places), WIDE, "12", "10", "9", "8"),
        cell("subject", subject, WIDE, "17", "15", "13", "11", "9", "7", weight=600),
        cell(
            "subject-en",
            subject_en if english and subject_en != subject else "",
            WIDE,
            "10",
            "9",
            "8",
            "7",
            "6",
        ),
        cell("detail", fill(design.detail_th, thai_places), WIDE, "11-5", "10", "9", "8", "7"),
        cell("detail-en", fill(design.detail_en, english_places) if english else "", WIDE, "9", "8", "7"),
        *_labels(shared.marks, english=english),
        cell("given", fill(design.given, thai_places), WIDE, "11-5", "10", "9"),
        *_signatures(shared.signatures, design),
        Cell("สแกนเพื่อตรวจสอบ", "scan", "8"),
        Cell("Scan to verify" if english else "", "scan-en", "8"),
        Cell("เลขที่ / Certificate No." if english else "เลขที่", "number-label", "8-5"),
        Cell("ตรวจสอบได้ที่ / Verify at" if english else "ตรวจสอบได้ที่", "check-label", "8-5"),
        cell("check", verify_at, 70, "8-5", "7", "6"),
        Cell(fine, "fine", "7"),
    )


def _signatures(signatures: Sequence[Signature], design: Design) -> Iterator[Cell]:
    """Name, seat and office of each; the capacity in which somebody acts stands before the seat."""
    sides, width = ((" of-left", " of-right"), 64.0) if design.look.two else (("",), 118.0)
    for side, signature in zip(sides, signatures, strict=False):
        yield cell(f"who{side}", f"({signature.name.th})", width, "11-5", "10", "9", "8", "7", "6")
        yield cell(f"seat{side}", signature.capacity.th + signature.position.th, width, "9-5", "8", "7", "6")
        yield cell(f"seat-of{side}", signature.office.th, width, "9-5", "8", "7", "6")


def own(words: Words, number: str, design: Design) -> list[Cell]:
    """The holder's lines: name, marks, number."""
    name = words.holder.th or words.holder.en
    english = words.holder.en if words.holder.th and design.bilingual else ""
    return [
        cell("name", name, 245, "27", "24", "21", "18", "15", "12", "9", weight=700),
        cell("name-en", english, 245, "11-5", "9", "7"),
        *_marks(words, english=design.bilingual),
        Cell(number, "number", "10-5"),
    ]


def marks_of(words: Words) -> list[Mark]:
    """The parts and, last, the overall mark."""
    return [*words.parts, *([words.overall] if words.overall else [])]


def frames_of(words: Words) -> list[str]:
    """The classes of the boxes around the marks."""
    marks = marks_of(words)
    last = f"overall box n{len(marks)} c{len(marks) - 1}"
    boxes = [f"box n{len(marks)} c{place}" for place in range(len(marks))]
    return [*boxes[:-1], last] if words.overall else boxes


def mark_width(count: int) -> float:
    """The inner width of one of so many boxes, in mm; the style sheet draws them so."""
    return min(36.0, 239 / max(1, count) - 3) - 2


def _labels(names: Sequence[Pair], *, english: bool) -> Iterator[Cell]:
    width = mark_width(len(names))
    for place, name in enumerate(names):
        both = f"{name.th} / {name.en}"
        text = both if english and name.en not in ("", name.th) and fits(both, width, 7) else name.th
        yield cell(f"label n{len(names)} c{place}", text, width, "8-5", "7", "6", "5")


def _marks(words: Words, *, english: bool) -> Iterator[Cell]:
    marks = marks_of(words)
    width = mark_width(len(marks))
    for place, mark in enumerate(marks):
        at = f"n{len(marks)} c{place}"
        second = mark.level.en if english and mark.level.en != mark.level.th else ""
        yield cell(f"level {at}", mark.level.th or mark.score, width, "14", "11", "9", "7", "6", weight=700)
        small = " · ".join(filter(None, [second, mark.score])) if mark.level.th else ""
        yield cell(f"score {at}", small, width, "8-5", "7", "6", "5")


def fits(text: str, width: float, size: float) -> bool:
    return faces.rough_width(text, 400) * MM_IN_POINT * size <= width


def places_th(shared: Shared, design: Design) -> dict[str, str]:
    """What stands in the places of the Thai lines, in the digits of the design."""
    first, last, until = shared.days
    days = thai.thai_date_long(first, "th"), thai.thai_date_long(last, "th")
    places = {
        "hours": shared.hours,
        "when": f"เมื่อวันที่ {days[0]}" if first == last else f"ระหว่างวันที่ {days[0]} ถึงวันที่ {days[1]}",
        "until": thai.thai_date_long(until, "th") if until else "",
        "given": thai.thai_date_official(shared.issued_on, "th"),
    }
    digits = thai.thai_digits if design.thai_digits else thai.arabic_digits
    spelt = {name: digits(text) for name, text in places.items()}
    return spelt | {
        "center": shared.issuer.th,
        "subject": shared.subject.th,
        "skill": shared.skill.th,
        "role": shared.role.th,
    }


def places_en(shared: Shared) -> dict[str, str]:
    """The same for the English line."""
    first, last, until = shared.days
    days = thai.thai_date_long(first, "en"), thai.thai_date_long(last, "en")
    return {
        "hours": shared.hours,
        "when": days[0] if first == last else f"{days[0]} to {days[1]}",
        "until": thai.thai_date_long(until, "en") if until else "",
        "given": thai.thai_date_long(shared.issued_on, "en"),
        "center": str(shared.issuer.en or shared.issuer.th),
        "subject": shared.subject.en or shared.subject.th,
        "skill": shared.skill.en or shared.skill.th,
        "role": shared.role.en,
    }
