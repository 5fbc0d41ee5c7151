"""National IDs at rest."""

import base64

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from hcec.core import national_id

ID = "1234567890121"


@given(st.text(st.characters(codec="utf-8"), max_size=40), st.text(st.characters(codec="utf-8"), max_size=20))
def test_what_was_sealed_for_a_row_opens_for_that_row(value, row):
    assert national_id.open_sealed(national_id.seal(value, aad=row), aad=row) == value


def test_a_sealed_id_does_not_open_for_another_row():
    with pytest.raises(InvalidTag):
        national_id.open_sealed(national_id.seal(ID, aad="person 1"), aad="person 2")


@pytest.mark.parametrize("place", [1, 5, 14, -1])
def test_a_flipped_bit_is_noticed(place):
    blob = bytearray(national_id.seal(ID, aad="person 1"))
    blob[place] ^= 1
    with pytest.raises(InvalidTag):
        national_id.open_sealed(bytes(blob), aad="person 1")


def test_another_key_does_not_open_it(settings):
    blob = national_id.seal(ID, aad="person 1")
    settings.HCEC_ID_KEY = base64.b64encode(b"another key of thirty-two bytes!").decode()
    with pytest.raises(InvalidTag):
        national_id.open_sealed(blob, aad="person 1")


def test_an_unknown_key_version_is_refused():
    with pytest.raises(ValueError, match="version"):
        national_id.open_sealed(b"\xff" + bytes(40), aad="person 1")


def test_the_same_id_sealed_twice_looks_different_and_shows_nothing():
    one, two = national_id.seal(ID, aad="x"), national_id.seal(ID, aad="x")
    assert one != two
    assert ID.encode() not in one


def test_a_fingerprint_is_of_one_kind_one_value_and_one_key(settings):
    one = national_id.fingerprint("thai", ID)
    assert len(one) == 32
    assert one == national_id.fingerprint("thai", ID)
    assert one != national_id.fingerprint("passport", ID)
    assert one != national_id.fingerprint("thai", "1234567890122")
    settings.HCEC_ID_KEY = base64.b64encode(b"another key of thirty-two bytes!").decode()
    assert one != national_id.fingerprint("thai", ID)


def test_a_fingerprint_does_not_depend_on_how_the_id_was_typed():
    assert national_id.fingerprint("thai", "1-2345-67890-12-1") == national_id.fingerprint("thai", ID)
    assert national_id.fingerprint("thai", "๑๒๓๔๕๖๗๘๙๐๑๒๑") == national_id.fingerprint("thai", ID)
    assert national_id.fingerprint("passport", " ab123 ") == national_id.fingerprint("passport", "AB123")


def test_a_master_key_that_is_not_32_bytes_is_refused(settings):
    settings.HCEC_ID_KEY = base64.b64encode(b"short").decode()
    with pytest.raises(ValueError, match="32 bytes"):
        national_id.seal(ID, aad="x")


def test_a_page_shows_three_digits_at_most():
    assert national_id.mask("thai", ID) == "x-xxxx-xxxxx-12-1"
    assert national_id.mask("passport", "AB1234567") == "…567"
