"""Glyphs that are other glyphs, moved: how a tone mark gets its height inside the font instead of in the page."""

import io
from collections.abc import Mapping
from typing import NamedTuple

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import ARGS_ARE_XY_VALUES, ROUND_XY_TO_GRID, Glyph, GlyphComponent


class Shift(NamedTuple):
    """A glyph moved by so many font units."""

    glyph: int
    right: int
    up: int


def added(font_file: bytes, shifts: Mapping[Shift, int]) -> bytes:
    """The TrueType file with one composite glyph more for each shift, at the number given for it."""
    font = TTFont(io.BytesIO(font_file), lazy=True, recalcTimestamp=False, recalcBBoxes=False)
    glyf, metrics = font["glyf"], font["hmtx"].metrics
    names = list(font.getGlyphOrder())
    names += [f"glyph{number:05d}" for number in range(len(names), max(shifts.values()) + 1)]
    for name in names[len(glyf.glyphOrder) :]:
        glyf.glyphs[name] = Glyph()
        metrics[name] = (0, 0)
    for table in (font, glyf):
        table.glyphOrder = names
    glyf._reverseGlyphOrder = font._reverseGlyphOrderDict = {
        name: number for number, name in enumerate(names)
    }
    for shift, number in shifts.items():
        glyf.glyphs[names[number]] = glyph = _moved(names[shift.glyph], shift)
        glyph.recalcBounds(glyf)
        # The side bearing must be the outline's own left edge: readers move the outline by the difference.
        metrics[names[number]] = (metrics[names[shift.glyph]][0], glyph.xMin)
    font["maxp"].numGlyphs = len(names)
    font["maxp"].maxComponentDepth = max(font["maxp"].maxComponentDepth, 1) + 1
    written = io.BytesIO()
    font.save(written, reorderTables=None)
    return written.getvalue()


def _moved(name: str, shift: Shift) -> Glyph:
    component = GlyphComponent()
    component.glyphName, component.x, component.y = name, shift.right, shift.up
    component.flags = ARGS_ARE_XY_VALUES | ROUND_XY_TO_GRID
    glyph = Glyph()
    glyph.numberOfContours = -1
    glyph.components = [component]
    return glyph
