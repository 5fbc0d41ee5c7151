"""A workbook as numbered rows of text, read by a child process that may die without harm."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from hcec.core.sheets import limits

_CHILD = Path(__file__).with_name("xlsx_child.py")
_BOUNDS = (limits.ROWS, limits.COLUMNS, limits.CHILD_MEMORY, limits.CHILD_SECONDS)


class NoWorkbook(Exception):
    """The message is the sentence for the person."""


def rows(content: bytes) -> list[tuple[int, list[Any]]]:
    """The rows of the first visible sheet with their numbers. Raises NoWorkbook with the sentence."""
    command = [sys.executable, "-I", "-W", "ignore", str(_CHILD), *map(str, _BOUNDS)]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, env={}, timeout=2 * limits.CHILD_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise NoWorkbook(_too_much()) from None
    if done.returncode < 0 or b"MemoryError" in done.stderr:
        raise NoWorkbook(_too_much())
    if done.returncode:
        raise NoWorkbook(
            _("The workbook cannot be read. Open it in your spreadsheet program and save it again as .xlsx.")
        )
    return [(place, cells) for place, cells in json.loads(done.stdout)]


def _too_much() -> str:
    return _("The workbook takes too long to read. Keep only the sheet with the table and save it again.")
