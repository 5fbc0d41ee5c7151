"""On which days a repeated use of a room falls."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from centers.repeats import Repeat, occurrences

STARTS = st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2030, 12, 31)).map(
    lambda at: timezone.make_aware(at.replace(second=0, microsecond=0))
)
LENGTHS = st.timedeltas(min_value=timedelta(minutes=5), max_value=timedelta(hours=23))
REPEATS = st.sampled_from([Repeat.WEEKLY, Repeat.FORTNIGHTLY, Repeat.MONTHLY])


def days(start, repeats, until):
    begins = timezone.make_aware(datetime(*start, 9, 0))
    return [
        timezone.localtime(s).date().isoformat()
        for s, _e in occurrences(begins, begins + timedelta(hours=2), repeats, until)
    ]


@given(STARTS, LENGTHS, REPEATS, st.integers(min_value=0, max_value=366))
def test_repeats_never_overlap_keep_their_hours_and_stay_within_their_days(start, length, repeats, further):
    until = timezone.localdate(start) + timedelta(days=further)
    found = occurrences(start, start + length, repeats, until)
    assert found[0] == (start, start + length)
    assert all(earlier[1] <= later[0] for earlier, later in zip(found, found[1:], strict=False))
    assert {end - begin for begin, end in found} == {length}
    assert {timezone.localtime(begin).time() for begin, _end in found} == {timezone.localtime(start).time()}
    assert all(timezone.localdate(begin) <= until for begin, _end in found)


@given(STARTS, st.sampled_from([(Repeat.WEEKLY, 7), (Repeat.FORTNIGHTLY, 14)]), st.integers(0, 366))
def test_a_weekly_use_misses_no_week(start, how, further):
    repeats, step = how
    until = timezone.localdate(start) + timedelta(days=further)
    assert len(occurrences(start, start + timedelta(hours=1), repeats, until)) == further // step + 1


@given(STARTS, st.integers(0, 366))
def test_a_monthly_use_comes_once_in_every_month(start, further):
    until = timezone.localdate(start) + timedelta(days=further)
    found = occurrences(start, start + timedelta(hours=1), Repeat.MONTHLY, until)
    months = [timezone.localtime(begin).strftime("%Y-%m") for begin, _end in found]
    assert len(set(months)) == len(months)
    first, last = timezone.localdate(start), timezone.localdate(found[-1][0])
    assert len(months) == (last.year - first.year) * 12 + last.month - first.month + 1


def test_a_month_without_the_day_takes_its_last_one():
    assert days((2027, 1, 31), Repeat.MONTHLY, date(2027, 5, 31)) == [
        "2027-01-31",
        "2027-02-28",
        "2027-03-31",
        "2027-04-30",
        "2027-05-31",
    ]


def test_a_single_use_has_one_time():
    assert days((2027, 1, 31), Repeat.NEVER, None) == ["2027-01-31"]
