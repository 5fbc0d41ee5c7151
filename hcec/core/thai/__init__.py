"""Thai conventions in one place: dates of the Buddhist era, digits, money in words, identity numbers, names."""

from hcec.core.thai.dates import (
    be_year,
    parse_date,
    parse_date_parts,
    thai_date,
    thai_date_long,
    thai_date_official,
    thai_date_range,
    thai_datetime,
    thai_time,
    thai_time_range,
    thai_weekday,
)
from hcec.core.thai.digits import arabic_digits, thai_digits
from hcec.core.thai.ids import (
    national_id_clean,
    national_id_format,
    national_id_mask,
    national_id_valid,
)
from hcec.core.thai.money import baht_text, money
from hcec.core.thai.names import ThaiSort, full_name, normalise, thai_sort_key
from hcec.core.thai.years import (
    fiscal_quarter,
    fiscal_quarter_bounds,
    fiscal_year,
    fiscal_year_bounds,
    school_year,
)

__all__ = [
    "ThaiSort",
    "arabic_digits",
    "baht_text",
    "be_year",
    "fiscal_quarter",
    "fiscal_quarter_bounds",
    "fiscal_year",
    "fiscal_year_bounds",
    "full_name",
    "money",
    "national_id_clean",
    "national_id_format",
    "national_id_mask",
    "national_id_valid",
    "normalise",
    "parse_date",
    "parse_date_parts",
    "school_year",
    "thai_date",
    "thai_date_long",
    "thai_date_official",
    "thai_date_range",
    "thai_datetime",
    "thai_digits",
    "thai_sort_key",
    "thai_time",
    "thai_time_range",
    "thai_weekday",
]
