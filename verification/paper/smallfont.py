"""A TrueType font of the few glyphs that one paper needs, written straight from the outlines of the full one.

Only the tables that a PDF asks for (ISO 32000-1, 9.9): head, hhea, maxp, hmtx, loca, glyf; no hinting. A glyph that
stands moved over its consonant becomes a glyph of its own, so that a line is one plain string (see hcec.core.pdf).
"""

import struct
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from hcec.core.pdf.shifted import _file, _tables
from verification.paper import faces
from verification.paper.lines import Mark

_WORDS_AS_XY = 0x0001 | 0x0002
_WORDS, _SCALE, _MORE, _TWO_SCALES, _FOUR_SCALES, _INSTRUCTIONS = (
    0x0001,
    0x0008,
    0x0020,
    0x0040,
    0x0080,
    0x0100,
)


class Full(NamedTuple):
    """The full font: its tables, where each outline lies, and the widths."""

    tables: dict[str, bytes]
    ends: tuple[int, ...]
    widths: list[tuple[int, int]]


@lru_cache(maxsize=4)
def full_of(weight: int) -> Full:
    tables = _tables(faces.file_of(weight))
    (count,) = struct.unpack_from(">H", tables["maxp"], 4)
    long = struct.unpack_from(">h", tables["head"], 50)[0]
    ends = struct.unpack_from(f">{count + 1}{'L' if long else 'H'}", tables["loca"])
    full = struct.unpack_from(">H", tables["hhea"], 34)[0]
    pairs = list(struct.iter_unpack(">Hh", tables["hmtx"][: 4 * full]))
    rest = struct.unpack_from(f">{count - full}h", tables["hmtx"], 4 * full)
    widths = pairs + [(pairs[-1][0], bearing) for bearing in rest]
    return Full(tables, ends if long else tuple(2 * end for end in ends), widths)


@lru_cache(maxsize=4096)
def outline_of(weight: int, glyph: int) -> tuple[bytes, tuple[int, ...]]:
    """The outline of a glyph without its hints, and the glyphs it is put together from (none for most)."""
    font = full_of(weight)
    data = font.tables["glyf"][font.ends[glyph] : font.ends[glyph + 1]]
    if not data:
        return b"", ()
    (contours,) = struct.unpack_from(">h", data)
    if contours >= 0:
        hints = 10 + 2 * contours
        (length,) = struct.unpack_from(">H", data, hints)
        return data[:hints] + b"\0\0" + data[hints + 2 + length :], ()
    return _composite(data)


def _composite(data: bytes) -> tuple[bytes, tuple[int, ...]]:
    """A composite without its hints, and its components in order."""
    place, parts, body = 10, [], b""
    more = _MORE
    while more & _MORE:
        more, part = struct.unpack_from(">HH", data, place)
        size = 4 + (4 if more & _WORDS else 2)
        size += 2 if more & _SCALE else 4 if more & _TWO_SCALES else 8 if more & _FOUR_SCALES else 0
        body += struct.pack(">H", more & ~_INSTRUCTIONS) + data[place + 2 : place + size]
        parts.append(part)
        place += size
    return data[:10] + body, tuple(parts)


class SmallFont:
    """Glyphs get their numbers in the order in which they are asked for; 0 stays empty."""

    def __init__(self, weight: int) -> None:
        self.weight = weight
        self.numbers: dict[Mark, int] = {}
        self.bodies: list[bytes] = [b""]
        self.metrics: list[tuple[int, int]] = [(0, 0)]

    def number(self, mark: Mark) -> int:
        """The glyph's number here; it is put in on first asking."""
        found = self.numbers.get(mark)
        if found is not None:
            return found
        plain = mark if not (mark.right or mark.up) else mark._replace(right=0, up=0)
        body, parts = outline_of(self.weight, mark.glyph)
        width, bearing = full_of(self.weight).widths[mark.glyph]
        if parts:
            body = _pointed(body, [self.number(Mark(part, 0, 0)) for part in parts])
        if plain is not mark and body:
            body, bearing = self._moved(mark, self.number(plain), body)
        self.numbers[mark] = number = len(self.bodies)
        self.bodies.append(body + bytes(-len(body) % 4))
        self.metrics.append((width, bearing))
        return number

    def numbers_of(self, marks: Iterable[Mark]) -> list[int]:
        return [self.number(mark) for mark in marks]

    def _moved(self, mark: Mark, number: int, plain: bytes) -> tuple[bytes, int]:
        left, bottom, right, top = struct.unpack_from(">4h", plain, 2)
        box = (left + mark.right, bottom + mark.up, right + mark.right, top + mark.up)
        body = struct.pack(">5h", -1, *box) + struct.pack(">HHhh", _WORDS_AS_XY, number, mark.right, mark.up)
        return body, box[0]

    def file(self) -> bytes:
        """The TrueType file."""
        font, count = full_of(self.weight), len(self.bodies)
        head, hhea, maxp = (bytearray(font.tables[name]) for name in ("head", "hhea", "maxp"))
        struct.pack_into(">h", head, 50, 1)
        struct.pack_into(">H", hhea, 34, count)
        struct.pack_into(">H", maxp, 4, count)
        elements, depth = struct.unpack_from(">2H", maxp, 28)
        struct.pack_into(">2H", maxp, 28, max(elements, 1), depth + 1)
        ends, place = [0], 0
        for body in self.bodies:
            place += len(body)
            ends.append(place)
        tables = {
            "glyf": b"".join(self.bodies), "loca": struct.pack(f">{count + 1}L", *ends), "head": bytes(head),
            "hmtx": b"".join(struct.pack(">Hh", *pair) for pair in self.metrics), "hhea": bytes(hhea), "maxp": bytes(maxp),
        }  # fmt: skip
        return _file(b"\0\1\0\0", tables)


def _pointed(body: bytes, numbers: list[int]) -> bytes:
    """A composite whose components carry their numbers of the small font."""
    written, place = bytearray(body), 10
    for number in numbers:
        (flags,) = struct.unpack_from(">H", written, place)
        struct.pack_into(">H", written, place + 2, number)
        place += 4 + (4 if flags & _WORDS else 2)
        place += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _FOUR_SCALES else 0
    return bytes(written)
