"""Thai names: one spelling for what looks the same, a dictionary order without ICU, titles joined as custom has it."""

import re
import unicodedata
from typing import Any

from django.db.models import F, Func, TextField, Value

# Invisible on paper and on screen, so two names that look the same would not be equal.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_ABOVE_BELOW = "ัิีึืฺุู็"
_TONES = "่้๊๋์"
_AM = re.compile(f"([{_TONES}]*)ํ([{_TONES}]*)า")
_TONE_FIRST = re.compile(f"([{_TONES}]+)([{_ABOVE_BELOW}]+)")
_TONE_AFTER_AM = re.compile(f"ำ([{_TONES}]+)")
_TWICE = re.compile(f"([{_ABOVE_BELOW}{_TONES}ํำ])\\1+")

_LEADING_VOWEL = "([เแโใไ])([ก-ฮ])"
_SECONDARY = "็่้๊๋์ํ๎ๆฯ"
_SORT_TABLE = str.maketrans("", "", _SECONDARY)

# The Office of the Royal Society writes a rank apart from the name and a title joined to it.
_WRITTEN_APART = re.compile(
    "(ว่าที่|พล|พัน|ร้อย|สิบ|จ่า|ดาบ|นาวา|เรือ|นาย(ดาบ|กองใหญ่|กอง|หมวด|หมู่)|ศาสตราจารย์|รองศาสตราจารย์|ผู้ช่วยศาสตราจารย์)"
)


def normalise(text: str) -> str:
    """The same text in one spelling: NFC, no invisible marks, single spaces, แ for เเ, ำ for ํ + า, vowel before tone."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    text = re.sub(r"\s+", " ", text).strip()
    text = text.replace("เเ", "แ")
    text = _AM.sub(r"\1\2ำ", text)
    text = _TONE_AFTER_AM.sub(r"\1ำ", text)
    text = _TONE_FIRST.sub(r"\2\1", text)
    return unicodedata.normalize("NFC", _TWICE.sub(r"\1", text))


def thai_sort_key(text: str) -> str:
    """Dictionary order of Thai as a plain string: the leading vowel behind its consonant, tone marks left out.

    Ties (words that differ in a tone mark only) are for the caller to break by the text itself.
    """
    return re.sub(_LEADING_VOWEL, r"\2\1", text).translate(_SORT_TABLE)


class ThaiSort(Func):
    """The rule of `thai_sort_key` inside PostgreSQL, immutable, so that a generated column can hold it.

    name_sort = GeneratedField(expression=ThaiSort("name"), output_field=ThaiSort.field(), db_persist=True)
    """

    function = "translate"

    def __init__(self, expression: Any, *rest: Value, **extra: Any) -> None:
        if rest:  # Django copies an expression with all its parts
            super().__init__(expression, *rest, **extra)
            return
        swapped = Func(
            F(expression) if isinstance(expression, str) else expression,
            Value(_LEADING_VOWEL),
            Value(r"\2\1"),
            Value("g"),
            function="regexp_replace",
            output_field=TextField(),
        )
        super().__init__(swapped, Value(_SECONDARY), Value(""), output_field=self.field(), **extra)

    @staticmethod
    def field() -> TextField:  # type: ignore[override]  # Django reads .field of columns, never of functions
        """The column type: text compared by code point, the same on every machine."""
        return TextField(db_collation="C")


def full_name(title: str, first: str, last: str) -> str:
    """Title, given name, family name as Thai papers print them: นายสมชาย ใจดี, but ว่าที่ร้อยตรี สมชาย ใจดี."""
    title, first, last = title.strip(), first.strip(), last.strip()
    apart = title.isascii() or bool(_WRITTEN_APART.match(title)) and not title.endswith(".")
    joined = f"{title}{' ' if title and apart else ''}{first}"
    return f"{joined} {last}".strip()
