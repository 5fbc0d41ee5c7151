"""A query that is written once a process gives what the queryset gives."""

import threading

import pytest
from django.db import connections
from django.utils import timezone

from committees.models import Position
from committees.queries import current_appointments, seats
from hcec.core.written import WrittenOnce
from tests.factories.accounts import PersonFactory
from tests.factories.committees import person_with
from tests.factories.verification import a_certificate
from verification.queries.certificates import by_number, by_numbers

pytestmark = pytest.mark.django_db


def test_it_gives_the_rows_that_the_queryset_gives_for_each_person_and_day():
    today = timezone.localdate()
    people = [person_with(Position.OBEC_OFFICER), person_with(Position.SCHOOL_DIRECTOR), PersonFactory()]
    for person in people:
        for day in (today, today.replace(year=today.year - 30)):
            assert seats.SEATS.of(person.pk, day) == [*seats.held(person.pk, day)]


def test_what_is_related_is_at_hand_and_asks_nothing_more(django_assert_num_queries):
    person = person_with(Position.SCHOOL_DIRECTOR)
    with django_assert_num_queries(1):
        [seat] = current_appointments(person, timezone.localdate())
        assert seat.committee.center.province.name_th
        assert seat.second_factor in (True, False)


def test_one_certificate_and_many_are_answered_alike():
    certificate = a_certificate()
    one, [many] = by_number(certificate.number), by_numbers([certificate.number]).values()
    assert one == many and one.words == many.words
    assert (one.log_index, one.issuer_names) == (many.log_index, many.issuer_names)


def test_the_sql_is_written_once(monkeypatch):
    asked = []

    def rows(person: int):
        asked.append(person)
        return seats.held(person, timezone.localdate())

    kept = WrittenOnce(rows, -1)
    assert kept.of(PersonFactory().pk) == kept.of(PersonFactory().pk) == []
    assert asked == [-1]


def test_each_thread_asks_through_its_own_connection():
    """The statement is shared and the connection is not: another thread sees nothing of this transaction."""
    person, day = person_with(Position.OBEC_OFFICER), timezone.localdate()
    elsewhere = []

    def ask() -> None:
        elsewhere.append(seats.SEATS.of(person.pk, day))
        connections.close_all()

    asking = threading.Thread(target=ask)
    asking.start()
    asking.join()
    assert len(seats.SEATS.of(person.pk, day)) == 1
    assert elsewhere == [[]]
