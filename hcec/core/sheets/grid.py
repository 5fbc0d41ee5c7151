"""From an uploaded file to numbered rows of cells, cheapest checks first: size, kind, zip directory, child, counts."""

import hashlib
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from django.utils.translation import gettext as _

from hcec.core.sheets import archive, limits, text, xlsx

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_TABLE = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
    b"MZ",
    b"\x7fELF",
)


class Unreadable(Exception):
    """The file as a whole cannot be taken. The message is the sentence for the person."""


class Spoilt(NamedTuple):
    """A cell with no honest value: why (formula, error, digits) and what stands there."""

    why: str
    text: str


Cell = str | Spoilt


@dataclass(frozen=True)
class Grid:
    """Numbered rows of cells; `ragged` where the file itself says how many cells a row has (CSV)."""

    rows: list[tuple[int, list[Cell]]]
    encoding: str
    sha256: str
    ragged: bool


def read_grid(file: BinaryIO) -> Grid:
    """Every row that is not empty, with the number it has in the file. Raises Unreadable with the sentence."""
    file.seek(0)
    content = file.read(limits.FILE_BYTES + 1)
    if len(content) > limits.FILE_BYTES:
        raise Unreadable(_("The file is larger than 5 MB. Split it, or keep only the table."))
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    if content.startswith(_OLE):
        raise Unreadable(
            _("This is an old Excel file (.xls) or one with a password. Save it as .xlsx without a password.")
        )
    if content.startswith(_NO_TABLE):
        raise Unreadable(_("This is not a table. Upload an Excel workbook (.xlsx) or a CSV file."))
    try:
        grid = _workbook(content) if content.startswith(_ZIP) else _text(content)
    except (xlsx.NoWorkbook, text.NoText) as refusal:
        raise Unreadable(str(refusal)) from None
    _count(grid)
    return grid


def _workbook(content: bytes) -> Grid:
    if complaint := archive.complaint(content):
        raise Unreadable(complaint)
    rows: list[tuple[int, list[Cell]]] = [
        (place, [cell if isinstance(cell, str) else Spoilt(*cell) for cell in cells])
        for place, cells in xlsx.rows(content)
    ]
    return Grid(rows, "xlsx", hashlib.sha256(content).hexdigest(), ragged=False)


def _text(content: bytes) -> Grid:
    decoded, encoding = text.decoded(content)
    rows: list[tuple[int, list[Cell]]] = []
    for place, cells in text.rows(decoded):
        rows.append((place, list(cells)))
        if len(rows) > limits.ROWS + 1:
            break
    return Grid(rows, encoding, hashlib.sha256(content).hexdigest(), ragged=True)


def _count(grid: Grid) -> None:
    if not grid.rows:
        raise Unreadable(_("The file is empty."))
    if len(grid.rows) - 1 > limits.ROWS:
        raise Unreadable(_("The table has more than 20,000 rows. Split it into several files."))
    if max(len(cells) for _place, cells in grid.rows) > limits.COLUMNS:
        raise Unreadable(_("The table has more than 50 columns. Keep only those that are asked for."))
