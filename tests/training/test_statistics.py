"""The statistics against published tables and against a slow and plain way of computing them."""

from decimal import Decimal
from math import sqrt
from statistics import mean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.satisfaction import Level, band_of
from training.statistics import paired, rated, t_value, t_within

# NIST/SEMATECH e-Handbook 1.3.6.7.2, critical values of Student's t, upper tail 0.025.
TABLE = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 9: 2.262, 10: 2.228, 29: 2.045, 30: 2.042, 60: 2.000, 100: 1.984}  # fmt: skip


@pytest.mark.parametrize(("freedom", "t"), TABLE.items())
def test_t_agrees_with_the_published_table(freedom, t):
    assert t_value(freedom) == pytest.approx(t, abs=0.0005)


def test_many_people_come_near_the_normal_distribution():
    assert t_value(499) == pytest.approx(1.9647, abs=0.0005)
    assert t_value(10_000) == pytest.approx(1.95996, abs=0.0001)


@given(st.integers(1, 60), st.floats(0.01, 30))
def test_t_within_is_a_probability_that_grows(freedom, t):
    assert 0 <= t_within(t, freedom) <= t_within(t * 1.1, freedom) + 1e-12 <= 1 + 1e-11


PERCENT = st.floats(0, 100)


@given(st.lists(st.tuples(PERCENT, PERCENT), min_size=2, max_size=60))
def test_a_gain_lies_within_its_interval_and_is_the_mean_of_the_differences(pairs):
    gain, changes = paired(pairs), [after - before for before, after in pairs]
    assert gain.gain == pytest.approx(mean(changes), abs=1e-6)
    assert gain.low <= gain.gain + 1e-9 and gain.gain - 1e-9 <= gain.high
    assert gain.high - gain.low == pytest.approx(2 * t_value(len(pairs) - 1) * stdev(changes) / sqrt(len(pairs)), abs=1e-6)  # fmt: skip


def test_of_one_person_no_interval_is_given_and_of_nobody_no_gain():
    one = paired([(40, 60)])
    assert (one.gain, one.low, one.high) == (20, None, None)
    assert paired([]) is None


@given(st.dictionaries(st.integers(1, 5), st.integers(0, 30), min_size=1))
def test_mean_and_deviation_of_counts_are_those_of_the_answers(counts):
    answers = [level for level, count in counts.items() for _ in range(count)]
    rating = rated(counts)
    if not answers:
        assert rating is None
        return
    assert (rating.answers, rating.mean) == (len(answers), pytest.approx(mean(answers)))
    if len(answers) > 1:
        assert rating.deviation == pytest.approx(stdev(answers), abs=1e-9)
    else:
        assert rating.deviation is None


@pytest.mark.parametrize(
    ("least", "most", "level"),
    [
        ("4.51", "5.00", Level.MOST),
        ("3.51", "4.50", Level.MUCH),
        ("2.51", "3.50", Level.FAIR),
        ("1.51", "2.50", Level.LITTLE),
        ("1.00", "1.50", Level.LEAST),
    ],
)
def test_the_bands_meet_at_the_hundredth(least, most, level):
    assert band_of(Decimal(least)) == band_of(Decimal(most)) == level


def test_a_mean_is_rounded_as_it_is_printed():
    assert band_of(4.505) == Level.MOST and band_of(4.5049) == Level.MUCH


@given(st.floats(1, 5))
def test_every_mean_has_a_band(mean):
    assert band_of(mean) in Level


def test_what_is_no_mean_has_none():
    with pytest.raises(ValueError, match="no mean"):
        band_of(5.2)
