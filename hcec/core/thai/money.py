"""Sums of baht, as figures and in words as vouchers need them."""

from decimal import ROUND_HALF_UP, Decimal

_DIGITS = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACES = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")
_SATANG = Decimal("0.01")


def money(amount: Decimal | int) -> str:
    """The sum with separators and two places, half up: 1,234.50. Raises TypeError for a float."""
    return f"{_exact(amount):,.2f}"


def baht_text(amount: Decimal | int) -> str:
    """The sum in words as Thai vouchers write it: หนึ่งร้อยเอ็ดบาทถ้วน. Raises TypeError for a float."""
    exact = _exact(amount)
    baht, satang = divmod(int(abs(exact) * 100), 100)
    sign = "ลบ" if exact < 0 else ""
    if not baht and not satang:
        return "ศูนย์บาทถ้วน"
    words = f"{_words(baht)}บาท" if baht else ""
    return f"{sign}{words}{f'{_words(satang)}สตางค์' if satang else 'ถ้วน'}"


def _exact(amount: Decimal | int) -> Decimal:
    if isinstance(amount, bool) or not isinstance(amount, Decimal | int):
        raise TypeError(f"A sum of money must be Decimal or int, not {type(amount).__name__}")
    return Decimal(amount).quantize(_SATANG, rounding=ROUND_HALF_UP)


def _words(number: int) -> str:
    millions, rest = divmod(number, 1_000_000)
    return (f"{_words(millions)}ล้าน" if millions else "") + _below_a_million(
        rest, after_millions=bool(millions)
    )


def _below_a_million(number: int, *, after_millions: bool) -> str:
    words = []
    for place in range(5, -1, -1):
        digit = number // 10**place % 10
        if not digit:
            continue
        if place == 1 and digit == 1:
            words.append("สิบ")
        elif place == 1 and digit == 2:
            words.append("ยี่สิบ")
        elif place == 0 and digit == 1 and (number > 1 or after_millions):
            words.append("เอ็ด")
        else:
            words.append(_DIGITS[digit] + _PLACES[place])
    return "".join(words)
