"""Thai digits, money in words, identity numbers and names."""

import unicodedata
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pythainlp.util import arabic_digit_to_thai_digit, bahttext, collate, thai_digit_to_arabic_digit

from hcec.core import thai

THAI_LETTERS = [chr(code) for code in [*range(0x0E01, 0x0E3B), *range(0x0E40, 0x0E5C)]]


@given(st.text())
def test_digits_agree_with_pythainlp(text):
    assert thai.thai_digits(text) == (arabic_digit_to_thai_digit(text) if text else "")


@given(st.integers())
def test_digits_come_back(number):
    assert thai.arabic_digits(thai.thai_digits(number)) == str(number)
    assert thai_digit_to_arabic_digit(thai.thai_digits(number)) == str(number)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "ศูนย์บาทถ้วน"),
        ("1", "หนึ่งบาทถ้วน"),
        ("11", "สิบเอ็ดบาทถ้วน"),
        ("21", "ยี่สิบเอ็ดบาทถ้วน"),
        ("101", "หนึ่งร้อยเอ็ดบาทถ้วน"),
        ("1234.50", "หนึ่งพันสองร้อยสามสิบสี่บาทห้าสิบสตางค์"),
        ("0.25", "ยี่สิบห้าสตางค์"),
        ("1000000", "หนึ่งล้านบาทถ้วน"),
        ("21000000.01", "ยี่สิบเอ็ดล้านบาทหนึ่งสตางค์"),
        ("1000000000000", "หนึ่งล้านล้านบาทถ้วน"),
        ("-12", "ลบสิบสองบาทถ้วน"),
        ("0.005", "หนึ่งสตางค์"),
    ],
)
def test_a_sum_in_words(amount, words):
    assert thai.baht_text(Decimal(amount)) == words


@given(st.integers(min_value=100, max_value=9_999_999_99).map(lambda satang: Decimal(satang) / 100))
@example(Decimal(1000001))
@example(Decimal("11000011.11"))
def test_a_sum_in_words_agrees_with_pythainlp(amount):
    assert thai.baht_text(amount) == bahttext(float(amount))


def test_a_sum_as_a_float_is_refused():
    for wrong in (0.1, True, "1"):
        with pytest.raises(TypeError):
            thai.baht_text(wrong)
    assert thai.money(1234567) == "1,234,567.00"
    assert thai.money(Decimal("-0.005")) == "-0.01"


def test_a_national_id_is_checked_grouped_and_masked():
    assert thai.national_id_valid("1-2345-67890-12-1")
    assert thai.national_id_valid("๑๒๓๔๕ ๖๗๘๙๐ ๑๒๑")
    assert thai.national_id_format("1234567890121") == "1-2345-67890-12-1"
    assert thai.national_id_mask("1-2345-67890-12-1") == "x-xxxx-xxxxx-12-1"


@pytest.mark.parametrize(
    "wrong", ["1234567890122", "123456789012", "12345678901211", "", "abcdefghijklm", "²" * 13]
)
def test_a_wrong_national_id_is_not_valid(wrong):
    assert not thai.national_id_valid(wrong)
    assert thai.national_id_format(wrong) == wrong or len(wrong) == 13


def test_a_passport_number_is_masked_to_its_last_three():
    assert thai.national_id_mask("AB1234567") == "xxxxxx567"
    assert thai.national_id_mask("12345") == "xxxxx"


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_twelve_digits_have_exactly_one_check_digit(first_twelve):
    assert sum(thai.national_id_valid(f"{first_twelve:012d}{last}") for last in range(10)) == 1


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("เเสงดาว", "แสงดาว"),
        ("น้ํา", "น้ำ"),
        ("นํ้า", "น้ำ"),
        ("นำ้", "น้ำ"),
        ("สํานักงาน", "สำนักงาน"),
        ("ก่ี", "กี่"),
        ("สม\u200bชาย", "สมชาย"),
        ("  สมชาย \u00a0 ใจดี\n", "สมชาย ใจดี"),
        ("\u202eสมชาย", "สมชาย"),
        ("ที่่", "ที่"),
    ],
)
def test_what_looks_the_same_is_spelt_the_same(typed, expected):
    assert thai.normalise(typed) == expected


@given(st.text(alphabet=st.sampled_from([*THAI_LETTERS, "\u200b", " ", "a"]), max_size=12))
def test_spelling_twice_changes_nothing_more(text):
    once = thai.normalise(text)
    assert thai.normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


PROVINCES = "กระบี่ กรุงเทพมหานคร กาญจนบุรี เชียงราย เชียงใหม่ ตรัง ตราด นครปฐม แพร่ แม่ฮ่องสอน ยะลา ร้อยเอ็ด เลย หนองบัวลำภู อำนาจเจริญ อุดรธานี"


def test_the_sort_key_gives_dictionary_order():
    words = PROVINCES.split()
    assert sorted(words, key=lambda word: (thai.thai_sort_key(word), word)) == words
    assert sorted(words) != words  # plain code points do not


def test_the_sort_key_agrees_with_pythainlp_on_words_without_marks():
    from pythainlp.corpus import thai_words

    marks = set("็่้๊๋์ํ๎ๆฯ")  # PyThaiNLP puts กงสุล before ก่ง, dictionaries do not
    words = [word for word in collate(thai_words()) if all("ก" <= letter <= "๛" for letter in word)]
    words = [word for word in words if not marks & set(word)]
    assert len(words) > 20_000
    assert all(thai.thai_sort_key(one) <= thai.thai_sort_key(two) for one, two in pairwise(words))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("นาย", "สมชาย", "ใจดี"), "นายสมชาย ใจดี"),
        (("นางสาว", "สมหญิง", "ใจดี"), "นางสาวสมหญิง ใจดี"),
        (("ดร.", "สมชาย", "ใจดี"), "ดร.สมชาย ใจดี"),
        (("ว่าที่ร้อยตรีหญิง", "สมหญิง", "ใจดี"), "ว่าที่ร้อยตรีหญิง สมหญิง ใจดี"),
        (("นายดาบตำรวจ", "สมชาย", "ใจดี"), "นายดาบตำรวจ สมชาย ใจดี"),
        (("รองศาสตราจารย์ ดร.", "สมชาย", "ใจดี"), "รองศาสตราจารย์ ดร.สมชาย ใจดี"),
        (("หม่อมหลวง", "ปิ่น", "มาลากุล"), "หม่อมหลวงปิ่น มาลากุล"),
        (("", "สมชาย", "ใจดี"), "สมชาย ใจดี"),
        (("นาย", "สมชาย", ""), "นายสมชาย"),
        (("Mr.", "Somchai", "Jaidee"), "Mr. Somchai Jaidee"),
        (("", "", ""), ""),
    ],
)
def test_a_title_is_joined_to_the_name_and_a_rank_stands_apart(parts, expected):
    assert thai.full_name(*parts) == expected
