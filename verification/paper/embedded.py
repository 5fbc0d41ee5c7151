"""A small font inside a PDF: five objects, with the map that turns its glyphs back into text (ISO 32000-1, 9.7 and 9.10)."""

from collections.abc import Iterable
from functools import lru_cache

from hcec.core.pdf.textlayer import glyph_texts
from verification.paper import faces
from verification.paper.lines import face_of
from verification.paper.parts import stream
from verification.paper.smallfont import SmallFont

COUNT = 5

_TYPE_0 = (
    b"<</Type/Font/Subtype/Type0/BaseFont %s/Encoding/Identity-H/ToUnicode %d 0 R/DescendantFonts[%d 0 R]>>"
)
_CID = (
    b"<</Type/Font/Subtype/CIDFontType2/BaseFont %s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    b"/CIDToGIDMap/Identity/W[0[%s]]/FontDescriptor %d 0 R>>"
)
_DESCRIPTOR = (
    b"<</Type/FontDescriptor/FontName %s/Flags 4/FontBBox[0 -232 876 1068]/ItalicAngle 0/Ascent 1068/Descent -232"
    b"/CapHeight 1068/StemV 80/StemH 80/FontFile2 %d 0 R>>"
)
_MAP_HEAD = (
    b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def/CMapName/Adobe-Identity-UCS def/CMapType 2 def"
    b" 1 begincodespacerange<0000><ffff>endcodespacerange"
)
_MAP_END = b"endcmap CMapName currentdict/CMap defineresource pop end end"


def font_objects(font: SmallFont, first: int) -> dict[int, bytes]:
    """The objects of the font by number, from `first` on: font, descendant, descriptor, file, map to text."""
    file, upem, texts = font.file(), face_of(font.weight).upem, _texts(font.weight)
    name = b"/HCEC%c%c+Sarabun-%d" % (65 + first // 26 % 26, 65 + first % 26, font.weight)
    widths = b" ".join(b"%d" % round(width * 1000 / upem) for width, _bearing in font.metrics)
    pairs = [(at, texts[mark.glyph]) for mark, at in font.numbers.items() if texts.get(mark.glyph)]
    return {
        first: _TYPE_0 % (name, first + 4, first + 1),
        first + 1: _CID % (name, widths, first + 2),
        first + 2: _DESCRIPTOR % (name, first + 3),
        first + 3: stream(file, b"/Length1 %d" % len(file)),
        first + 4: stream(_to_unicode(pairs)),
    }


@lru_cache(maxsize=4)
def _texts(weight: int) -> dict[int, str]:
    return glyph_texts(faces.file_of(weight))


def _to_unicode(pairs: Iterable[tuple[int, str]]) -> bytes:
    rows = [b"<%04x><%s>" % (at, text.encode("utf-16-be").hex().encode()) for at, text in pairs]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]  # no more are allowed in one
    inside = [b"%d beginbfchar\n%s\nendbfchar" % (len(block), b"\n".join(block)) for block in blocks]
    return b"\n".join([_MAP_HEAD, *inside, _MAP_END])
