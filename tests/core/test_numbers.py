"""Numbers that people copy by hand."""

from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hcec.core import numbers

SIGNS = st.text(alphabet="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=20)


def test_the_check_sign_is_that_of_the_published_examples():
    # ISO 7064 MOD 37,36 as used by the Global Release Identifier and by ISO 6166's cousins.
    assert numbers.with_check("A12425GABC1234002", "") == "A12425GABC1234002M"
    assert numbers.is_checked("A1-2425G-ABC1234002-M")


@given(SIGNS)
def test_a_number_with_its_check_sign_is_accepted_in_any_case(body):
    assert numbers.is_checked(numbers.with_check(body).lower())


@given(SIGNS, st.data())
def test_one_wrong_sign_is_always_noticed(body, data):
    number = numbers.with_check(body, "")
    place = data.draw(st.integers(0, len(number) - 1))
    other = data.draw(st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    assume(other != number[place])
    assert not numbers.is_checked(number[:place] + other + number[place + 1 :])


def test_all_but_two_in_a_thousand_swaps_of_neighbours_are_noticed():
    signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    missed = tried = 0
    for first, one, two in product(signs, signs, signs):
        if one != two:
            tried += 1
            missed += numbers.check_character(first + one + two) == numbers.check_character(first + two + one)
    assert (missed, tried) == (72, 45_360)


@pytest.mark.parametrize("empty", ["", "-", "ก", "A"])
def test_what_has_no_body_is_not_a_number(empty):
    assert not numbers.is_checked(empty)
    if not empty.isascii() or not empty.isalnum():
        with pytest.raises(ValueError, match="Nothing"):
            numbers.check_character(empty)


def test_a_random_part_has_no_letter_that_looks_like_a_digit():
    part = numbers.random_part(2000)
    assert len(part) == 2000
    assert not set(part) & set("ILOU")
    assert len(set(part)) == 32


def test_a_random_part_typed_by_hand_is_read_as_it_was_meant():
    assert numbers.random_part_clean("o1-iL 0z") == "01110Z"
