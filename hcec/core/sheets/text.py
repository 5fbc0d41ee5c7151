"""Delimited text as numbered rows: whatever encoding and separator a Thai office saves."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

_SEPARATORS = ",;\t|"
# Every byte is some Thai letter in Windows-874, but no Thai text puts a vowel mark on a Latin letter (Gérard) or a NUL.
_NOT_THAI = re.compile("[A-Za-z][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]|\x00")
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


class NoText(Exception):
    """The message is the sentence for the person."""


def decoded(content: bytes) -> tuple[str, str]:
    """The text and the encoding that fits: marked UTF-8 or UTF-16, else UTF-8, else Thai Windows-874."""
    for bom, encoding in _BOMS.items():
        if content.startswith(bom):
            return _strict(content, encoding), encoding
    if content[1:400:2].count(0) > len(content[1:400:2]) // 3:
        return _strict(content, "utf-16-le"), "utf-16-le"
    if content[0:400:2].count(0) > len(content[0:400:2]) // 3:
        return _strict(content, "utf-16-be"), "utf-16-be"
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text = _strict(content, "cp874")
    if _NOT_THAI.search(text):
        raise NoText(_unknown())
    return text, "cp874"


def rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines as cells with the number of the line they begin on; empty lines are left out. Raises NoText."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    while True:
        place = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise NoText(
                _("Line %(line)s cannot be read: a quotation mark is not closed.") % {"line": place}
            ) from None
        if any(cell.strip() for cell in cells):
            yield place, cells


def _separator(text: str) -> str:
    """By the first line that has one: lists of participants begin with a title."""
    heading = next((line for line in text.splitlines() if any(sign in line for sign in _SEPARATORS)), "")
    return max(_SEPARATORS, key=heading.count)


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise NoText(_unknown()) from None


def _unknown() -> str:
    return _(
        "The file is not a table: it is neither an Excel workbook (.xlsx) nor text in UTF-8, UTF-16 or Windows-874."
    )
