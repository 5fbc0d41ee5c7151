"""Doors of walk-ins of training: the search at a meeting, the seat that is given, and whose the place was."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from hcec.accounts import found
from tests.doors.rows_training import DESKS, HOLDERS, MANAGERS, of
from tests.doors.table import GET_CLOSED, Door
from tests.factories.accounts import PersonFactory
from tests.factories.centers import RoomFactory
from tests.factories.training import begun_round, enrol, open_round
from training.models import WalkIn


def furnish(world: Any) -> None:
    """Somebody unknown sits in a meeting of this hour, and somebody with a telephone number stands at its door."""
    round = open_round(room=RoomFactory(center=world.center), seats=40)
    place = enrol(round, PersonFactory(kind="public"))
    world.door_meeting = begun_round(round=round)
    type(place.person).objects.filter(pk=place.person_id).update(is_active=False)
    world.training_walk_in = WalkIn.objects.create(
        enrolment=place, meeting=world.door_meeting, status="provisional", name="มานี ใจดี", phone="0812345678",
        added_by=world.person["clerk"], added_at=timezone.now() - timedelta(minutes=4),
    )  # fmt: skip
    world.door_comer = PersonFactory(phone="0899999998")


def nobodys(world: Any) -> dict[str, Any]:
    return {"who": "0890000001"}


def let_in(world: Any) -> dict[str, Any]:
    """The form of whoever the manager found; in anybody else's hands it opens nothing."""
    carried = found.carried(world.door_comer, f"door:{world.door_meeting.pk}", world.person["manager"])
    return {"found": carried, "idempotency_key": uuid4().hex}


def taken_down(world: Any) -> dict[str, Any]:
    return {
        "first_name": "มานะ", "last_name": "ใจดี", "kind": "public", "phone": "0811111111", "email": "",
        "idempotency_key": uuid4().hex,
    }  # fmt: skip


DOORS = [
    Door("manage-door", DESKS, where=of("door_meeting"), data=nobodys),
    Door("manage-door-add", GET_CLOSED, post=DESKS, where=of("door_meeting"), data=let_in),
    Door("manage-door-unknown", GET_CLOSED, post=DESKS, where=of("door_meeting"), data=taken_down),
    Door("manage-door-people", HOLDERS, post=HOLDERS),
    Door("manage-door-person", MANAGERS, where=of("training_walk_in"), data=nobodys),
    Door("manage-door-match", GET_CLOSED, post=MANAGERS, where=of("training_walk_in")),
    Door("manage-door-aside", GET_CLOSED, post=MANAGERS, where=of("training_walk_in")),
]  # fmt: skip
