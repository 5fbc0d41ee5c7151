"""Codes on the sheets of meetings, short enough to be typed: one for the meeting, one for each person at it (G5).

Nothing is kept for them: a code is the number of its row in Crockford's base 32 and a check sign behind it. The check sign
of a person goes over the meeting as well, so that a row of another sheet does not fit.
"""

import re

from hcec.core.numbers import CROCKFORD, check_sign, random_part_clean
from hcec.core.thai import arabic_digits

SHORTEST, WIDTH = 3, 10


def written(number: int, width: int) -> str:
    """The number in base 32, with zeros before it."""
    signs = ""
    while number:
        number, rest = divmod(number, 32)
        signs = CROCKFORD[rest] + signs
    return signs.rjust(width, "0")


def check_of(meeting: int, enrolment: int) -> str:
    return check_sign(written(meeting, WIDTH) + written(enrolment, WIDTH))


def meeting_code(meeting: int) -> str:
    """What stands on the head of a meeting's sheet, from its primary key."""
    body = written(meeting, SHORTEST)
    return body + check_sign(written(meeting, WIDTH))


def row_code(meeting: int, enrolment: int) -> str:
    """What stands beside a person on the sheet of one meeting, from both primary keys."""
    return written(enrolment, SHORTEST) + check_of(meeting, enrolment)


def read(typed: str) -> tuple[int, str] | None:
    """The number and the check sign that were typed; None for what can be no code. Thai digits, I, L and O are
    understood, and zeros in front that a spreadsheet has lost are not missed."""
    code = re.sub(r"\s", "", random_part_clean(arabic_digits(typed)))
    if not 1 < len(code) <= WIDTH + 1 or set(code) - set(CROCKFORD):
        return None
    number = 0
    for sign in code[:-1]:
        number = number * 32 + CROCKFORD.index(sign)
    return number, code[-1]


def meeting_of(typed: str) -> int | None:
    """The primary key behind a meeting's code; None where the code is wrong or its check sign does not fit."""
    found = read(typed)
    return found[0] if found and check_sign(written(found[0], WIDTH)) == found[1] else None


def enrolment_of(typed: str, meeting: int) -> int | None:
    """The primary key behind the row code of somebody at this meeting; None where it does not fit."""
    found = read(typed)
    return found[0] if found and check_of(meeting, found[0]) == found[1] else None
