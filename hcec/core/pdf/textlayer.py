"""Make the text under the glyphs the text that was put in.

Three things spoil Thai in WeasyPrint's text layer, and each is mended here:
- a glyph is mapped to whatever text it first stood for (its issue 2841): the map now comes from the font itself;
- a mark is moved over its consonant by text rise and spacing, which readers take for another line or a space: the
  shift now lives in the font, as a composite glyph, and a line is one plain string of glyphs;
- ำ is drawn as two glyphs: a line that holds it carries its exact words as ActualText (ISO 32000-1, 14.9.4).
"""

import io
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pydyf
import weasyprint.draw.text
import weasyprint.pdf.fonts
import weasyprint.pdf.stream
from fontTools import agl
from fontTools.ttLib import TTFont
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from hcec.core.pdf import shifted

_AM = re.compile("[\u0e33\u0e4d]")  # ำ, whole or as it should not be typed: ํ + า
# One glyph holds the circle of ำ and a tone mark; the circle is read after the mark, beside the า that it belongs to.
_CIRCLE_AND_TONE = re.compile("\u0e4d([\u0e48-\u0e4b])")

_FAR = 3  # em; a font file holds no outline much farther out
_MANY = 4096  # a Thai page needs about fifty


@lru_cache(maxsize=16)
def glyph_texts(font_file: bytes) -> dict[int, str]:
    """What each glyph of a font stands for: by its character map, its name (uni0E48.small), or what it replaces."""
    font = TTFont(io.BytesIO(font_file), fontNumber=0, lazy=True)
    bases: dict[str, str] = {}
    for code, name in sorted((font.getBestCmap() or {}).items(), reverse=True):
        bases[name] = chr(code)  # the lowest code wins where several share a glyph
    replaced = _replaced(font)
    texts = {}
    for number, name in enumerate(font.getGlyphOrder()):
        text = bases.get(name) or agl.toUnicode(name) or bases.get(replaced.get(name, ""))
        if text:
            texts[number] = _CIRCLE_AND_TONE.sub("\\1\u0e4d", text)
    return texts


def _replaced(font: TTFont) -> dict[str, str]:
    """Which glyph each variant stands in for, where the font exchanges one for one (GSUB lookup type 1)."""
    lookups = font["GSUB"].table.LookupList if "GSUB" in font else None
    variants: dict[str, str] = {}
    for lookup in lookups.Lookup if lookups else ():
        for subtable in lookup.SubTable:
            exchange = getattr(subtable, "ExtSubTable", subtable)
            if exchange.LookupType == 1:
                variants |= {new: old for old, new in exchange.mapping.items() if new not in variants}
    return variants


class GlyphText(dict):
    """A font's map from glyph to text that believes the font before it believes the first use."""

    def __init__(self, font_file: bytes) -> None:
        super().__init__()
        self.known = glyph_texts(font_file)

    def __setitem__(self, glyph: int, text: str) -> None:
        super().__setitem__(glyph, self.known.get(glyph) or text)


class ReadableFont(weasyprint.pdf.fonts.Font):
    """WeasyPrint's font of a document, with the map of its glyphs and the shifted ones that the lines asked for."""

    file_content: bytes

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.shifts: dict[shifted.Shift, int] = {}
        self.plain = "glyf" in self.tables and not (
            self.png or self.svg or self.colr or "fvar" in self.tables
        )
        if self.plain:
            self.to_unicode = GlyphText(self.file_content)

    def shift(self, glyph: int, right: int, up: int, width: int) -> int:
        """The number of a glyph that is `glyph` moved by these font units; `width` in thousandths of an em."""
        wanted = shifted.Shift(glyph, right, up)
        if wanted not in self.shifts:
            self.shifts[wanted] = number = self.glyph_count + len(self.shifts)
            self.to_unicode[number] = self.to_unicode.known.get(glyph, "")
            self.widths[number] = width
        return self.shifts[wanted]

    def get_unused_glyph_id(self, codepoint: int) -> int:
        """A number for a character that no font has, from the far end: those behind the real glyphs are shifted ones."""
        return self.missing.setdefault(codepoint, 0xFFFF - len(self.missing))

    def clean(self, to_unicode: dict[int, str], hinting: bool) -> None:
        """Subset the file, then add the shifted glyphs, whose plain ones must be kept."""
        plain = {shift.glyph: "" for shift in self.shifts} if to_unicode else {}
        super().clean(to_unicode | plain, hinting)
        if self.shifts:
            self.file_content = shifted.added(self.file_content, self.shifts)


def mend() -> None:
    """Put the changes into WeasyPrint; a second time changes nothing."""
    if weasyprint.pdf.stream.Font is ReadableFont:
        return
    weasyprint.pdf.stream.Font = ReadableFont
    original = weasyprint.draw.text.draw_first_line

    def draw(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> Any:
        whole = text_overflow == "clip" and block_ellipsis == "none"
        if not whole or not textbox.text.strip() or textbox.style["font_size"] < 1e-6:
            return original(stream, textbox, text_overflow, block_ellipsis, matrix)
        _shift_marks(stream, textbox)
        if not _AM.search(textbox.text):
            return original(stream, textbox, text_overflow, block_ellipsis, matrix)
        words = pydyf.Dictionary({"ActualText": pydyf.String(textbox.text)})
        stream.begin_marked_content("Span", words.data)
        try:
            return original(stream, textbox, text_overflow, block_ellipsis, matrix)
        finally:
            stream.end_marked_content()

    weasyprint.draw.text.draw_first_line = draw


def _shift_marks(stream: Any, textbox: Any) -> None:
    """Exchange each glyph that Pango moved aside or up for the glyph of the font that is already there."""
    layout = textbox.pango_layout
    pango.pango_layout_set_single_paragraph_mode(
        layout.layout, True
    )  # as drawing does: else the line is made anew
    line, _next = layout.get_first_line()
    for pango_font, info in _moved_glyphs(line):
        font, size = stream.add_font(pango_font)
        if not font.plain or info.glyph >= font.glyph_count:
            continue
        unit = font.upem / size * FROM_UNITS
        pango.pango_font_get_glyph_extents(pango_font, info.glyph, stream.ink_rect, stream.logical_rect)
        width = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
        right, up = round(info.geometry.x_offset * unit), round(-info.geometry.y_offset * unit)
        if max(abs(right), abs(up)) > _FAR * font.upem or len(font.shifts) >= _MANY:
            continue  # a tower of marks, made to break something: drawn, but not read
        info.glyph = font.shift(info.glyph, right, up, width)
        info.geometry.x_offset = info.geometry.y_offset = 0


def _moved_glyphs(line: Any) -> Iterator[tuple[Any, Any]]:
    run = line.runs[0] if line.runs != ffi.NULL else ffi.NULL
    while run != ffi.NULL:
        glyphs = run.data.glyphs
        for number in range(glyphs.num_glyphs):
            geometry = glyphs.glyphs[number].geometry
            if geometry.x_offset or geometry.y_offset:
                yield run.data.item.analysis.font, glyphs.glyphs[number]
        run = run.next
