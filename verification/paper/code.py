"""The QR code of a certificate's address: the same black runs for the page that WeasyPrint draws and for the stencil.

ISO/IEC 18004, byte mode, error correction M, always mask 3: every mask is valid, and trying all eight as libraries do
takes longer than the rest of the paper. Versions 1 to 6 (106 bytes) are made here, longer addresses by segno.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import segno

QUIET = 4  # modules of white around
MASK = 3
# Version: correction bytes of a block, data bytes of each block (table 9, level M).
BLOCKS = {
    1: (10, (16,)),
    2: (16, (28,)),
    3: (26, (44,)),
    4: (18, (32, 32)),
    5: (24, (43, 43)),
    6: (16, (27,) * 4),
}
_RUN = re.compile("1+")


class Plan(NamedTuple):
    """A version: for each module the place of its bit in the message; two more places hold a fixed 0 and 1."""

    rows: list[list[int]]
    bits: int
    mask: int


def rows_of(text: str) -> list[str]:
    """The modules of the code, row by row, "1" for black."""
    data = text.encode()
    version = next((version for version, (_, blocks) in BLOCKS.items() if len(data) + 2 <= sum(blocks)), 0)
    if not version:
        made = segno.make(text, error="m", micro=False, mask=MASK, boost_error=False)
        return ["".join("1" if module else "0" for module in row) for row in made.matrix]
    plan = plan_of(version)
    bits = (
        format(int.from_bytes(_message(data, version)) << plan.bits % 8 ^ plan.mask, f"0{plan.bits}b") + "01"
    )
    return ["".join([bits[place] for place in row]) for row in plan.rows]


def runs_of(rows: list[str]) -> Iterator[tuple[int, int, int]]:
    """(row, first module, behind the last) of every black run, the quiet zone counted in."""
    for y, row in enumerate(rows, QUIET):
        for run in _RUN.finditer(row):
            yield y, run.start() + QUIET, run.end() + QUIET


def path_of(rows: list[str]) -> str:
    """The runs as the path of an SVG, each a line one module thick."""
    return "".join(f"M{left} {y}.5H{right}" for y, left, right in runs_of(rows))


def side_of(rows: list[str]) -> int:
    """Modules of one side, the quiet zone counted in."""
    return len(rows) + 2 * QUIET


def _message(data: bytes, version: int) -> bytes:
    """Mode, length, data and padding in blocks, each with its correction, interleaved (7.4 to 7.6)."""
    correction, sizes = BLOCKS[version]
    whole = ((4 << 8 | len(data)) << 8 * len(data) | int.from_bytes(data)) << 4
    codewords = whole.to_bytes(len(data) + 2)
    codewords += (b"\xec\x11" * sum(sizes))[: sum(sizes) - len(codewords)]
    blocks = [codewords[start : start + sizes[0]] for start in range(0, len(codewords), sizes[0])]
    tails = [_correction(block, correction) for block in blocks]
    return b"".join(bytes(column) for parts in (blocks, tails) for column in zip(*parts, strict=True))


def _correction(block: bytes, length: int) -> bytes:
    """The remainder by the generator polynomial of GF(256) (7.5.2)."""
    table, top, rest = _multiples(length), 8 * (length - 1), 0
    low = (1 << top) - 1
    for byte in block:
        rest = (rest & low) << 8 ^ table[rest >> top ^ byte]
    return rest.to_bytes(length)


@lru_cache(maxsize=8)
def _multiples(length: int) -> list[int]:
    """Each of the 256 multiples of the generator polynomial, its first term left out, as one number."""
    powers = [1]
    for _ in range(254):
        powers.append(powers[-1] << 1 ^ (0x11D if powers[-1] & 0x80 else 0))
    logs = {value: power for power, value in enumerate(powers)}

    def times(a: int, b: int) -> int:
        return powers[(logs[a] + logs[b]) % 255] if a and b else 0

    generator = [1]
    for power in range(length):
        longer = [*generator, 0]
        for place, value in enumerate(generator, 1):
            longer[place] ^= times(value, powers[power])
        generator = longer
    return [int.from_bytes(bytes(times(factor, value) for value in generator[1:])) for factor in range(256)]


@lru_cache(maxsize=8)
def plan_of(version: int) -> Plan:
    """Where each bit of the message stands, and what the mask turns over (7.7.3, 7.8.2)."""
    fixed = _fixed(version)
    size = 17 + 4 * version
    places: dict[tuple[int, int], int] = {}
    for pair, right in enumerate(x for x in range(size - 1, 0, -2) for x in [x if x > 6 else x - 1]):
        for step in range(size):
            y = step if pair % 2 else size - 1 - step
            for x in (right, right - 1):
                if (y, x) not in fixed:
                    places[y, x] = len(places)
    bits = len(places)
    turned = "".join("1" if (y + x) % 3 == 0 else "0" for y, x in places)
    rows = [[places.get((y, x), bits + fixed.get((y, x), 0)) for x in range(size)] for y in range(size)]
    return Plan(rows, bits, int(turned, 2))


def _fixed(version: int) -> dict[tuple[int, int], int]:
    """The modules that carry no data: finders, timing, alignment, format (6.3, 7.9)."""
    size = 17 + 4 * version
    fixed: dict[tuple[int, int], int] = {}
    for middle_y, middle_x in ((3, 3), (3, size - 4), (size - 4, 3)):
        for y in range(middle_y - 4, middle_y + 5):
            for x in range(middle_x - 4, middle_x + 5):
                if 0 <= y < size and 0 <= x < size:
                    fixed[y, x] = int(max(abs(y - middle_y), abs(x - middle_x)) not in (2, 4))
    for place in range(8, size - 8):
        fixed[6, place] = fixed[place, 6] = 1 - place % 2
    if version > 1:
        for y in range(size - 9, size - 4):
            for x in range(size - 9, size - 4):
                fixed[y, x] = int(max(abs(y - size + 7), abs(x - size + 7)) != 1)
    for place, bit in enumerate(f"{_format():015b}"):
        near = place if place < 6 else place + 1 if place < 8 else 7 if place == 8 else 14 - place
        fixed[(8, near) if place < 8 else (near, 8)] = int(bit)
        fixed[(size - 1 - place, 8) if place < 7 else (8, size - 15 + place)] = int(bit)
    fixed[size - 8, 8] = 1
    return fixed


def _format() -> int:
    """Level M and the mask with their own correction, turned over as the standard asks (7.9.1)."""
    rest = MASK << 10
    for place in range(4, -1, -1):
        if rest >> place + 10 & 1:
            rest ^= 0x537 << place
    return (MASK << 10 | rest) ^ 0x5412
