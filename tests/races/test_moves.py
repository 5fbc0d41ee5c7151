"""Many move between two sessions in both directions at once: nobody stands across, no seat is lost or sold twice."""

import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.utils import timezone

from testing.actions import bookings, moves
from testing.lifecycles import BookingStatus
from testing.models import Booking
from testing.refusals import Refusal
from tests.factories.centers import RoomFactory
from tests.factories.testing import SessionFactory
from tests.races.booking_ground import broken, crowd, race

pytestmark = pytest.mark.django_db(transaction=True)
SIDE = 12


def two_sides():
    """Two sessions of one exam with a few seats to spare, and people in each who want to be in the other."""
    first = SessionFactory(room=RoomFactory(seats=SIDE + 2))
    second = SessionFactory(
        room=RoomFactory(seats=SIDE + 2), exam=first.exam, starts_at=first.starts_at + timedelta(days=1)
    )
    todo = []
    people = crowd(2 * SIDE)
    for place, person in enumerate(people):
        here, there = (first, second) if place % 2 else (second, first)
        answer = bookings.book(here.pk, by=person, key=uuid4())
        todo.append((Booking.objects.get(pk=answer.booking_id), there))
    return todo


def cross(todo):
    def work(item) -> None:
        booking, there = item
        moves.move(booking, to=there, by=booking.person, at=timezone.now(), key=uuid4())

    return race(work, todo, threads=8)


def test_moving_both_ways_at_once_stands_across_nobody_and_loses_no_seat():
    todo = two_sides()
    faults = cross(todo)
    assert all(isinstance(fault, Refusal) for fault in faults), faults
    seated = Booking.objects.filter(status=BookingStatus.CONFIRMED)
    assert seated.count() == seated.values("person").distinct().count() == 2 * SIDE
    assert broken() == []


def test_control_each_in_his_own_order_stands_across(monkeypatch):
    """Locking first what one has, then what one wants, meets somebody who does it the other way round."""
    true = bookings.locked

    def slow(session_id):
        session = true(session_id)
        time.sleep(0.05)
        return session

    monkeypatch.setattr(bookings, "locked", slow)
    monkeypatch.setattr(moves, "in_order", lambda *ids: ids)
    monkeypatch.setattr(moves, "move", moves.move.__wrapped__)
    faults = cross(two_sides())
    assert any(isinstance(fault, OperationalError) for fault in faults), (
        "nobody met anybody: the race was not one"
    )


def test_control_cancelling_first_loses_the_seat_to_another():
    """What one does by hand without a move: give back, then ask. Somebody else is quicker."""
    todo = two_sides()

    def by_hand(item) -> None:
        booking, there = item
        bookings.cancel(booking, by=booking.person, at=timezone.now())
        bookings.book(there.pk, by=booking.person, key=uuid4())

    full = {there.pk for _booking, there in todo}
    for pk in full:  # everyone else takes what is free meanwhile
        for person in crowd(4):
            bookings.book(pk, by=person, key=uuid4())
    race(by_hand, todo, threads=8)
    lost = Booking.objects.filter(person__in=[b.person for b, _there in todo], status=BookingStatus.WAITING)
    assert lost.exists()
