"""Minutes from times of coming and going: overlaps count once, and never more than there were (G4)."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from training.presence import merged, minutes_from, minutes_within

BEGINS = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
THIRD = 20  # seconds: three of them are a minute, so that parts of minutes come up as well
TIMES = st.integers(-90, 400)
SPANS = st.lists(st.tuples(TIMES, TIMES), max_size=6)


def at(thirds):
    return BEGINS + timedelta(seconds=THIRD * thirds)


@given(SPANS, st.integers(1, 300), st.integers(1, 100))
def test_minutes_are_whole_minutes_of_the_time_that_was_spent_inside(spans, lasts, most):
    inside = {third for came, went in spans for third in range(max(came, 0), min(went, lasts))}
    found = minutes_within([(at(a), at(b)) for a, b in spans], BEGINS, at(lasts), most=most)
    assert found == min(most, len(inside) // 3)


@given(SPANS)
def test_merged_times_are_in_order_and_touch_no_other(spans):
    found = merged([(at(a), at(b)) for a, b in spans])
    assert all(came < went for came, went in found)
    assert all(first[1] < second[0] for first, second in zip(found, found[1:], strict=False))


@given(TIMES, st.integers(3, 300))
def test_whoever_comes_late_has_no_more_than_what_is_left(arrival, lasts):
    most = lasts // 3
    found = minutes_from(at(arrival), BEGINS, at(lasts), most=most)
    assert found == most if arrival <= 45 else found <= max(0, lasts - arrival) // 3
