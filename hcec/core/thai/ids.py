"""The 13 digits of a Thai national ID: check digit, groups, mask."""

import re

from hcec.core.thai.digits import arabic_digits


def national_id_clean(value: object) -> str:
    """The ID as typed, without dashes, spaces and Thai digits: the one form that is compared and stored."""
    return re.sub(r"[\s\u200b\u00a0\-‐‑–—]", "", arabic_digits(value))


def national_id_valid(value: object) -> bool:
    """True for 13 digits whose last one is the check digit (modulus 11, weights 13 to 2)."""
    digits = national_id_clean(value)
    if not re.fullmatch(r"[0-9]{13}", digits):
        return False
    total = sum(int(digit) * (13 - place) for place, digit in enumerate(digits[:12]))
    return (11 - total % 11) % 10 == int(digits[12])


def national_id_format(value: object) -> str:
    """The ID in the groups of the card: 1-2345-67890-12-1. Anything that is not 13 digits comes back as it is."""
    digits = national_id_clean(value)
    if not re.fullmatch(r"[0-9]{13}", digits):
        return str(value)
    return "-".join((digits[0], digits[1:5], digits[5:10], digits[10:12], digits[12]))


def national_id_mask(value: object) -> str:
    """The ID with only the last three digits shown: x-xxxx-xxxxx-12-1. Another number shows its last three."""
    digits = national_id_clean(value)
    if re.fullmatch(r"[0-9]{13}", digits):
        return f"x-xxxx-xxxxx-{digits[10:12]}-{digits[12]}"
    shown = digits[-3:] if len(digits) > 6 else ""
    return "x" * (len(digits) - len(shown)) + shown
