"""Dates of the Buddhist era on the way out and on the way in."""

from datetime import UTC, date, datetime, time

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from pythainlp.util import thai_strftime

from hcec.core import thai

DAY = date(2026, 11, 21)
MORNING = datetime(2026, 11, 21, 1, 30, tzinfo=UTC)
EVENING = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def shown(source: str, language: str = "th", **context) -> str:
    with translation.override(language):
        return Template("{% load thai %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "in_thai", "in_english"),
    [
        ("{{ day|thai_date }}", "21 พ.ย. 2569", "21 Nov 2026"),
        ("{{ day|thai_date_long }}", "21 พฤศจิกายน 2569", "21 November 2026"),
        ("{{ day|thai_date_official }}", "วันที่ ๒๑ เดือน พฤศจิกายน พุทธศักราช ๒๕๖๙", "21 November 2026"),
        ("{{ day|thai_weekday }}", "วันเสาร์", "Saturday"),
        ("{{ day|be_year }}", "2569", "2569"),
        ("{{ day|fiscal_year }}", "2570", "2570"),
        ("{{ morning|thai_datetime }}", "21 พ.ย. 2569 เวลา 08.30 น.", "21 Nov 2026, 08:30"),
        ("{{ morning|thai_time }}", "08.30 น.", "08:30"),
        ("{{ morning|thai_time_range:evening }}", "08.30–16.30 น.", "08:30–16:30"),
        (
            "{{ morning|thai_date_range:evening }}",
            "21 พ.ย. 2569 เวลา 08.30–16.30 น.",
            "21 Nov 2026, 08:30–16:30",
        ),
        ("{{ day|thai_date_range:day }}", "21 พ.ย. 2569", "21 Nov 2026"),
    ],
)
def test_a_filter_follows_the_active_language(source, in_thai, in_english):
    context = {"day": DAY, "morning": MORNING, "evening": EVENING}
    assert shown(source, "th", **context) == in_thai
    assert shown(source, "en", **context) == in_english


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (date(2026, 11, 23), "21–23 พ.ย. 2569"),
        (date(2026, 12, 2), "21 พ.ย. – 2 ธ.ค. 2569"),
        (date(2027, 1, 2), "21 พ.ย. 2569 – 2 ม.ค. 2570"),
    ],
)
def test_a_range_says_only_once_what_its_ends_share(end, expected):
    assert thai.thai_date_range(DAY, end, "th") == expected


def test_a_range_of_instants_over_two_days_gives_both_in_full():
    later = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    expected = "21 พ.ย. 2569 เวลา 08.30 น. – 22 พ.ย. 2569 เวลา 16.30 น."
    assert thai.thai_date_range(MORNING, later, "th") == expected


@pytest.mark.parametrize(
    "name",
    [
        "thai_date",
        "thai_datetime",
        "thai_time",
        "thai_date_long",
        "money",
        "thai_digits",
        "mask_id",
        "be_year",
    ],
)
def test_a_filter_shows_nothing_for_nothing(name):
    assert shown("{{ nothing|" + name + " }}", nothing=None) == ""


def test_a_range_with_one_end_shows_that_end():
    assert shown("{{ day|thai_date_range:nothing }}", day=DAY, nothing=None) == "21 พ.ย. 2569"
    assert shown("{{ nothing|thai_date_range:nothing }}", nothing=None) == ""
    assert shown("{{ nothing|thai_time_range:nothing }}", nothing=None) == ""


def test_an_instant_just_after_midnight_in_bangkok_is_of_the_new_day():
    assert thai.thai_date(datetime(2026, 11, 20, 17, 5, tzinfo=UTC), "th") == "21 พ.ย. 2569"


def test_a_plain_time_of_day_is_shown_as_it_is():
    assert thai.thai_time(time(8, 30), "th") == "08.30 น."


def test_a_naive_instant_is_taken_as_bangkok_time():
    assert thai.thai_datetime(datetime(2026, 11, 21, 8, 30), "th") == "21 พ.ย. 2569 เวลา 08.30 น."


@pytest.mark.parametrize(
    "typed",
    [
        "21/11/2569",
        "21-11-2026",
        "21.11.2569",
        " 21 / 11 / 2569 ",
        "21 11 2569",
        "2026-11-21",
        "2569-11-21",
        "๒๑/๑๑/๒๕๖๙",
        "21 พ.ย. 2569",
        "21 พย 2569",
        "21พ.ย.2569",
        "21 พฤศจิกายน พ.ศ. 2569",
        "วันที่ ๒๑ เดือน พฤศจิกายน พุทธศักราช ๒๕๖๙",
        "21 Nov 2026",
        "21 november 2026",
        "21 พฤศจิกายน ค.ศ. 2026",
    ],
)
def test_a_date_is_understood_in_either_era(typed):
    assert thai.parse_date(typed) == DAY


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("29/2/2568", "There is no day 29 in month 2 of the year 2568."),
        ("31/4/2569", "There is no day 31 in month 4 of the year 2569."),
        ("1/13/2569", "There is no month 13."),
        ("0/1/2569", "There is no day 0"),
        ("1/1/2300", "The year 2300 is not a year of either era."),
        ("1/1/9999", "The year 9999 is not a year of either era."),
        ("1 Brumaire 2026", "There is no month “Brumaire”."),
        ("21/11/69", "four digits for the year"),
        ("1/1/99999", "four digits for the year"),
        ("", "four digits for the year"),
        ("ไม่ทราบ", "four digits for the year"),
        ("1\x00/1/2569", "four digits for the year"),
    ],
)
def test_a_date_that_cannot_be_is_refused_with_a_sentence(typed, sentence):
    with translation.override("en"), pytest.raises(ValueError, match=r"\w") as refusal:
        thai.parse_date(typed)
    assert sentence in str(refusal.value)


def test_29_february_exists_in_a_leap_year_of_the_common_era():
    assert thai.parse_date("29/2/2567") == date(2024, 2, 29)
    assert thai.thai_date(date(2024, 2, 29), "th") == "29 ก.พ. 2567"


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_what_is_shown_is_read_back_as_the_same_day(day):
    for language in ("th", "en"):
        for show in (thai.thai_date, thai.thai_date_long, thai.thai_date_official):
            assert thai.parse_date(show(day, language)) == day


@given(st.text(max_size=30))
def test_any_other_text_is_a_date_or_a_value_error(text):
    try:
        assert isinstance(thai.parse_date(text), date)
    except ValueError as refusal:
        assert str(refusal)


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2199, 12, 31)))
def test_months_and_weekdays_agree_with_pythainlp(moment):
    assert thai.thai_date_long(moment, "th") == thai_strftime(moment, "%-d %B %Y")
    assert thai.thai_date(moment, "th") == thai_strftime(moment, "%-d %b %Y")
    assert thai.thai_weekday(moment, "th") == "วัน" + thai_strftime(moment, "%A").removeprefix("วัน")


@pytest.mark.parametrize(
    ("day", "year", "quarter"),
    [
        (date(2019, 9, 30), 2562, 4),
        (date(2019, 10, 1), 2563, 1),
        (date(2019, 12, 31), 2563, 1),
        (date(2020, 1, 1), 2563, 2),
        (date(2020, 4, 1), 2563, 3),
        (date(2020, 7, 1), 2563, 4),
        (date(2020, 9, 30), 2563, 4),
    ],
)
def test_the_fiscal_year_begins_on_1_october(day, year, quarter):
    assert (thai.fiscal_year(day), thai.fiscal_quarter(day)) == (year, quarter)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_a_day_lies_within_its_own_fiscal_year_and_quarter(day):
    year = thai.fiscal_year(day)
    first, last = thai.fiscal_year_bounds(year)
    assert first <= day <= last
    first, last = thai.fiscal_quarter_bounds(year, thai.fiscal_quarter(day))
    assert first <= day <= last


def test_a_year_of_the_common_era_is_not_taken_for_a_fiscal_year():
    with pytest.raises(ValueError, match="2026 is not"):
        thai.fiscal_year_bounds(2026)
    with pytest.raises(ValueError, match="No quarter 5"):
        thai.fiscal_quarter_bounds(2569, 5)


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2026, 5, 15), 2568), (date(2026, 5, 16), 2569), (date(2027, 1, 10), 2569)],
)
def test_the_school_year_begins_on_16_may(day, year):
    assert thai.school_year(day) == year
