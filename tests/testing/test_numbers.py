"""Booking codes survive the telephone and the thumb."""

import pytest

from testing import numbers


def test_a_new_code_is_a_code_and_no_two_are_alike():
    codes = {numbers.new_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert all(numbers.is_code(code) for code in codes)


def test_every_single_wrong_sign_is_noticed():
    code = numbers.new_code()
    for place, right in enumerate(code):
        wrong = [code[:place] + sign + code[place + 1 :] for sign in numbers.CROCKFORD if sign != right]
        assert not any(numbers.is_code(typed) for typed in wrong)


def test_every_swap_of_two_neighbours_is_noticed():
    for _ in range(200):
        code = numbers.new_code()
        for place in range(len(code) - 1):
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            assert swapped == code or not numbers.is_code(swapped)


@pytest.mark.parametrize("written", ["{}", " {} ", "{}."])
def test_case_dashes_and_spaces_do_not_matter(written):
    code = numbers.new_code()
    assert numbers.clean(written.format(numbers.shown(code).lower())) == code


def test_letters_that_look_like_digits_are_read_as_digits():
    assert numbers.clean("ilo-ILO-oli") == "110110011"


@pytest.mark.parametrize("nonsense", ["", "ก", "123", "U" * 9, "0" * 8, "0" * 10, "'; DROP TABLE"])
def test_nonsense_is_no_code(nonsense):
    assert not numbers.is_code(nonsense)
