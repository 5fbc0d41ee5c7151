"""Template filters for Thai dates, digits and money; each follows the active language and shows nothing for nothing."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import wraps

from django import template

from hcec.core import thai

register = template.Library()


def _shown(name: str, kinds: tuple[type, ...], show: Callable[..., object]) -> None:
    """Register a filter that answers an empty text for a value that is not of its kinds (None, "", a wrong type)."""

    @wraps(show)
    def shown(value: object, *rest: object) -> object:
        return show(value, *rest) if isinstance(value, kinds) else ""

    register.filter(name, shown)


_shown("thai_date", (date,), lambda value: thai.thai_date(value))
_shown("thai_date_long", (date,), lambda value: thai.thai_date_long(value))
_shown("thai_date_official", (date,), lambda value: thai.thai_date_official(value))
_shown("thai_datetime", (datetime,), lambda value: thai.thai_datetime(value))
_shown("thai_time", (datetime, time), lambda value: thai.thai_time(value))
_shown("thai_weekday", (date,), lambda value: thai.thai_weekday(value))
_shown("be_year", (date, int), lambda value: thai.be_year(value))
_shown("fiscal_year", (date,), lambda value: thai.fiscal_year(value))
_shown("money", (Decimal, int), lambda value: thai.money(value))
_shown("baht_text", (Decimal, int), lambda value: thai.baht_text(value))
_shown("thai_digits", (object,), lambda value: "" if value is None else thai.thai_digits(value))
_shown("mask_id", (str,), lambda value: thai.national_id_mask(value))


@register.filter
def thai_date_range(start: date | None, end: date | None) -> str:
    """{{ round.starts_on|thai_date_range:round.ends_on }}; with one end missing, the other alone."""
    if not start or not end:
        only = start or end
        return thai.thai_date(only) if only else ""
    return thai.thai_date_range(start, end)


@register.filter
def thai_time_range(start: datetime | time | None, end: datetime | time | None) -> str:
    """{{ session.starts_at|thai_time_range:session.ends_at }}."""
    return thai.thai_time_range(start, end) if start and end else ""
