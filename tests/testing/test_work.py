"""What home pages ask of testing: a person's next tests, and what waits for staff."""

from datetime import timedelta

import pytest
from django.utils import timezone

from committees.models import Position
from committees.queries import access_of
from testing.lifecycles import BookingStatus, ResultStatus, SessionStatus
from testing.queries import certifiable_results, near, open_sessions, todo, upcoming
from tests.factories.accounts import PersonFactory
from tests.factories.committees import person_with
from tests.factories.testing import BookingFactory, ResultFactory, SessionFactory, finalised_session

pytestmark = pytest.mark.django_db


def waits(person):
    """Label-free view of a work list: path without query, and how many."""
    items = todo(access_of(person, timezone.localdate()), person, timezone.now())
    return [(item.path, item.count) for item in items]


def sat(room, **fields):
    return BookingFactory(session=finalised_session(room=room, **fields), status=BookingStatus.ATTENDED)


def test_a_draft_waits_to_be_opened_and_a_held_test_to_be_confirmed(manager, room):
    SessionFactory(room=room, status=SessionStatus.DRAFT)
    SessionFactory(room=room, starts_at=timezone.now() - timedelta(days=1), status=SessionStatus.HELD)
    assert waits(manager.person) == [("/manage/tests/?status=held", 1), ("/manage/tests/?status=draft", 1)]


def test_results_wait_to_be_entered_for_those_who_sat(clerk, room):
    booking = sat(room)
    BookingFactory(session=booking.session, status=BookingStatus.ABSENT)
    assert waits(clerk.person) == [("/manage/results/?show=missing", 1)]


def test_entered_results_wait_for_the_director(director, room):
    ResultFactory(booking=sat(room), status=ResultStatus.ENTERED)
    assert waits(director.person) == [("/manage/releases/", 1)]


def test_nobody_is_asked_to_release_what_they_entered(director, room):
    ResultFactory(booking=sat(room), status=ResultStatus.ENTERED, entered_by=director.person)
    assert waits(director.person) == []


def test_work_of_another_center_is_not_mine(room):
    SessionFactory(room=room, status=SessionStatus.DRAFT)
    assert waits(person_with(Position.CENTER_MANAGER)) == []
    assert waits(PersonFactory()) == []


def test_upcoming_is_what_is_live_and_not_over_next_first():
    person = PersonFactory()
    later = BookingFactory(
        person=person, session=SessionFactory(starts_at=timezone.now() + timedelta(days=30))
    )
    sooner = BookingFactory(person=person)
    BookingFactory(person=person, status=BookingStatus.CANCELLED)
    BookingFactory(person=person, session=finalised_session(), status=BookingStatus.ATTENDED)
    assert list(upcoming(person, timezone.now())) == [sooner, later]


def test_free_seats_are_those_that_nobody_has():
    session = SessionFactory(seats=3)
    BookingFactory(session=session)
    BookingFactory(session=session, status=BookingStatus.CANCELLED)
    found = open_sessions(timezone.now()).get(pk=session.pk)
    assert (found.free, found.taken, found.waiting) == (2, 1, 0)


def test_the_way_out_is_the_nearest_open_session_of_the_skill_with_a_seat():
    full = SessionFactory(seats=1)
    BookingFactory(session=full)
    other = SessionFactory(exam=full.exam)
    SessionFactory(exam=full.exam, opens_at=timezone.now() + timedelta(days=1))
    assert near(full, at=timezone.now()) == [other]


def test_only_released_results_can_be_certified(room):
    released = ResultFactory(booking=sat(room))
    ResultFactory(
        booking=BookingFactory(session=released.booking.session, status="attended"), status="entered"
    )
    assert list(certifiable_results()) == [released]


def test_a_result_is_valid_for_the_months_of_its_exam(room):
    result = ResultFactory(booking=sat(room))
    assert (result.valid_until.year, result.valid_until.month) == (
        result.tested_on.year + 2,
        result.tested_on.month,
    )
