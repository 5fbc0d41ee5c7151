"""A check that merely grows too old: warned of before the test, no seat laid on it, nobody thrown out (7.1)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from centers.actions import readiness
from committees.models import Position
from hcec.accounts.models import Notice
from hcec.core import outbox
from hcec.core.refusals import Refusal
from testing.actions import bookings, seats, sessions
from testing.models import Booking, Seat, Session
from testing.queries.stale import soon_stale
from tests.factories.accounts import PersonFactory
from tests.factories.centers import RoomFactory
from tests.factories.committees import person_with
from tests.factories.registers import GOOD, stations
from tests.factories.testing import BookingFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    """Four workstations; numbers 1 to 3 passed 25 days ago, number 4 an hour ago."""
    room = RoomFactory(seats=4)
    for station in stations(room, 4, passed=0):
        ago = timedelta(hours=1) if station.number == 4 else timedelta(days=25)
        readiness.check(station, GOOD, by=PersonFactory(), at=timezone.now() - ago)
    return room


def session_in(room, days, **fields):
    starts_at = timezone.now() + timedelta(days=days)
    return SessionFactory(room=room, starts_at=starts_at, **fields)


def stale(session):
    rows = soon_stale(Session.objects.filter(pk=session.pk), timezone.now())
    return rows.values_list("stale", flat=True).first()


def check(room, number):
    readiness.check(room.stations.get(number=number), GOOD, by=PersonFactory(), at=timezone.now())
    outbox.run_all_due()


def closed(session):
    return list(
        Seat.objects.filter(session=session, closed=True).order_by("number").values_list("number", flat=True)
    )


def test_a_test_within_the_time_of_the_checks_needs_nothing(room):
    assert stale(session_in(room, 3)) is None


def test_a_test_after_it_names_how_many_must_be_checked_again(room):
    session = session_in(room, 10)
    assert stale(session) == 3
    check(room, 1)
    assert stale(session) == 2


def test_a_test_far_ahead_is_not_warned_of_yet(room):
    assert stale(session_in(room, 40)) is None


def test_a_room_without_a_register_is_not_warned_of():
    assert stale(session_in(RoomFactory(), 10)) is None


@pytest.mark.parametrize("position", [Position.ICT_OFFICER, Position.CENTER_MANAGER])
def test_the_officer_and_the_manager_find_it_on_their_work_list(client, room, position):
    session_in(room, 10)
    client.force_login(person_with(position, center=room.center))
    assert "ตรวจความพร้อมเครื่องคอมพิวเตอร์ใหม่ก่อนสอบ" in client.get(reverse("home")).content.decode()


def test_the_officer_of_another_center_does_not(client, room):
    session_in(room, 10)
    client.force_login(person_with(Position.ICT_OFFICER))
    assert "ตรวจความพร้อมเครื่องคอมพิวเตอร์ใหม่ก่อนสอบ" not in client.get(reverse("home")).content.decode()


def test_the_session_s_page_says_it_too(client, room):
    session = session_in(room, 10)
    client.force_login(person_with(Position.CENTER_MANAGER, center=room.center))
    html = client.get(reverse("manage-session", args=[session.pk])).content.decode()
    assert reverse("manage-lab", args=[room.pk]) in html


def test_whoever_has_booked_a_seat_whose_check_grew_old_keeps_it_untold(room):
    session = session_in(room, 10)
    booking = BookingFactory(session=session, seat_no=1)
    seats.follow_room(room, at=timezone.now() + timedelta(days=8))
    booking.refresh_from_db()
    assert (booking.seat_no, closed(session)) == (1, [])
    assert not Notice.objects.filter(person=booking.person).exists()


def test_no_seat_is_laid_on_a_stale_workstation(room):
    room.stations.filter(number=4).update(number=5)
    more = readiness.add_stations  # a fifth place, so that three ready ones are enough for three seats
    type(room).objects.filter(pk=room.pk).update(seats=9)
    room.refresh_from_db()
    for station in more(room, 2, by=PersonFactory(), at=timezone.now()):
        readiness.check(station, GOOD, by=PersonFactory(), at=timezone.now())
    session = session_in(room, 35, status="draft", seats=3)
    later = timezone.now() + timedelta(days=10)  # numbers 1 to 3 are stale by then, 5 to 7 are ready
    with pytest.raises(Refusal):
        sessions.open_booking(session, by=PersonFactory(), at=later)
    readiness.check(room.stations.get(number=2), GOOD, by=PersonFactory(), at=later)
    sessions.open_booking(session, by=PersonFactory(), at=later + timedelta(minutes=1))
    assert closed(session) == [1, 3]


def test_a_stale_seat_opens_as_soon_as_its_workstation_passes_again(room):
    session = session_in(room, 10, opens_at=timezone.now() - timedelta(hours=1))
    Seat.objects.filter(session=session, number=1).update(closed=True)
    readiness.check(room.stations.get(number=1), readiness.Measures(), by=PersonFactory(), at=timezone.now())
    seats.follow_room(room, at=timezone.now())
    assert closed(session) == [1]
    check(room, 1)
    assert closed(session) == []
    answer = bookings.book(session.pk, by=PersonFactory(), key="3f0f5f0e-8e4f-4f73-9b6e-0c0a4c6c1a11")
    assert Booking.objects.get(pk=answer.booking_id).seat_no == 1


def test_a_check_that_fails_after_the_repair_leaves_the_seat_closed(room):
    session, officer = session_in(room, 10), PersonFactory()
    station = room.stations.get(number=1)
    fault = readiness.report_fault(station=station, what="จอดับ", by=officer, at=timezone.now())
    outbox.run_all_due()
    readiness.mend(fault, remedy="เปลี่ยนจอ", by=officer, at=timezone.now())
    readiness.check(station, readiness.Measures(), by=officer, at=timezone.now())
    seats.follow_room(room, at=timezone.now())
    assert closed(session) == [1]
