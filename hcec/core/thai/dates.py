"""Dates and times as Thai people read them: Buddhist era in Thai, common era in English, both eras understood on input."""

import re
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hcec.core.thai.digits import arabic_digits, thai_digits

BE_OFFSET = 543
_LAST_CE_LIKE_YEAR = 2400  # a typed year above this is of the Buddhist era
_FIRST_YEAR, _LAST_YEAR = 1800, 2199  # common era; anything else is a slip of the keyboard

MONTHS_TH = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
]
MONTHS_TH_SHORT = [
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
]
MONTHS_EN = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS_TH = ["จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์"]
WEEKDAYS_EN = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def local_date(value: date | datetime) -> date:
    """The day in Bangkok on which the instant falls; a date is its own day."""
    if isinstance(value, datetime):
        return _local(value).date()
    return value


def be_year(value: date | datetime | int) -> int:
    """The year of the Buddhist era, of a day or of a year of the common era."""
    return (value if isinstance(value, int) else local_date(value).year) + BE_OFFSET


def thai_date(value: date | datetime, language: str | None = None) -> str:
    """21 พ.ย. 2569, or 21 Nov 2026 where the active language is English."""
    day = local_date(value)
    return f"{day.day} {_month(day, short=True, language=language)} {_year(day, language)}"


def thai_date_long(value: date | datetime, language: str | None = None) -> str:
    """21 พฤศจิกายน 2569, or 21 November 2026."""
    day = local_date(value)
    return f"{day.day} {_month(day, short=False, language=language)} {_year(day, language)}"


def thai_date_official(value: date | datetime, language: str | None = None) -> str:
    """As certificates and orders are dated: วันที่ ๒๑ เดือน พฤศจิกายน พุทธศักราช ๒๕๖๙, or 21 November 2026."""
    if not _is_thai(language):
        return thai_date_long(value, language)
    day = local_date(value)
    return thai_digits(f"วันที่ {day.day} เดือน {MONTHS_TH[day.month - 1]} พุทธศักราช {be_year(day)}")


def thai_time(value: datetime | time, language: str | None = None) -> str:
    """08.30 น. (Bangkok time), or 08:30."""
    return _clock(value, language) + (" น." if _is_thai(language) else "")


def thai_time_range(start: datetime | time, end: datetime | time, language: str | None = None) -> str:
    """08.30–16.30 น., or 08:30–16:30."""
    return f"{_clock(start, language)}–{thai_time(end, language)}"


def thai_datetime(value: datetime, language: str | None = None) -> str:
    """21 พ.ย. 2569 เวลา 08.30 น., or 21 Nov 2026, 08:30."""
    return f"{thai_date(value, language)}{_at(language)}{thai_time(value, language)}"


def thai_weekday(value: date | datetime, language: str | None = None) -> str:
    """วันเสาร์, or Saturday."""
    names = [f"วัน{name}" for name in WEEKDAYS_TH] if _is_thai(language) else WEEKDAYS_EN
    return names[local_date(value).weekday()]


def thai_date_range(start: date | datetime, end: date | datetime, language: str | None = None) -> str:
    """Two days without repeating what they share: 21–23 พ.ย. 2569, 30 พ.ย. – 2 ธ.ค. 2569.

    Two instants of one day give its hours: 21 พ.ย. 2569 เวลา 08.30–16.30 น.
    """
    first, last = local_date(start), local_date(end)
    if isinstance(start, datetime) and isinstance(end, datetime):
        if first == last:
            return f"{thai_date(first, language)}{_at(language)}{thai_time_range(start, end, language)}"
        return f"{thai_datetime(start, language)} – {thai_datetime(end, language)}"
    if first == last:
        return thai_date(first, language)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{thai_date(last, language)}"
    if first.year == last.year:
        return f"{first.day} {_month(first, short=True, language=language)} – {thai_date(last, language)}"
    return f"{thai_date(first, language)} – {thai_date(last, language)}"


def parse_date(text: str) -> date:
    """The day that was typed, in either era and either kind of digits.

    Understands 21/11/2569, 21-11-2026, 2026-11-21, 21 พ.ย. 2569, 21 พฤศจิกายน พ.ศ. 2569, 21 Nov 2026.
    Raises ValueError with the sentence for the person.
    """
    plain = re.sub(r"\s+", " ", arabic_digits(text)).strip()
    plain = re.sub(r"พ\.ศ\.|ค\.ศ\.|พุทธศักราช|คริสต์ศักราช|วันที่|เดือน|,", " ", plain)
    if found := re.fullmatch(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\s*", plain):
        year, month, day = (int(part) for part in found.groups())
    elif found := re.fullmatch(r"\s*(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4})\s*", plain):
        day, month, year = (int(part) for part in found.groups())
    elif found := re.fullmatch(r"\s*(\d{1,2})\s*(\D+?)\s*(\d{4})\s*", plain):
        day, month, year = int(found[1]), _month_number(found[2]), int(found[3])
    else:
        raise ValueError(
            _("Write the date as day/month/year with four digits for the year, for example 21/11/2569.")
        )
    return parse_date_parts(day, month, year)


def parse_date_parts(day: int, month: int, year: int) -> date:
    """The day from three boxes; a year above 2400 is of the Buddhist era. Raises ValueError with the sentence."""
    common = year - BE_OFFSET if year > _LAST_CE_LIKE_YEAR else year
    if not _FIRST_YEAR <= common <= _LAST_YEAR:
        raise ValueError(_("The year %(year)s is not a year of either era.") % {"year": year})
    if not 1 <= month <= 12:
        raise ValueError(_("There is no month %(month)s.") % {"month": month})
    try:
        return date(common, month, day)
    except ValueError:
        raise ValueError(
            _("There is no day %(day)s in month %(month)s of the year %(year)s.")
            % {"day": day, "month": month, "year": year}
        ) from None


def _month_number(name: str) -> int:
    wanted = re.sub(r"[\s.]", "", name).lower()
    for number in range(12):
        short_th = MONTHS_TH_SHORT[number].replace(".", "")
        names = {MONTHS_TH[number], short_th, MONTHS_EN[number].lower(), MONTHS_EN[number][:3].lower()}
        if wanted in names:
            return number + 1
    raise ValueError(_("There is no month “%(month)s”.") % {"month": name.strip()})


def _is_thai(language: str | None) -> bool:
    return not (language or get_language() or "th").startswith("en")


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def _month(day: date, *, short: bool, language: str | None) -> str:
    if _is_thai(language):
        return (MONTHS_TH_SHORT if short else MONTHS_TH)[day.month - 1]
    return MONTHS_EN[day.month - 1][: 3 if short else None]


def _year(day: date, language: str | None) -> int:
    return be_year(day) if _is_thai(language) else day.year


def _clock(value: datetime | time, language: str | None) -> str:
    moment = _local(value) if isinstance(value, datetime) else value
    return f"{moment:%H.%M}" if _is_thai(language) else f"{moment:%H:%M}"


def _at(language: str | None) -> str:
    return " เวลา " if _is_thai(language) else ", "
