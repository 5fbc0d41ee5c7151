"""Certificate numbers: HCEC-10-01-2570-000123-7KQ4MX2P says where, which fiscal year and the how-many-eth.

The last group is seven random signs (35 bits), so that nobody finds a certificate by counting, and the check
sign of ISO 7064 MOD 37,36 over everything before it, so that a slip of the pen is told from a forgery.
"""

from hcec.core import thai
from hcec.core.numbers import CROCKFORD, check_character, random_part, random_part_clean

LENGTH = 8  # of the last group
LONGEST = 60  # what anybody may type


def draw(center_code: str, fiscal_year: int, seq: int) -> str:
    """A new number. The random part is drawn again until its check sign is one that cannot be misread."""
    body = f"{center_code}-{fiscal_year}-{seq:06d}".upper()
    while True:
        random = random_part(LENGTH - 1)
        sign = check_character(body + random)
        if sign in CROCKFORD:
            return f"{body}-{random}{sign}"


def key_of(typed: str) -> str:
    """What is looked up: no dashes and spaces, capitals, Arabic digits; in the last group O is 0, I and L are 1."""
    signs = "".join(
        sign for sign in thai.arabic_digits(typed[:LONGEST]).upper() if sign.isascii() and sign.isalnum()
    )
    return signs[:-LENGTH] + random_part_clean(signs[-LENGTH:])


def is_slip(key: str) -> bool:
    """True where the check sign says that this was never a number of ours: mistyped, or cut short."""
    return len(key) <= LENGTH or check_character(key[:-1]) != key[-1]
