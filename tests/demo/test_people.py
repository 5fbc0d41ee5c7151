"""Invented people: plausible in Thai, the same for the same seed, reachable by nobody."""

from random import Random

from hcec.core.thai import normalise
from hcec.demo.people import invent, names


def test_the_same_seed_makes_the_same_people() -> None:
    first, again, other = Random(7), Random(7), Random(8)
    people = [invent(first) for _ in range(50)]
    assert people == [invent(again) for _ in range(50)]
    assert people != [invent(other) for _ in range(50)]


def test_there_are_some_hundred_names_of_each_kind() -> None:
    assert [len(names(kind)) for kind in ("m", "f", "family")] >= [100, 100, 200]


def test_every_name_is_thai_in_its_one_spelling_with_a_roman_form() -> None:
    for kind in ("m", "f", "family"):
        for thai, roman in names(kind):
            assert thai == normalise(thai)
            assert all("\u0e00" <= sign <= "\u0e7f" or sign == " " for sign in thai), thai
            assert roman.isascii(), roman
            assert roman[0].isupper(), roman


def test_no_name_is_there_twice() -> None:
    for kind in ("m", "f", "family"):
        thai = [name for name, _ in names(kind)]
        assert len(thai) == len(set(thai))


def test_titles_fit_the_given_name() -> None:
    random = Random(1)
    women = {thai for thai, _ in names("f")}
    for _ in range(200):
        person = invent(random)
        assert person.title not in ("นาง", "นางสาว") or person.first_name_th in women


def test_addresses_reach_nobody() -> None:
    assert invent(Random(1)).email(12).endswith(".000012@people.hcec.example")
