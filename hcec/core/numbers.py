"""Parts of the numbers that people copy by hand: letters that cannot be mistaken, and a check sign that notices slips."""

import secrets

# Crockford's base 32: no I, L, O, U, so that nothing is taken for 1 or 0 and no word appears by accident.
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})

# ISO 7064 MOD 37,36: one check sign over digits and letters; notices every single slip and nearly every swap of neighbours.
_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MODULUS = len(_SIGNS)


def random_part(length: int) -> str:
    """`length` signs of five bits each, from the system's randomness."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(length))


def random_part_clean(typed: str) -> str:
    """The random part as it was given out, from one that a person typed: capitals, I and L as 1, O as 0."""
    return typed.upper().translate(_READ_AS)


def check_character(body: str) -> str:
    """The check sign of ISO 7064 MOD 37,36 over the digits and capital letters of `body`; other signs do not count.

    Raises ValueError where there is no digit or letter at all.
    """
    signs = [_SIGNS.index(sign) for sign in body.upper() if sign in _SIGNS]
    if not signs:
        raise ValueError("Nothing to check")
    product = _MODULUS
    for value in signs:
        product = (product + value) % _MODULUS or _MODULUS
        product = product * 2 % (_MODULUS + 1)
    return _SIGNS[(_MODULUS + 1 - product) % _MODULUS]


def with_check(body: str, separator: str = "-") -> str:
    """The body with its check sign behind it."""
    return f"{body}{separator}{check_character(body)}"


def is_checked(number: str) -> bool:
    """True where the last digit or letter is the check sign of all before it. Separators and case do not count."""
    signs = [sign for sign in number.upper() if sign in _SIGNS]
    return len(signs) > 1 and check_character("".join(signs[:-1])) == signs[-1]


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
    """The sign of base 32 that belongs behind these signs of base 32: the weighted sum over GF(32), weights 2, 4, 8 ...

    It finds every single wrong sign and every swap of two neighbours, in texts of up to 30 signs.
    """
    weight, total = 1, 0
    for sign in body:
        weight = _times(weight, 2)
        total ^= _times(weight, CROCKFORD.index(sign))
    return CROCKFORD[total]
