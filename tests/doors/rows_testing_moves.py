"""Doors of moving a booking to another session."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests.doors.rows_testing import code
from tests.doors.table import Door, owner, signed_in
from tests.factories.centers import RoomFactory
from tests.factories.testing import SessionFactory


def furnish(world: Any) -> None:
    """Another session of the same exam, two days later at the sibling center."""
    session = world.session
    world.elsewhere = SessionFactory(
        room=RoomFactory(center=world.sibling),
        exam=session.exam,
        starts_at=session.starts_at + timedelta(days=2),
    )


DOORS = [
    Door("move-booking", owner("teacher"), post=signed_in(), where=code),
    Door(
        "move-booking-to",
        owner("teacher"),
        where=lambda w: code(w) | {"pk": w.elsewhere.pk},
        data=lambda w: {"idempotency_key": uuid4().hex},
    ),
]
