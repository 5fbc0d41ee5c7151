"""Reads one workbook from standard input and writes its first sheet as JSON, inside limits, in a process of its own.

Run by path, isolated (-I) and without environment: it must import nothing of the portal. A cell is a text, or a pair
[why, text] where the sheet holds no honest value: a formula, an error, a number longer than a sheet can keep.
"""

import contextlib
import datetime
import io
import json
import re
import sys
from typing import Any

ROWS, COLUMNS, MEMORY, SECONDS = (int(number) for number in sys.argv[1:5])

if sys.platform != "win32":
    import resource

    with contextlib.suppress(ValueError, OSError):  # a lower limit that is already there is as good
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

import openpyxl  # noqa: E402  after the limits are set

FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "ctypes.", "urllib.")
EXACT = 10**15  # a sheet keeps fifteen digits


def guard(event: str, _arguments: tuple) -> None:
    """Whatever a workbook makes the reader do, it opens no connection and starts no program."""
    if event.startswith(FORBIDDEN):
        raise PermissionError(event)


def shown(cell: Any) -> Any:
    """The cell as text, in the form in which it would be typed."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        return ["formula" if cell.data_type == "f" else "error", str(value)[:200]]
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number(value, cell.number_format or "")
    if isinstance(value, datetime.datetime):
        whole_day = value.time() == datetime.time()
        return value.date().isoformat() if whole_day else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    return str(value)


def number(value: float, form: str) -> Any:
    """A number without exponent; with the zeros in front that a format of only zeros shows."""
    if value != value or abs(value) >= EXACT:
        return ["digits", str(value)]
    text = str(int(value)) if float(value).is_integer() else f"{value:.10f}".rstrip("0")
    return text.zfill(len(form)) if re.fullmatch("0+", form) else text


def main() -> None:
    """Numbered rows that are not empty, cut one past the limit so that the parent can tell."""
    book = openpyxl.load_workbook(io.BytesIO(sys.stdin.buffer.read()), read_only=True, keep_links=False)
    sys.addaudithook(guard)
    sheet = next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), book.worksheets[0])
    sheet.reset_dimensions()
    rows = []
    for place, row in enumerate(sheet.iter_rows(max_col=COLUMNS + 1), start=1):
        cells = [shown(cell) for cell in row]
        while cells and cells[-1] == "":
            cells.pop()
        if cells:
            rows.append([place, cells])
        if len(rows) > ROWS + 1:  # the heading is one of them
            break
    json.dump(rows, sys.stdout)


main()
