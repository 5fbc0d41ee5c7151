"""Formula injection: a cell that a spreadsheet program would run is written so that it is only read.

The switch of django-import-export takes one "=" away and leaves + - @ TAB CR alone; this rule does not (reliability 12).
"""

import re

_STARTS = "=+\\-@\t\r\n＝＋－＠"
_DANGER = re.compile(f'[ \u00a0"]*[{_STARTS}]')
_QUOTED = re.compile(f"'+[ \u00a0\"]*[{_STARTS}]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(,\d{3})*(\.\d+)?%?")


def escape_cell(value: str) -> str:
    """The text with an apostrophe before it where a program could take it for a formula. Plain numbers stay."""
    if _QUOTED.match(value):
        return f"'{value}"  # so that reading back takes away ours and leaves theirs
    if _DANGER.match(value) and not _PLAIN_NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def unescape_cell(value: str) -> str:
    """The text as it was before `escape_cell`."""
    return value[1:] if _QUOTED.match(value) else value
