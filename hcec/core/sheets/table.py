"""A grid read against the columns that are asked for: values by name, and each problem with the number of its row."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from hcec.core import thai
from hcec.core.sheets import limits
from hcec.core.sheets.escape import unescape_cell
from hcec.core.sheets.grid import Cell, Grid, Spoilt, Unreadable, read_grid


@dataclass(frozen=True)
class Column:
    """One column that is asked for: the name in code, the headings that people write, and what its cells must be.

    `kind`: text (one spelling, single spaces), digits (IDs: Arabic digits, no dashes), number (Decimal), date (date).
    `required`: the column must be there; `filled`: no cell may be empty; `unique`: no value may come twice.
    """

    name: str
    headings: tuple[str, ...]
    kind: str = "text"
    required: bool = True
    filled: bool = True
    unique: bool = False
    max_length: int = 255


@dataclass(frozen=True)
class Problem:
    """Something to mend in the file: the row as the spreadsheet numbers it (None: the whole file), the heading, why."""

    row: int | None
    column: str
    message: str

    def __str__(self) -> str:
        if self.row is None:
            return self.message
        if not self.column:
            return _("Row %(row)s: %(message)s") % {"row": self.row, "message": self.message}
        facts = {"row": self.row, "column": self.column, "message": self.message}
        return _("Row %(row)s, column “%(column)s”: %(message)s") % facts


@dataclass(frozen=True)
class Row:
    """The values of one row by column name; an empty cell is an empty text, or None for a number or a date."""

    number: int
    values: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


@dataclass
class Table:
    """What was read. Rows with a problem are among the rows: look at `ok` before writing anything."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    encoding: str = ""
    sha256: str = ""

    @property
    def ok(self) -> bool:
        return not self.problems

    def complain(self, row: int | None, column: str, message: str) -> None:
        """Note a problem; past the limit only that there are more."""
        if len(self.problems) < limits.PROBLEMS:
            self.problems.append(Problem(row, column, message))
        elif len(self.problems) == limits.PROBLEMS:
            self.problems.append(
                Problem(None, "", _("There are more problems. Mend these first and upload again."))
            )


def read_table(uploaded_file: BinaryIO, columns: Sequence[Column]) -> Table:
    """The table in an uploaded CSV or XLSX file. Bad content never raises: it is in `problems`, row by row."""
    try:
        grid = read_grid(uploaded_file)
    except Unreadable as refusal:
        return Table(problems=[Problem(None, "", str(refusal))])
    table = Table(encoding=grid.encoding, sha256=grid.sha256)
    places = _match_headings(grid, columns, table)
    if table.ok:
        _read_rows(grid, columns, places, table)
    return table


def sentence_about(row: int, *, cells: int = 0, width: int = 0, spoilt: Spoilt | None = None) -> str:
    """What to say of a row that is longer than its heading, or of a cell in it without an honest value."""
    return str(Problem(row, "", _spoilt(spoilt) if spoilt else _unequal(cells, width)))


def _match_headings(grid: Grid, columns: Sequence[Column], table: Table) -> dict[str, int]:
    place, cells = grid.rows[0]
    wanted = {_folded(heading): column for column in columns for heading in (*column.headings, column.name)}
    places: dict[str, int] = {}
    for number, cell in enumerate(cells):
        written = cell if isinstance(cell, str) else cell.text
        column = wanted.get(_folded(written))
        if column is None:
            table.ignored.extend([thai.normalise(_printable(written))] if written.strip() else [])
        elif column.name in places:
            table.complain(place, column.headings[0], _("This heading comes twice."))
        else:
            places[column.name] = number
    if missing := [column.headings[0] for column in columns if column.required and column.name not in places]:
        table.complain(
            None, "", _("These columns are missing: %(columns)s.") % {"columns": ", ".join(missing)}
        )
    if table.ok and len(grid.rows) == 1:
        table.complain(None, "", _("There is a heading but no row below it."))
    return places


def _read_rows(grid: Grid, columns: Sequence[Column], places: dict[str, int], table: Table) -> None:
    width = len(grid.rows[0][1])
    seen: dict[tuple[str, Any], int] = {}
    for number, cells in grid.rows[1:]:
        if grid.ragged and len(cells) != width:
            table.complain(number, "", _unequal(len(cells), width))
            continue
        values = {}
        for column in columns:
            place = places.get(column.name, -1)
            cell = cells[place] if 0 <= place < len(cells) else ""
            try:
                value = values[column.name] = _value(cell, column)
            except ValueError as wrong:
                table.complain(number, column.headings[0], str(wrong))
                continue
            first = seen.setdefault((column.name, value), number) if column.unique and value else number
            if first != number:
                table.complain(number, column.headings[0], _("The same as in row %(row)s.") % {"row": first})
        table.rows.append(Row(number, values))


def _value(cell: Cell, column: Column) -> Any:
    """The cell as the column's kind has it. Raises ValueError with the sentence."""
    if isinstance(cell, Spoilt):
        raise ValueError(_spoilt(cell))
    if len(cell) > limits.CELL_LETTERS or _printable(cell) != cell:
        raise ValueError(_("The cell holds characters that cannot be printed, or far too many."))
    text = thai.normalise(unescape_cell(cell))
    if cell.lstrip().startswith("="):
        raise ValueError(_spoilt(Spoilt("formula", cell)))
    if not text:
        if column.filled and column.name:
            raise ValueError(_("The cell is empty."))
        return "" if column.kind in ("text", "digits") else None
    if len(text) > column.max_length:
        raise ValueError(_("Longer than %(limit)s characters.") % {"limit": column.max_length})
    return _KINDS[column.kind](text)


def _digits(text: str) -> str:
    clean = thai.national_id_clean(text)
    try:
        spoilt = "e" in clean.lower() and Decimal(clean) > 0
    except InvalidOperation:
        spoilt = False
    if spoilt:
        raise ValueError(_spoilt(Spoilt("digits", text)))
    return clean


def _number(text: str) -> Decimal:
    try:
        number = Decimal(thai.arabic_digits(text).replace(",", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        raise ValueError(_("“%(text)s” is not a number.") % {"text": text[:40]})
    return number


def _date(text: str) -> date:
    return thai.parse_date(text)


_KINDS: dict[str, Callable[[str], Any]] = {"text": str, "digits": _digits, "number": _number, "date": _date}


def _unequal(cells: int, width: int) -> str:
    return _("The row has %(cells)s cells, the heading has %(width)s.") % {"cells": cells, "width": width}


def _spoilt(cell: Spoilt) -> str:
    if cell.why == "formula":
        return _("The cell holds a formula. Copy the column and paste it as values.")
    if cell.why == "error":
        return _("The cell holds the error %(text)s of the spreadsheet.") % {"text": cell.text[:20]}
    return _(
        "The spreadsheet has shortened this number to %(text)s. Make the column text and type it again."
    ) % {"text": cell.text[:30]}


def _printable(text: str) -> str:
    return "".join(
        letter
        for letter in text
        if letter in "\t\r\n" or unicodedata.category(letter) not in ("Cc", "Cs", "Cn")
    )


def _folded(heading: str) -> str:
    return thai.normalise(_printable(heading)).strip(" *:").casefold()
