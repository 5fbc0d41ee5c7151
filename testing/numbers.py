"""Booking codes: eight random signs and a check sign, easy to say on the telephone and to type on a phone.

The alphabet is Crockford's base 32 (no I, L, O, U), and so is the check sign, because these codes are read aloud.
"""

import re

from hcec.core.numbers import CROCKFORD, check_sign, random_part, random_part_clean

LENGTH = 8  # forty bits: two in five million are the same by a chance of about one in ten thousand a year


def new_code() -> str:
    """A new code that nobody can guess from another."""
    body = random_part(LENGTH)
    return body + check_sign(body)


def shown(code: str) -> str:
    """As printed: K7Q-XM2-RD5."""
    return "-".join(code[start : start + 3] for start in range(0, len(code), 3))


def clean(typed: str) -> str:
    """The code that was meant: upper case, without dashes and spaces, with I, L and O read as 1, 1 and 0."""
    return re.sub(r"[^0-9A-Z]", "", random_part_clean(typed))


def is_code(typed: str) -> bool:
    """Whether the text can be a code at all: right length, right signs, right check sign."""
    code = clean(typed)
    if len(code) != LENGTH + 1 or set(code) - set(CROCKFORD):
        return False
    return check_sign(code[:-1]) == code[-1]
