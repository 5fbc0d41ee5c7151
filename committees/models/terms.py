"""The days of a term as a range that the database compares."""

from django.contrib.postgres.fields import DateRangeField
from django.db.models import F, Func, Value

# Both days of a term count; an open end is a range without an upper bound.
TERM = Func(
    F("starts_on"),
    F("ends_on"),
    Value("[]"),
    function="daterange",
    output_field=DateRangeField(),
)
