"""A line of text as HarfBuzz shapes it, told in the terms in which Pango and WeasyPrint would draw it.

Pango works in 1/1024 of a pixel and WeasyPrint in thousandths of an em; both round. The same roundings in the same
order give the same places, so the stencil's page and WeasyPrint's own are the same picture.
"""

import re
from functools import lru_cache
from typing import NamedTuple

import uharfbuzz as harfbuzz

from verification.paper import faces

UNITS = 1024  # Pango's to a pixel
_THAI = re.compile("[\u0e01-\u0e3a\u0e40-\u0e5b]")
_LATIN = re.compile("[A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02b8]")


class Mark(NamedTuple):
    """A glyph of the font, moved by so many font units: 0 and 0 for most."""

    glyph: int
    right: int
    up: int


class Set(NamedTuple):
    """A glyph in a line, and the thousandths of an em by which the next one stands closer."""

    mark: Mark
    closer: int


class Line(NamedTuple):
    """A shaped line; `width` in Pango's units, `widths` those of its glyphs in thousandths of an em."""

    glyphs: tuple[Set, ...]
    width: int
    widths: dict[Mark, int]


class Face(NamedTuple):
    """One weight, ready to shape."""

    face: harfbuzz.Face
    upem: int
    known: frozenset[int]


@lru_cache(maxsize=4)
def face_of(weight: int) -> Face:
    face = harfbuzz.Face(faces.file_of(weight))
    return Face(face, face.upem, frozenset(face.unicodes))


@lru_cache(maxsize=256)
def _font_of(weight: int, scale: int) -> harfbuzz.Font:
    font = harfbuzz.Font(face_of(weight).face)
    font.scale = (scale, scale)
    return font


@lru_cache(maxsize=4096)
def can_set(text: str, weight: int) -> bool:
    """Whether the font has every sign, so that nothing must be borrowed from another font."""
    known = face_of(weight).known
    return all(ord(sign) in known for sign in text)


@lru_cache(maxsize=4096)
def line_of(text: str, weight: int, scale: int) -> Line:
    """The line at a font size of `scale` of Pango's units."""
    font, upem = _font_of(weight, scale), face_of(weight).upem
    glyphs: list[Set] = []
    widths: dict[Mark, int] = {}
    total = 0
    for run, script in _runs(text):
        buffer = harfbuzz.Buffer()
        buffer.add_str(run)
        buffer.direction, buffer.script, buffer.language = "ltr", script, "th"
        harfbuzz.shape(font, buffer)
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            right, up = (round(offset * upem / scale) for offset in (place.x_offset, place.y_offset))
            mark = Mark(info.codepoint, right, up)
            own = widths.get(mark)
            if own is None:
                own = widths[mark] = round(font.get_glyph_h_advance(info.codepoint) * 1000 / scale)
            glyphs.append(Set(mark, int(own - place.x_advance * 1000 / scale)))
            total += place.x_advance
    return Line(tuple(glyphs), total, widths)


def _runs(text: str) -> list[tuple[str, str]]:
    """The text by script, as Pango divides it: signs of no script go with what stands before them."""
    runs: list[tuple[str, str]] = []
    current, start = "", 0
    for place, sign in enumerate(text):
        script = "Thai" if _THAI.match(sign) else "Latn" if _LATIN.match(sign) else current
        if current and script != current:
            runs.append((text[start:place], current))
            start = place
        current = script or current
    return [*runs, (text[start:], current or "Zyyy")]
