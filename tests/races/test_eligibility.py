"""Two bookings of one person at once: a rule that lets one of them pass lets only one of them pass."""

from datetime import timedelta
from uuid import uuid4

import pytest

from testing.actions import bookings
from testing.models import Booking
from tests.factories.centers import RoomFactory
from tests.factories.testing import ExamFactory, RuleFactory, SessionFactory
from tests.races.booking_ground import SLOW, broken, crowd, mutant, race

pytestmark = pytest.mark.django_db(transaction=True)
NO_TURN = ("        PERFORM pg_advisory_xact_lock(4183, p_person::integer);\n", "")


def twice_each(people) -> int:
    """Every person books two sessions a day apart at once, where one test a month is allowed; how many got both."""
    exam = ExamFactory()
    RuleFactory(exam=exam, value=30)
    first = SessionFactory(exam=exam, room=RoomFactory())
    later = SessionFactory(exam=exam, room=RoomFactory(), starts_at=first.starts_at + timedelta(days=1))
    todo = [(person, session) for person in people for session in (first, later)]
    race(lambda wish: bookings.book(wish[1].pk, by=wish[0], key=uuid4()), todo, threads=8)
    booked = Booking.objects.filter(person__in=people).values_list("person", flat=True)
    return len(booked) - len(set(booked))


def test_control_without_her_turn_both_pass():
    with mutant(NO_TURN, SLOW):
        assert twice_each(crowd(12)) > 0


def test_only_one_of_two_bookings_at_once_passes():
    with mutant(SLOW):
        people = crowd(12)
        assert twice_each(people) == 0
    assert Booking.objects.count() == len(people)
    assert broken() == []
