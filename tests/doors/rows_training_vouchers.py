"""Doors of speakers' pay: who prepares vouchers, who approves them, and the payee's own paper."""

from typing import Any

from tests.doors.rows_training import of
from tests.doors.table import GET_CLOSED, Door, away, only, owner, signed_in
from tests.factories.vouchers import a_voucher, taught
from training.actions import vouchers


def furnish(world: Any) -> None:
    """A voucher that waits, one of the teacher's that is approved, and a round whose speaker is to be paid."""
    world.voucher = a_voucher(world.center)
    hers = a_voucher(world.center, person=world.teacher)
    world.own_voucher = vouchers.approve(hers, by=world.person["director"], at=hers.prepared_at)
    world.taught_round = taught(world.center)
    world.speaker = world.taught_round.meetings.get().teachings.get().person


PREPARERS = ("manager", "clerk", "director", "deputy")
PREPARE = only(*PREPARERS, outside=away(*PREPARERS))
HOLD = only(*PREPARERS, *away(*PREPARERS))
APPROVE = only("director", "deputy", outside=away("director", "deputy"))

DOORS = [
    Door("manage-vouchers", HOLD),
    Door("manage-voucher", PREPARE, where=of("voucher"), post=HOLD),
    Door(
        "manage-voucher-decide",
        GET_CLOSED,
        post=APPROVE,
        where=of("voucher"),
        data=lambda world: {"move": "approve"},
    ),
    Door("manage-voucher-paper", PREPARE, where=of("voucher"), post=HOLD),
    Door("manage-round-vouchers", PREPARE, where=of("taught_round"), post=HOLD),
    Door(
        "manage-voucher-new",
        PREPARE,
        where=lambda world: {"pk": world.taught_round.pk, "person": world.speaker.pk},
    ),
    Door("my-voucher", owner("teacher"), where=of("own_voucher"), post=signed_in()),
]
