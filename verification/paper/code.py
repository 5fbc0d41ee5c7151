"""The QR code of a certificate's address: the same black runs for the page that WeasyPrint draws and for the stencil."""

from collections.abc import Iterator
from itertools import groupby

import segno

QUIET = 4  # modules of white around, as the standard asks
MASK = 3  # always the same one: every mask is valid, and trying all eight takes five times as long


def rows_of(text: str) -> list[bytes]:
    """The modules of the code, row by row, 1 for black; error correction M or better."""
    return [bytes(row) for row in segno.make(text, error="m", micro=False, mask=MASK).matrix]


def runs_of(rows: list[bytes]) -> Iterator[tuple[int, int, int]]:
    """(row, first module, behind the last) of every black run, the quiet zone counted in."""
    for y, row in enumerate(rows):
        x = QUIET
        for black, run in groupby(row):
            length = len(list(run))
            if black:
                yield y + QUIET, x, x + length
            x += length


def path_of(rows: list[bytes]) -> str:
    """The runs as the path of an SVG, each a line one module thick."""
    return "".join(f"M{left} {y}.5H{right}" for y, left, right in runs_of(rows))


def side_of(rows: list[bytes]) -> int:
    """Modules of one side, the quiet zone counted in."""
    return len(rows) + 2 * QUIET
