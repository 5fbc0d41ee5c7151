"""Doors of reports: anyone at the front, everybody at her own home, figures within the reader's branch."""

from typing import Any

from django.utils import timezone

from hcec.accounts.actions import feeds
from tests.doors.table import ELSEWHERE, GET_CLOSED, HERE, Door, Expectation, anyone, only, signed_in

READERS = tuple(role for role in HERE if role != "center_member")
WIDE = ("supervisor", "area_director", "obec_officer", "obec_member", "ministry")


def furnish(world: Any) -> None:
    """The teacher has opened her calendar."""
    world.feed = feeds.make(world.teacher, at=timezone.now())


def readers() -> Expectation:
    """Whoever sees figures anywhere."""
    return only(*READERS, *ELSEWHERE)


def of_the_center() -> Expectation:
    """The center's own seats and those above it; everybody else's figures are elsewhere."""
    return only(*READERS, outside=ELSEWHERE)


def of_the_province() -> Expectation:
    """The province's seats and the nation's; a center's seats see their center only."""
    narrow = tuple(role for role in (*READERS, *ELSEWHERE) if role not in WIDE)
    return only(*WIDE, outside=narrow)


def center(world: Any) -> dict[str, Any]:
    return {"code": world.province.code, "center_code": world.center.code}


def rows(world: Any) -> dict[str, Any]:
    return {"measure": "booked"}


def of_the_nation() -> Expectation:
    """Rows of the whole country, when no place is asked for."""
    nation = ("obec_officer", "obec_member", "ministry")
    return only(*nation, outside=tuple(role for role in (*READERS, *ELSEWHERE) if role not in nation))


DOORS = [
    Door("landing", anyone()),
    Door("my-calendar", signed_in()),
    Door("my-calendar-make", GET_CLOSED, post=signed_in()),
    Door("my-calendar-close", GET_CLOSED, post=signed_in()),
    Door("calendar-person", anyone(), where=lambda world: {"token": feeds.token_of(world.feed)}),
    Door("calendar-center", anyone(), where=lambda world: {"code": world.center.code}),
    Door("home", signed_in()),
    Door("branch", readers()),
    Door("branch-province", of_the_province(), readers(), where=lambda world: {"code": world.province.code}),
    Door("branch-center", of_the_center(), readers(), where=center),
    Door("branch-rows", of_the_nation(), readers(), where=rows),
]
