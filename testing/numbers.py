"""Booking codes: eight random signs and a check sign, easy to say on the telephone and to type on a phone.

The alphabet is Crockford's base 32 (no I, L, O, U), and so is the check sign, because these codes are
read aloud. It is the weighted sum over GF(32) with the weights 2, 4, 8 ...: it finds every single wrong sign and
every swap of two neighbours.
"""

import re

from hcec.core.numbers import CROCKFORD, random_part, random_part_clean

LENGTH = 8  # forty bits: two in five million are the same by a chance of about one in ten thousand a year


def _times(a: int, b: int) -> int:
    """Product in GF(32) modulo x^5 + x^2 + 1."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a, b = a << 1, b >> 1
        if a & 32:
            a ^= 0b100101
    return product


def check_sign(body: str) -> str:
    """The sign that belongs behind these signs."""
    weight, total = 1, 0
    for sign in body:
        weight = _times(weight, 2)
        total ^= _times(weight, CROCKFORD.index(sign))
    return CROCKFORD[total]


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
