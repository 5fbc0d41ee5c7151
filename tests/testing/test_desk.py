"""The day: codes, names, marks, and attendance confirmed for good."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from committees.models import Position
from testing.actions import attendance, sessions
from testing.lifecycles import BookingStatus, SessionStatus
from testing.models import Booking
from testing.refusals import Refusal
from tests.factories.accounts import PersonFactory
from tests.factories.committees import person_with
from tests.factories.testing import BookingFactory, SessionFactory
from tests.support.desks import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(room):
    return SessionFactory(
        room=room, starts_at=timezone.now() - timedelta(minutes=5), status=SessionStatus.CLOSED
    )


def state(booking):
    booking.refresh_from_db()
    return booking.status


def test_a_typed_code_checks_in_however_it_is_written(clerk, today):
    booking = BookingFactory(session=today)
    clerk.post(reverse("manage-check-in", args=[today.pk]), {"code": f" {booking.code_shown.lower()} "})
    assert state(booking) == BookingStatus.ATTENDED
    assert booking.marked_by == clerk.person


def test_a_mistyped_code_is_noticed_before_anyone_is_looked_for(clerk, today):
    code = BookingFactory(session=today).code
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    response = clerk.post(reverse("manage-check-in", args=[today.pk]), {"code": wrong})
    assert response.context["form"].errors["code"] and wrong in response.content.decode()


def test_a_code_of_another_session_says_which(clerk, today, room):
    other = BookingFactory(session=SessionFactory(room=room))
    response = clerk.post(reverse("manage-check-in", args=[today.pk]), {"code": other.code})
    assert other.session.exam.name_th in response.content.decode()
    assert state(other) == BookingStatus.CONFIRMED


def test_one_press_marks_present_absent_and_back(clerk, today):
    booking = BookingFactory(session=today)
    for mark, expected in (
        ("present", "attended"),
        ("undo", "confirmed"),
        ("absent", "absent"),
        ("present", "absent"),
    ):
        clerk.post(reverse("manage-booking-mark", args=[today.pk, booking.pk, mark]))
        if mark != "present" or expected == "attended":
            assert state(booking) == expected
    assert state(booking) == BookingStatus.ATTENDED


def test_twice_is_once_and_keeps_the_first_time(clerk, today):
    booking = BookingFactory(session=today)
    first = attendance.check_in(booking, by=clerk.person, at=timezone.now()).marked_at
    assert attendance.check_in(booking, by=clerk.person, at=timezone.now()).marked_at == first


def test_the_desk_is_shut_long_before_the_test(clerk, room):
    booking = BookingFactory(session=SessionFactory(room=room))
    with pytest.raises(Refusal):
        attendance.check_in(booking, by=clerk.person, at=timezone.now())


def test_nobody_is_absent_before_the_test_begins(clerk, room):
    booking = BookingFactory(
        session=SessionFactory(room=room, starts_at=timezone.now() + timedelta(minutes=30))
    )
    with pytest.raises(Refusal):
        attendance.mark_absent(booking, by=clerk.person, at=timezone.now())


def test_who_waits_cannot_be_checked_in(clerk, today):
    booking = BookingFactory(session=today, status=BookingStatus.WAITING)
    clerk.post(reverse("manage-check-in", args=[today.pk]), {"code": booking.code})
    assert state(booking) == BookingStatus.WAITING


def test_the_desk_finds_people_by_seat_and_by_name(clerk, today):
    first, second = (
        BookingFactory(session=today),
        BookingFactory(session=today, person=PersonFactory(first_name_th="มาลัย")),
    )
    path = reverse("manage-check-in", args=[today.pk])
    assert clerk.get(path, data={"q": "1"}).context["people"] == [first]
    assert clerk.get(path, data={"q": "มาลัย"}).context["people"] == [second]


def test_the_code_of_a_pass_leads_staff_to_one_button(clerk, today):
    booking = BookingFactory(session=today)
    path = reverse("manage-scan", args=[booking.code])
    assert clerk.get(path).status_code == 200
    clerk.post(path)
    assert state(booking) == BookingStatus.ATTENDED


def test_the_code_of_a_pass_shows_strangers_nothing(teacher, today):
    booking = BookingFactory(session=today)
    assert teacher.get(reverse("manage-scan", args=[booking.code])).status_code == 403
    elsewhere = signed_in(person_with(Position.CLERK))
    assert elsewhere.get(reverse("manage-scan", args=[booking.code])).status_code == 404


def test_confirmed_attendance_makes_absent_of_whoever_was_not_seen(manager, today):
    seen, unseen = BookingFactory(session=today), BookingFactory(session=today)
    attendance.check_in(seen, by=manager.person, at=timezone.now())
    sessions.hold(today, by=manager.person, at=timezone.now())
    manager.post(reverse("manage-session-move", args=[today.pk, "finalise"]))
    assert (state(seen), state(unseen)) == (BookingStatus.ATTENDED, BookingStatus.ABSENT)


def test_after_confirmation_no_mark_changes(manager, today):
    booking = BookingFactory(session=today)
    sessions.hold(today, by=manager.person, at=timezone.now())
    sessions.finalise(today, by=manager.person, at=timezone.now())
    with pytest.raises(Refusal):
        attendance.check_in(booking, by=manager.person, at=timezone.now())


def test_the_database_refuses_a_mark_without_who_and_when(today):
    booking = BookingFactory(session=today)
    with pytest.raises(DatabaseError), transaction.atomic():
        Booking.objects.filter(pk=booking.pk).update(status=BookingStatus.ATTENDED)


def test_the_list_of_desks_shows_today_and_tomorrow_only(clerk, today, room):
    SessionFactory(room=room)
    rows = clerk.get(reverse("manage-desks")).context["listing"].page
    assert [row.pk for row in rows] == [today.pk]
