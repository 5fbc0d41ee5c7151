"""Doors of one's own results and of outside results that are recorded and checked."""

from typing import Any

from tests.doors.rows_testing import ANY_ACCOUNT, of
from tests.doors.table import GET_CLOSED, Door, away, only, owner, signed_in
from tests.factories.outside import OutsideResultFactory

CHECK = ("director", "deputy", "obec_officer")


def furnish(world: Any) -> None:
    """The teacher has sent a document to the center."""
    world.outside = OutsideResultFactory(person=world.teacher, center=world.center)


LISTS = only(*CHECK, *away("director", "deputy"))
CHECKERS = only(*CHECK, outside=away("director", "deputy"))

DOORS = [
    Door("my-results", signed_in()),
    Door("outside-tests", signed_in()),
    Door("outside-new", signed_in(), where=lambda w: {"code": w.outside.test.code}),
    Door("outside-result", owner("teacher"), where=of("outside")),
    Door("outside-take-back", GET_CLOSED, post=owner("teacher"), where=of("outside")),
    Door("outside-proof", owner("teacher"), post=ANY_ACCOUNT, where=of("outside")),
    Door("manage-outside-results", LISTS),
    Door(
        "manage-outside-result", CHECKERS, where=of("outside"), data=lambda w: {"decision": "accept", "note": ""}
    ),
    Door("manage-outside-withdraw", CHECKERS, where=of("outside"), data=lambda w: {"reason": "x"}),
    Door("manage-outside-proof", CHECKERS, post=LISTS, where=of("outside")),
]  # fmt: skip
