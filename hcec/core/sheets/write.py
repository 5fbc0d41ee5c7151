"""Exports: XLSX with real dates and numbers, CSV with the mark that lets Excel see Thai, no live cell in either."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from hcec.core import thai
from hcec.core.sheets import limits
from hcec.core.sheets.escape import escape_cell

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_EXACT = 10**15  # a sheet keeps fifteen digits of a number
_BUDDHIST = "[$-107041E]dd/mm/yyyy"  # the calendar of Thai Excel; other programs show the common era


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The table as CSV: UTF-8 with its mark, CRLF, every text escaped."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([_text(column) for column in columns])
    for row in rows:
        writer.writerow([_typed(cell) for cell in row])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def xlsx_bytes(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, sheet: str = "") -> bytes:
    """The table as a workbook of one sheet: heading frozen, dates and sums as such, every text escaped."""
    book = Workbook(write_only=True)
    page = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", _UNPRINTABLE.sub("", sheet))[:31] or None)
    page.freeze_panes = "A2"
    for number, column in enumerate(columns, start=1):
        page.column_dimensions[get_column_letter(number)].width = min(max(len(str(column)) + 4, 12), 40)
    page.append([_heading(page, column) for column in columns])
    for row in rows:
        page.append([_cell(page, cell) for cell in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _heading(page: Any, column: str) -> WriteOnlyCell:
    cell = _cell(page, str(column))
    cell.font = Font(bold=True)
    return cell


def _cell(page: Any, value: Any) -> WriteOnlyCell:
    if isinstance(value, bool) or value is None:
        return WriteOnlyCell(page, _typed(value))
    if isinstance(value, int | float | Decimal) and -_EXACT < value < _EXACT:
        cell = WriteOnlyCell(page, value)
        cell.number_format = "#,##0.00" if isinstance(value, Decimal) else "General"
        return cell
    if isinstance(value, datetime):
        cell = WriteOnlyCell(page, _local(value))
        cell.number_format = f"{_date_format()} hh:mm"
        return cell
    if isinstance(value, date):
        cell = WriteOnlyCell(page, value)
        cell.number_format = _date_format()
        return cell
    cell = WriteOnlyCell(page, _typed(value))
    cell.data_type = "s"  # openpyxl would make a formula of any text that begins with =
    cell.number_format = "@"
    return cell


def _typed(value: Any) -> str:
    """The value as a person would type it into a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return f"{_typed(_local(value).date())} {_local(value):%H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m}/{thai.be_year(value)}" if _in_thai() else value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value) if isinstance(value, int | float | Decimal) else _text(value)


def _text(value: Any) -> str:
    return escape_cell(_UNPRINTABLE.sub("", str(value)))[: limits.CELL_LETTERS]


def _local(value: datetime) -> datetime:
    return timezone.make_naive(value) if timezone.is_aware(value) else value


def _date_format() -> str:
    return _BUDDHIST if _in_thai() else "yyyy-mm-dd"


def _in_thai() -> bool:
    return not (get_language() or "th").startswith("en")
