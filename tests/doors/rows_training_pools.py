"""Doors of kept seats of a round: its pools and their release."""

from typing import Any

from tests.doors.rows_training import MANAGERS, of
from tests.doors.table import GET_CLOSED, Door
from training.models import SeatPool


def furnish(world: Any) -> None:
    """A pool for teachers with one seat of the open round."""
    world.round_pool = SeatPool.objects.create(
        round=world.round, name="ครูในพื้นที่", audience_kinds=["teacher"], near="area"
    )
    world.round.seat_rows.filter(number=5).update(pool=world.round_pool)


def pool(world: Any) -> dict[str, int]:
    return {"pk": world.round.pk, "pool_pk": world.round_pool.pk}


DOORS = [
    Door("manage-round-pools", MANAGERS, where=of("round")),
    Door("manage-round-pool-release", GET_CLOSED, post=MANAGERS, where=pool),
    Door("manage-round-pool-remove", GET_CLOSED, post=MANAGERS, where=pool),
]
