"""Glyphs that are other glyphs, moved: how a tone mark gets its height inside the font instead of in the page.

Written straight into the TrueType tables (OpenType 1.9: glyf, loca, hmtx, maxp), because opening and saving three fonts
with fontTools would take a quarter of the time of a whole document.
"""

import struct
from array import array
from collections.abc import Mapping
from typing import NamedTuple

_WORDS_AS_XY = 0x0001 | 0x0002  # the two arguments of the component are 16-bit distances


class Shift(NamedTuple):
    """A glyph moved by so many font units."""

    glyph: int
    right: int
    up: int


class _Outlines:
    """The outlines and widths of a font while glyphs are put behind the last."""

    def __init__(self, tables: Mapping[str, bytes]) -> None:
        (self.count,) = struct.unpack_from(">H", tables["maxp"], 4)
        long = struct.unpack_from(">h", tables["head"], 50)[0]
        self.ends = list(struct.unpack_from(f">{self.count + 1}{'L' if long else 'H'}", tables["loca"]))
        if not long:
            self.ends = [2 * end for end in self.ends]
        self.glyf = bytearray(tables["glyf"])
        self.widths = _widths(tables["hmtx"], struct.unpack_from(">H", tables["hhea"], 34)[0], self.count)
        self.box = list(struct.unpack_from(">4h", tables["head"], 36))

    def add(self, shift: Shift | None) -> None:
        """Put one glyph behind the last: an empty one, or one that is another one moved."""
        start = self.ends[shift.glyph] if shift else 0
        if not shift or start == self.ends[shift.glyph + 1]:
            self.widths.append((self.widths[shift.glyph][0] if shift else 0, 0))
        else:
            left, bottom, right, top = struct.unpack_from(">4h", self.glyf, start + 2)
            box = (left + shift.right, bottom + shift.up, right + shift.right, top + shift.up)
            self.glyf += struct.pack(">5h", -1, *box)
            self.glyf += struct.pack(">HHhh2x", _WORDS_AS_XY, shift.glyph, shift.right, shift.up)
            # The side bearing must be the outline's own left edge: readers move the outline by the difference.
            self.widths.append((self.widths[shift.glyph][0], box[0]))
            self.box = [*map(min, self.box[:2], box[:2]), *map(max, self.box[2:], box[2:])]
        self.ends.append(len(self.glyf))
        self.count += 1


def added(font_file: bytes, shifts: Mapping[Shift, int]) -> bytes:
    """The TrueType file with one composite glyph more for each shift, at the number given for it."""
    tables = _tables(font_file)
    outlines = _Outlines(tables)
    outlines.glyf += bytes(-len(outlines.glyf) % 4)
    outlines.ends[-1] = len(outlines.glyf)
    wanted = {number: shift for shift, number in shifts.items()}
    for number in range(outlines.count, max(wanted) + 1):
        outlines.add(wanted.get(number))
    head, hhea, maxp = (bytearray(tables[name]) for name in ("head", "hhea", "maxp"))
    struct.pack_into(">4h", head, 36, *outlines.box)
    struct.pack_into(">h", head, 50, 1)
    struct.pack_into(">H", hhea, 34, outlines.count)
    struct.pack_into(">H", maxp, 4, outlines.count)
    elements, depth = struct.unpack_from(">2H", maxp, 28)
    struct.pack_into(">2H", maxp, 28, max(elements, 1), depth + 1)
    tables |= {
        "glyf": bytes(outlines.glyf),
        "loca": struct.pack(f">{len(outlines.ends)}L", *outlines.ends),
        "hmtx": b"".join(struct.pack(">Hh", *pair) for pair in outlines.widths),
        "head": bytes(head),
        "hhea": bytes(hhea),
        "maxp": bytes(maxp),
    }
    return _file(font_file[:4], tables)


def _widths(hmtx: bytes, full: int, count: int) -> list[tuple[int, int]]:
    pairs = list(struct.iter_unpack(">Hh", hmtx[: 4 * full]))
    bearings = struct.unpack_from(f">{count - full}h", hmtx, 4 * full)
    return pairs + [(pairs[-1][0], bearing) for bearing in bearings]


def _tables(font_file: bytes) -> dict[str, bytes]:
    (count,) = struct.unpack_from(">H", font_file, 4)
    records = struct.iter_unpack(">4sLLL", font_file[12 : 12 + 16 * count])
    return {tag.decode("latin-1"): font_file[start : start + size] for tag, _sum, start, size in records}


def _file(version: bytes, tables: Mapping[str, bytes]) -> bytes:
    """Header, directory and tables, each on a boundary of four bytes, with their checksums."""
    bits = len(tables).bit_length() - 1
    header = version + struct.pack(">4H", len(tables), 16 << bits, bits, 16 * len(tables) - (16 << bits))
    directory, bodies = b"", b""
    start = 12 + 16 * len(tables)
    for name, body in sorted(tables.items()):
        if name == "head":
            body = body[:8] + bytes(4) + body[12:]
        padded = body + bytes(-len(body) % 4)
        directory += struct.pack(
            ">4sLLL", name.encode("latin-1"), _sum(padded), start + len(bodies), len(body)
        )
        bodies += padded
    whole = bytearray(header + directory + bodies)
    place = whole.index(b"head", 12)
    (head,) = struct.unpack_from(">L", whole, place + 8)
    struct.pack_into(">L", whole, head + 8, (0xB1B0AFBA - _sum(bytes(whole))) % 2**32)
    return bytes(whole)


def _sum(padded: bytes) -> int:
    words = array("I", padded)
    words.byteswap()  # fonts are big-endian; the sum wraps at 32 bits
    return sum(words) % 2**32
