"""Two answers for the same room at the same moment: each hour is held once, and nobody is stopped by a deadlock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from centers.actions import uses
from centers.models import Reservation, RoomUse, RoomUseDate
from hcec.core.integrity import all_invariants
from tests.factories.accounts import PersonFactory
from tests.factories.centers import RoomFactory, RoomUseFactory
from tests.support.together import together

pytestmark = pytest.mark.django_db(transaction=True)
WEEKS = 6


def test_of_many_weekly_requests_approved_at_once_every_hour_is_held_by_one():
    room, manager = RoomFactory(), PersonFactory()
    starts_at = timezone.now() + timedelta(days=3)
    requests = [
        RoomUseFactory(
            room=room,
            repeats="weekly",
            until=timezone.localdate(starts_at) + timedelta(days=7 * (WEEKS - 1)),
            starts_at=starts_at + timedelta(minutes=30 * number),
        )
        for number in range(6)
    ]
    faults = together(len(requests), lambda n: uses.approve(requests[n], by=manager, at=timezone.now()))
    assert {type(fault).__name__ for fault in faults} <= {"Refusal"}
    held = RoomUseDate.objects.filter(status="held").count()
    assert held == Reservation.objects.filter(room=room, released=False).count() >= WEEKS
    assert RoomUse.objects.filter(status="approved").count() + len(faults) == len(requests)
    broken = [truth.name for truth in all_invariants() if "room" in truth.name and truth.broken()]
    assert broken == []
