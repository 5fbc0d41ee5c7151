"""Doors of walk-ins: the search at the desk, the seat that is given, and whose the test was."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core import signing
from django.utils import timezone

from hcec.accounts import found
from testing.lifecycles import BookingStatus, SessionStatus
from testing.models import WalkIn
from tests.doors.rows_testing import DESKS, LISTS, MANAGERS, of
from tests.doors.table import GET_CLOSED, Door
from tests.factories.accounts import PersonFactory
from tests.factories.centers import RoomFactory
from tests.factories.testing import BookingFactory, SessionFactory


def furnish(world: Any) -> None:
    """Somebody unknown sits in a test of this hour, and somebody with a telephone number stands at the door."""
    begun = timezone.now() - timedelta(minutes=10)
    world.at_the_door = SessionFactory(
        room=RoomFactory(center=world.center), starts_at=begun, status=SessionStatus.CLOSED
    )
    stranger = PersonFactory(is_active=False, kind="public")
    booking = BookingFactory(session=world.at_the_door, person=stranger, status=BookingStatus.ATTENDED)
    BookingFactory(session=world.at_the_door, status=BookingStatus.LAPSED)
    world.walk_in = WalkIn.objects.create(
        booking=booking, status="provisional", name="มานี ใจดี", phone="0812345678", email="",
        added_by=world.person["clerk"], added_at=begun,
    )  # fmt: skip
    world.comer = PersonFactory(phone="0899999999")


def taken_down(world: Any) -> dict[str, Any]:
    return {
        "first_name": "มานะ", "last_name": "ใจดี", "kind": "public", "phone": "0811111111", "email": "",
        "called": "on", "idempotency_key": uuid4().hex,
    }  # fmt: skip


def let_in(world: Any) -> dict[str, Any]:
    """The form of whoever the clerk found; in anybody else's hands it opens nothing."""
    carried = signing.dumps(
        {
            "person": world.comer.pk,
            "for": f"walk-in:{world.at_the_door.pk}",
            "by": world.person["manager"].pk,
        },
        salt=found.SALT,
    )
    return {"found": carried, "called": "on", "idempotency_key": uuid4().hex}


def nobodys(world: Any) -> dict[str, Any]:
    """A telephone that no account has: whoever knows a person's own number is told her name, wherever she works."""
    return {"who": "0890000001"}


DOORS = [
    Door("manage-walk-in-new", DESKS, where=of("at_the_door"), data=nobodys),
    Door("manage-walk-in-add", GET_CLOSED, post=DESKS, where=of("at_the_door"), data=let_in),
    Door("manage-walk-in-unknown", GET_CLOSED, post=DESKS, where=of("at_the_door"), data=taken_down),
    Door("manage-walk-ins", LISTS["manage-sessions"]),
    Door("manage-walk-in", MANAGERS, where=of("walk_in"), data=nobodys),
    Door("manage-walk-in-match", GET_CLOSED, post=MANAGERS, where=of("walk_in")),
    Door(
        "manage-walk-in-invite", GET_CLOSED, post=MANAGERS, where=of("walk_in"),
        data=lambda w: {"email": "manee@example.org"},
    ),
]  # fmt: skip
