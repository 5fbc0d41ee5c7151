"""Doors of draws: the public page and its file, one's own entry, and the manager's pages."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from testing.actions import draws
from tests.doors.rows_testing import ANY_ACCOUNT, MANAGERS, READ_ONLY, of
from tests.doors.table import GET_CLOSED, Door, anyone
from tests.factories.centers import RoomFactory
from tests.factories.testing import SessionFactory


def furnish(world: Any) -> None:
    """A session whose seats are drawn, and one that could be."""
    now = timezone.now()
    later = {"opens_at": now + timedelta(days=1)}
    world.undrawn = SessionFactory(room=RoomFactory(center=world.center), **later)
    lot = SessionFactory(room=RoomFactory(center=world.center), **later)
    world.draw = draws.set_up(
        [lot],
        by=world.person["clerk"],
        at=now,
        entries_from=now - timedelta(hours=1),
        entries_until=now + timedelta(hours=1),
        draws_at=now + timedelta(hours=2),
    )


DOORS = [
    Door("draw", anyone(), where=of("draw")),
    Door("draw-published", anyone(), where=of("draw")),
    Door("draw-enter", GET_CLOSED, post=ANY_ACCOUNT, where=of("draw")),
    Door("draw-leave", GET_CLOSED, post=ANY_ACCOUNT, where=of("draw")),
    Door("manage-draw-new", MANAGERS, where=of("undrawn")),
    Door("manage-draw", MANAGERS, where=of("draw"), **READ_ONLY),
    Door("manage-draw-move", GET_CLOSED, post=MANAGERS, where=of("draw", move=lambda w: "call_off")),
]
