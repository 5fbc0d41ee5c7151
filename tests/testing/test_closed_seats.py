"""A fault closes its seat at once; whoever sits there is moved or told of other sessions (guideline 6.4.8)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from centers.actions import readiness
from hcec.accounts.models import Notice
from hcec.core import outbox
from hcec.core.integrity import all_invariants
from testing.actions import bookings
from testing.models import Booking, Seat, Session
from testing.queries import with_seats
from tests.factories.accounts import PersonFactory
from tests.factories.centers import RoomFactory
from tests.factories.registers import GOOD, stations
from tests.factories.testing import BookingFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return PersonFactory()


@pytest.fixture
def room():
    room = RoomFactory(seats=3)
    stations(room, 3)
    return room


def broken(room, number, officer):
    station = room.stations.get(number=number)
    fault = readiness.report_fault(station=station, what="จอดับ", by=officer, at=timezone.now())
    outbox.run_all_due()
    return fault


def told(person):
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("subject", flat=True))


def free(session):
    return with_seats(Session.objects.filter(pk=session.pk)).get().free


def test_whoever_sits_at_a_broken_machine_is_moved_to_a_free_ready_one(room, officer):
    booking = BookingFactory(session=SessionFactory(room=room), seat_no=1)
    broken(room, 1, officer)
    booking.refresh_from_db()
    assert booking.seat_no == 2
    assert "เลขที่ 2" in told(booking.person)[0] or "seat 2" in told(booking.person)[0]


def test_a_seat_whose_machine_was_never_ready_is_no_way_out(officer):
    room = RoomFactory(seats=2)
    stations(room, 2, passed=1)
    booking = BookingFactory(session=SessionFactory(room=room), seat_no=1)
    broken(room, 1, officer)
    booking.refresh_from_db()
    assert booking.seat_no == 1


def test_without_a_free_seat_she_keeps_her_booking_and_is_told_of_other_sessions(room, officer):
    session = SessionFactory(room=room)
    booking = BookingFactory(session=session, seat_no=1)
    for number in (2, 3):
        BookingFactory(session=session, seat_no=number)
    other = SessionFactory(exam=session.exam, starts_at=session.starts_at + timedelta(days=1))
    broken(room, 1, officer)
    booking.refresh_from_db()
    notice = Notice.objects.get(person=booking.person)
    assert booking.seat_no == 1 and f"/tests/{other.pk}/" in notice.body


def test_a_closed_seat_is_booked_by_nobody(room, officer):
    session = SessionFactory(room=room)
    broken(room, 1, officer)
    booking = bookings.book(session.pk, by=PersonFactory(), key="3f0f5f0e-8e4f-4f73-9b6e-0c0a4c6c1a11")
    assert Booking.objects.get(pk=booking.booking_id).seat_no == 2
    assert free(session) == 1


def test_a_seat_opens_again_with_the_next_passed_check_and_goes_to_the_next_in_line(room, officer):
    session = SessionFactory(room=room)
    fault = broken(room, 1, officer)
    for number in (2, 3):
        BookingFactory(session=session, seat_no=number)
    waiting = BookingFactory(session=session, status="waiting")
    readiness.mend(fault, remedy="เปลี่ยนจอ", by=officer, at=timezone.now())
    readiness.check(room.stations.get(number=1), GOOD, by=officer, at=timezone.now())
    outbox.run_all_due()
    waiting.refresh_from_db()
    assert waiting.seat_no == 1
    assert not Seat.objects.filter(session=session, closed=True).exists()


def test_telling_twice_tells_once(room, officer):
    booking = BookingFactory(session=SessionFactory(room=room), seat_no=1)
    broken(room, 1, officer)
    outbox.run_all_due()
    assert len(told(booking.person)) == 1


def test_other_rooms_and_past_sessions_are_left_alone(room, officer):
    elsewhere = BookingFactory(session=SessionFactory(room=RoomFactory(seats=3)), seat_no=1)
    past = BookingFactory(
        session=SessionFactory(room=room, starts_at=timezone.now() - timedelta(days=2)), seat_no=1
    )
    broken(room, 1, officer)
    for booking in (elsewhere, past):
        booking.refresh_from_db()
        assert booking.seat_no == 1


def test_the_invariants_hold_with_a_closed_seat(room, officer):
    session = SessionFactory(room=room)
    BookingFactory(session=session, seat_no=1)
    broken(room, 1, officer)
    known = {"there are 77 provinces", "there are 185 centers", "every province has a center"}
    wrong = {i.name for i in all_invariants() if i.broken()} - known
    assert not {name for name in wrong if "seat" in name}
