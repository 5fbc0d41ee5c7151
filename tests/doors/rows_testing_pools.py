"""Doors of kept seats: pools of a session, their release, and the kinds of its seats."""

from typing import Any

from testing.actions import pools
from testing.models import SeatPool
from tests.doors.rows_testing import MANAGERS, of
from tests.doors.table import GET_CLOSED, Door


def furnish(world: Any) -> None:
    """A pool for teachers with two seats of the open session."""
    world.pool = SeatPool.objects.create(
        session=world.session, name="ครูในพื้นที่", audience_kinds=["teacher"], near="area"
    )
    world.session.seat_rows.filter(number__in=[39, 40]).update(pool=world.pool)
    pools.settle(pools.changeable(world.session), at=world.session.opens_at)


def pool(world: Any) -> int:
    return world.pool.pk


DOORS = [
    Door("manage-session-pools", MANAGERS, where=of("session")),
    Door("manage-session-seat-kinds", MANAGERS, where=of("session")),
    Door("manage-session-pool-release", GET_CLOSED, post=MANAGERS, where=of("session", pool_pk=pool)),
    Door("manage-session-pool-remove", GET_CLOSED, post=MANAGERS, where=of("session", pool_pk=pool)),
]
