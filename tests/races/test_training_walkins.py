"""Thirty people at the door of a full meeting, let in by many hands at once: never one more than seats."""

from uuid import uuid4

import pytest
from django.utils import timezone

from tests.factories.accounts import PersonFactory
from tests.factories.centers import RoomFactory
from tests.factories.training import begun_round
from tests.races.booking_ground import crowd, race
from training import integrity
from training.actions import walkins
from training.actions.walkins import Said
from training.models import Attendance, Enrolment
from training.refusals import Refusal

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, SEATS = 30, 7


def test_at_the_door_nobody_gets_in_beyond_the_seats_of_round_and_room():
    meeting, clerk = begun_round(room=RoomFactory(seats=SEATS), seats=SEATS), PersonFactory()

    def press(person):
        walkins.add(meeting, person, said=Said(), by=clerk, at=timezone.now(), key=uuid4())

    faults = race(press, crowd(PEOPLE), threads=16)
    assert len(faults) == PEOPLE - SEATS and all(isinstance(fault, Refusal) for fault in faults)
    held = Enrolment.objects.filter(round=meeting.round_id).values_list("seat_no", flat=True)
    assert sorted(held) == list(range(1, SEATS + 1))
    assert Attendance.objects.filter(meeting=meeting, present=True).count() == SEATS
    assert [truth.name for truth in integrity.INVARIANTS if truth.broken()] == []
