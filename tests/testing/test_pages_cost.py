"""Every page: at most 12 queries, and one row costs as many as three."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from testing.lifecycles import BookingStatus, ResultStatus, SessionStatus
from tests.factories.centers import RoomFactory, WorkplaceFactory
from tests.factories.testing import BookingFactory, ResultFactory, SessionFactory, finalised_session

pytestmark = pytest.mark.django_db
MOST = 12


def queries(desk, path, status=200):
    with CaptureQueriesContext(connection) as captured:
        response = desk.get(path)
    assert response.status_code == status
    assert len(captured) <= MOST, [query["sql"][:200] for query in captured]
    return len(captured)


def sat(session, **fields):
    booking = BookingFactory(session=session, status=BookingStatus.ATTENDED)
    return ResultFactory(booking=booking, **fields)


def open_tests(center, room, person):
    SessionFactory(room=RoomFactory(center=center))


def my_tests(center, room, person):
    BookingFactory(
        session=SessionFactory(starts_at=timezone.now() + timedelta(days=person.bookings.count() + 3)),
        person=person,
    )
    BookingFactory(session=SessionFactory(), person=person, status=BookingStatus.CANCELLED)


def held_tests(center, room, person):
    begin = timezone.now() - timedelta(hours=1)
    session = SessionFactory(room=RoomFactory(center=center), starts_at=begin, status=SessionStatus.CLOSED)
    BookingFactory(session=session)


def finalised(center, room, person):
    sat(finalised_session(room=RoomFactory(center=center)), status=ResultStatus.ENTERED)


@pytest.mark.parametrize(
    ("who", "page", "make"),
    [
        ("teacher", "sessions", open_tests),
        ("teacher", "my-bookings", my_tests),
        ("manager", "manage-sessions", open_tests),
        ("manager", "manage-desks", held_tests),
        ("manager", "manage-results", finalised),
        ("director", "manage-releases", finalised),
    ],
)
def test_lists_cost_the_same_for_one_row_and_three(request, center, room, who, page, make):
    desk = request.getfixturevalue(who)
    make(center, room, desk.person)
    desk.get(reverse(page))  # signs of life that the first page of a session leaves are not the list's
    one = queries(desk, reverse(page))
    make(center, room, desk.person)
    make(center, room, desk.person)
    assert queries(desk, reverse(page)) == one


def with_bookings(session, count, **fields):
    for _ in range(count):
        BookingFactory(session=session, person=WorkplaceFactory().person, **fields)


@pytest.mark.parametrize(
    ("page", "query"), [("manage-session", ""), ("manage-session", "?show=line"), ("manage-check-in", "")]
)
def test_pages_of_a_session_cost_the_same_for_one_person_and_three(manager, room, page, query):
    session = SessionFactory(
        room=room, starts_at=timezone.now() + timedelta(hours=1), status=SessionStatus.CLOSED
    )
    path = reverse(page, args=[session.pk]) + query
    kinds = {"status": BookingStatus.WAITING} if query else {}
    with_bookings(session, 1, **kinds)
    one = queries(manager, path)
    with_bookings(session, 2, **kinds)
    assert queries(manager, path) == one


@pytest.mark.parametrize(
    ("who", "page"), [("manager", "manage-session-results"), ("director", "manage-release")]
)
def test_pages_of_results_cost_the_same_for_one_person_and_three(request, room, who, page):
    desk = request.getfixturevalue(who)
    session = finalised_session(room=room)
    sat(session, status=ResultStatus.ENTERED)
    one = queries(desk, reverse(page, args=[session.pk]))
    sat(session, status=ResultStatus.ENTERED)
    sat(session, status=ResultStatus.ENTERED)
    assert queries(desk, reverse(page, args=[session.pk])) == one


def test_the_page_of_a_full_session_shows_others_within_the_budget(teacher):
    session = SessionFactory(seats=1)
    BookingFactory(session=session)
    for _ in range(3):
        SessionFactory(exam=session.exam)
    queries(teacher, reverse("session", args=[session.pk]))


def test_the_page_of_a_booking_keeps_the_budget(teacher):
    result = ResultFactory(
        booking=BookingFactory(
            session=finalised_session(), person=teacher.person, status=BookingStatus.ATTENDED
        )
    )
    queries(teacher, reverse("booking", args=[result.booking.code]))


@pytest.mark.parametrize("page", ["manage-session-new"])
def test_the_form_of_a_session_keeps_the_budget(manager, room, page):
    queries(manager, reverse(page))


def test_the_form_of_a_planned_session_keeps_the_budget(manager, room):
    queries(manager, reverse("manage-session-edit", args=[SessionFactory(room=room).pk]))
