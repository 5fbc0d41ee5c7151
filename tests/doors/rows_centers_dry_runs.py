"""Doors of dry runs: the center's keepers start and finish them; a workstation needs the code alone."""

from django.utils import timezone

from centers.actions import dryruns
from tests.doors.table import GET_CLOSED, Door, anyone, away, nobody, only
from tests.factories.centers import RoomFactory
from tests.factories.registers import stations

EDITORS = only("manager", "ict", "obec_officer", outside=away("manager", "ict"))


def furnish(world):
    """A room with a workstation and a run under way."""
    world.rehearsed = RoomFactory(center=world.center, seats=2)
    stations(world.rehearsed, 1)
    world.dry_run = dryruns.start(world.rehearsed, by=world.person["ict"], at=timezone.now())


def of(name):
    return lambda world: {"pk": getattr(world, name).pk}


# Whoever has not joined a run gets no noise and no clock, signed in or not.
NOT_JOINED = nobody() | {"anonymous": nobody()["teacher"]}

DOORS = [
    Door("manage-dry-run-start", GET_CLOSED, post=EDITORS, where=of("rehearsed")),
    Door("manage-dry-run", EDITORS, where=of("dry_run")),
    Door("manage-dry-run-finish", EDITORS, where=of("dry_run")),
    Door("dry-run", anyone()),
    Door("dry-run-check", anyone()),
    Door("dry-run-payload", NOT_JOINED, where=lambda world: {"size": 64}),
    Door("dry-run-clock", NOT_JOINED),
]
