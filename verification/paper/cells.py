"""What stands where on the paper: every line that changes from paper to paper, fitted to its place.

A line is one cell of the style sheet and never wraps, so no long name moves anything else. Some are the same for
everyone of a session or round issued that day, the others are the holder's own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from hcec.core import thai
from verification.paper import faces
from verification.words import Mark, Pair, Words

# Neither XML nor Pango can carry these; people paste them (the same as in hcec.core.pdf).
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
MM_IN_POINT = 25.4 / 72
WIDE = 237.0  # mm between the frames
ORG = "ศูนย์พัฒนาศักยภาพบุคคลเพื่อความเป็นเลิศ (HCEC)"
GRANT = {
    "completion": "ขอมอบประกาศนียบัตรฉบับนี้ให้ไว้เพื่อแสดงว่า",
    "test_result": "หนังสือรับรองผลการทดสอบฉบับนี้ให้ไว้เพื่อแสดงว่า",
}
DID = {"completion": "ได้สำเร็จการฝึกอบรมหลักสูตร", "test_result": "ได้เข้ารับการทดสอบ"}
FINE = (
    "เอกสารอิเล็กทรอนิกส์ฉบับนี้แนบข้อมูลต้นฉบับไว้ภายในแฟ้ม และยังไม่ได้ลงลายมือชื่อดิจิทัล โปรดเทียบกับผลการตรวจสอบตามรหัส QR ทุกครั้ง"
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


def cells_of(words: Words, number: str, verify_at: str) -> list[Cell]:
    """Every line, in reading order; empty ones are left out."""
    return [line for line in (*common(words, verify_at), *own(words, number)) if line.text]


def common(words: Words, verify_at: str) -> tuple[Cell, ...]:
    """The lines that everyone of a session or round shares, and the names of the marks."""
    return _common(
        words.kind, words.issuer, words.subject, detail_th(words), detail_en(words), words.issued_on,
        words.signatory, words.position, words.office, tuple(mark.name for mark in marks_of(words)), verify_at,
    )  # fmt: skip


@lru_cache(maxsize=256)
def _common(
    kind: str, issuer: Pair, subject: Pair, detail: str, detail_en: str, issued_on: date,
    signatory: Pair, position: Pair, office: Pair, marks: tuple[Pair, ...], verify_at: str,
) -> tuple[Cell, ...]:  # fmt: skip
    english = f"Human Capital Excellence Center · {issuer.en} · {HEAD_EN}"
    given = f"ให้ไว้ ณ {thai.thai_date_official(issued_on, 'th')}"
    return (
        Cell(ORG, "org", "15-5"),
        cell("place", f"{issuer.th} {HEAD}", WIDE, "12", "10", "9", "8", "7", weight=600),
        cell("place-en", english, WIDE, "9", "8", "7", "6"),
        Cell(GRANT[kind], "grant", "12"),
        Cell(DID[kind], "did", "12"),
        cell("subject", subject.th, WIDE, "17", "15", "13", "11", "9", "7", weight=600),
        cell("subject-en", subject.en if subject.en != subject.th else "", WIDE, "10", "9", "8", "7", "6"),
        cell("detail", detail, WIDE, "11-5", "10", "9"),
        cell("detail-en", detail_en, WIDE, "9", "8"),
        *_labels(marks),
        cell("given", given, WIDE, "11-5"),
        cell("who", f"({signatory.th})", 118, "11-5", "10", "9", "8", "7", "6"),
        cell("seat", position.th, 118, "9-5", "8", "7", "6"),
        cell("seat-of", office.th, 118, "9-5", "8", "7", "6"),
        Cell("สแกนเพื่อตรวจสอบ", "scan", "8"),
        Cell("Scan to verify", "scan-en", "8"),
        Cell("เลขที่ / Certificate No.", "number-label", "8-5"),
        Cell("ตรวจสอบได้ที่ / Verify at", "check-label", "8-5"),
        cell("check", verify_at, 70, "8-5", "7", "6"),
        Cell(FINE, "fine", "7"),
    )


def own(words: Words, number: str) -> list[Cell]:
    """The holder's lines: name, marks, number."""
    name, english = words.holder.th or words.holder.en, words.holder.en if words.holder.th else ""
    return [
        cell("name", name, 245, "27", "24", "21", "18", "15", "12", "9", weight=700),
        cell("name-en", english, 245, "11-5", "9", "7"),
        *_marks(words),
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


def _labels(names: Sequence[Pair]) -> Iterator[Cell]:
    width = mark_width(len(names))
    for place, name in enumerate(names):
        both = f"{name.th} / {name.en}"
        text = both if name.en not in ("", name.th) and fits(both, width, 7) else name.th
        yield cell(f"label n{len(names)} c{place}", text, width, "8-5", "7", "6", "5")


def _marks(words: Words) -> Iterator[Cell]:
    marks = marks_of(words)
    width = mark_width(len(marks))
    for place, mark in enumerate(marks):
        at = f"n{len(marks)} c{place}"
        english = mark.level.en if mark.level.en != mark.level.th else ""
        yield cell(f"level {at}", mark.level.th or mark.score, width, "14", "11", "9", "7", "6", weight=700)
        small = " · ".join(filter(None, [english, mark.score])) if mark.level.th else ""
        yield cell(f"score {at}", small, width, "8-5", "7", "6", "5")


def fits(text: str, width: float, size: float) -> bool:
    return faces.rough_width(text, 400) * MM_IN_POINT * size <= width


def detail_th(words: Words) -> str:
    """Hours, days and validity as a Thai official paper says them, in Thai digits."""
    hours = f"จำนวน {words.hours} ชั่วโมง " if words.hours else ""
    valid = f" ใช้ได้ถึงวันที่ {thai.thai_date_long(words.valid_until, 'th')}" if words.valid_until else ""
    first, last = (thai.thai_date_long(day, "th") for day in (words.starts_on, words.ends_on))
    when = f"เมื่อวันที่ {first}" if first == last else f"ระหว่างวันที่ {first} ถึงวันที่ {last}"
    return thai.thai_digits(f"{hours}{when}{valid}")


def detail_en(words: Words) -> str:
    """The same in English."""
    hours = f"{words.hours} hours, " if words.hours else ""
    valid = f"; valid until {thai.thai_date_long(words.valid_until, 'en')}" if words.valid_until else ""
    first, last = (thai.thai_date_long(day, "en") for day in (words.starts_on, words.ends_on))
    when = first if first == last else f"{first} to {last}"
    return f"{hours}{when}{valid}"
