"""Files sent to the browser under their Thai names (RFC 6266), never kept by a shared cache."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse

from hcec.core.sheets.write import csv_bytes, xlsx_bytes

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')


def download(content: bytes, filename: str, content_type: str, *, inline: bool = False) -> HttpResponse:
    """A response that saves (or with `inline` shows) the file under its name, private to the person."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = disposition(filename, inline=inline)
    response["Cache-Control"] = "private, no-store"
    return response


def disposition(filename: str, *, inline: bool = False) -> str:
    """The header with the name in UTF-8 and, for old programs, a plain one of the same kind."""
    name = _NOT_IN_NAMES.sub("_", unicodedata.normalize("NFC", filename)).strip(". ")[-120:] or "file"
    path = PurePath(name)
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", path.stem).strip("_.-") or "download"
    ending = re.sub(r"[^A-Za-z0-9.]", "", path.suffix)
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}{ending}\"; filename*=UTF-8''{quote(name, safe='')}"


def csv_response(filename: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The table as a CSV download."""
    return download(csv_bytes(columns, rows), filename, "text/csv; charset=utf-8")


def xlsx_response(filename: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The table as an XLSX download."""
    return download(xlsx_bytes(columns, rows), filename, XLSX)
