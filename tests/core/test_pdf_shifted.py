"""Glyphs that are other glyphs, moved."""

import io
import sys
from pathlib import Path

import fontpkg_sarabun
import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from hcec.core.pdf.fetcher import FONTS
from hcec.core.pdf.shifted import Shift, added
from hcec.core.pdf.textlayer import glyph_texts

FILES = [Path(fontpkg_sarabun.ROOT) / "files" / name for name in FONTS.values()]


@pytest.fixture(params=FILES, ids=[path.stem for path in FILES])
def content(request) -> bytes:
    return request.param.read_bytes()


def test_a_moved_glyph_has_the_outline_of_its_own_at_another_place(content):
    plain = TTFont(io.BytesIO(content))
    count, mark = len(plain.getGlyphOrder()), plain.getGlyphID("uni0E48")
    font = TTFont(io.BytesIO(added(content, {Shift(mark, -120, 250): count, Shift(mark, 30, 0): count + 2})))
    names = font.getGlyphOrder()
    assert len(names) == count + 3
    glyphs = font.getGlyphSet()

    def bounds(name: str) -> tuple:
        pen = BoundsPen(glyphs)
        glyphs[name].draw(pen)
        return pen.bounds

    left, bottom, right, top = bounds(names[mark])
    assert bounds(names[count]) == (left - 120, bottom + 250, right - 120, top + 250)
    assert bounds(names[count + 2]) == (left + 30, bottom, right + 30, top)
    assert bounds(names[count + 1]) is None
    assert font["hmtx"][names[count]] == (plain["hmtx"]["uni0E48"][0], left - 120)


def test_every_other_glyph_and_table_is_as_it_was(content):
    plain = TTFont(io.BytesIO(content))
    count = len(plain.getGlyphOrder())
    font = TTFont(io.BytesIO(added(content, {Shift(40, 1, 1): count})))
    assert font.reader.keys() == plain.reader.keys()
    for name in plain.getGlyphOrder():
        assert font["glyf"][name] == plain["glyf"][name]
        assert font["hmtx"][name] == plain["hmtx"][name]
    assert font.getBestCmap() == plain.getBestCmap()


def test_the_checksums_are_right(content):
    made = added(content, {Shift(40, 1, 1): len(TTFont(io.BytesIO(content)).getGlyphOrder())})
    assert sys.byteorder == "little"
    TTFont(io.BytesIO(made), checkChecksums=2).ensureDecompiled()


def test_an_empty_glyph_moved_is_empty(content):
    plain = TTFont(io.BytesIO(content))
    count, space = len(plain.getGlyphOrder()), plain.getGlyphID("space")
    font = TTFont(io.BytesIO(added(content, {Shift(space, 5, 5): count})))
    assert font["glyf"][font.getGlyphOrder()[count]].numberOfContours == 0
    assert font["hmtx"][font.getGlyphOrder()[count]][0] == plain["hmtx"]["space"][0]


def test_every_thai_glyph_knows_its_letters(content):
    font = TTFont(io.BytesIO(content))
    texts = {font.getGlyphName(number): text for number, text in glyph_texts(content).items()}
    assert texts["uni0E48.small"] == texts["uni0E48.narrow"] == "่"
    assert texts["uni0E4D0E49"] == texts["uni0E4D0E49.narrow"] == "้ํ"
    assert texts["yoYingthai.less"] == "ญ"
    assert texts["thoThanthai.less"] == "ฐ"
    assert texts["uni0E240E45"] == "ฤๅ"
