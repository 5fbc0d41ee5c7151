"""Colleagues say yes to one seat at the moment its holder cancels: one of all has it, or the next in line."""

import threading

import pytest
from django.db import IntegrityError
from django.utils import timezone

from hcec.core.refusals import Refusal
from testing.actions import bookings, substitutes
from testing.models import Booking, Seat, Substitution
from tests.factories.centers import RoomFactory, SchoolFactory, WorkplaceFactory
from tests.factories.testing import BookingFactory, SessionFactory
from tests.races.booking_ground import broken, crowd
from tests.support.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def offered():
    """One seat, three colleagues who were asked, and somebody who waits."""
    school = SchoolFactory()
    people = crowd(4)
    for person in people:
        WorkplaceFactory(person=person, school=school, school_name="")
    session = SessionFactory(room=RoomFactory(seats=1), substitutes=True)
    seat = BookingFactory(session=session, person=people[0])
    BookingFactory(session=session, status="waiting")
    asked = [substitutes.ask(seat, one, by=people[0], at=timezone.now()) for one in people[1:]]
    return seat, asked


def answers(seat, asked):
    """Three say yes and the holder cancels, at the same moment."""

    def act(number):
        if number < len(asked):
            substitutes.accept(asked[number], by=asked[number].colleague, at=timezone.now())
        else:
            bookings.cancel(seat, by=seat.person, at=timezone.now())

    return together(len(asked) + 1, act)


def test_one_seat_has_one_person_whoever_was_quickest():
    seat, asked = offered()
    faults = answers(seat, asked)
    assert all(isinstance(fault, Refusal) for fault in faults), faults
    seated = Booking.objects.get(session=seat.session_id, seat_no=1)
    taken = Substitution.objects.filter(status="taken")
    assert [one.got for one in taken] in ([], [seated])
    assert broken() == []


def test_control_without_the_locks_only_the_index_of_seats_stands_between_two_yes(monkeypatch):
    """Whoever reads before the others have written passes every guard; the database then stops all but one."""

    read = threading.Barrier(3)

    def unheld(ask):
        ask = Substitution.objects.select_related("colleague").get(pk=ask.pk)
        booking = Booking.objects.select_related("person", "session__exam").get(pk=ask.booking_id)
        read.wait(timeout=60)
        return substitutes.Held(ask, booking.session, booking)

    monkeypatch.setattr(substitutes, "held", unheld)
    monkeypatch.setattr(
        substitutes.seats, "free_for", lambda session, _who, _at: Seat.objects.filter(session=session)
    )
    monkeypatch.setattr(substitutes, "accept", substitutes.accept.__wrapped__)
    seat, asked = offered()

    def yes(number):
        substitutes.accept(asked[number], by=asked[number].colleague, at=timezone.now())

    faults = together(len(asked), yes)
    assert any(isinstance(fault, IntegrityError) for fault in faults), (
        "nobody met anybody: the race was not one"
    )
    assert Booking.objects.filter(session=seat.session_id, seat_no=1).count() == 1
