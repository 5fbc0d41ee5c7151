"""Doors of the day: papers, seat plans, accommodations, the invigilator's desk, scans and walk-ins."""

from typing import Any
from uuid import uuid4

from django.utils import timezone

from testing.models import Outcome, Scan
from tests.doors.rows_testing import DESKS, LISTS, MANAGERS, READ_ONLY, of
from tests.doors.table import GET_CLOSED, Door, anyone, away, only, owner, signed_in
from tests.factories.day import AccommodationFactory

DECIDERS = ("director", "obec_officer")


def furnish(world: Any) -> None:
    """The teacher has asked the center for extra time."""
    world.accommodation = AccommodationFactory(person=world.teacher, center=world.center)
    world.scan = Scan.objects.create(
        session=world.today, typed="K7QXM2RD5", outcome=Outcome.UNKNOWN, at=timezone.now(),
        by=world.person["clerk"], device_key=uuid4(), device_at=timezone.now(),
    )  # fmt: skip


ON_DESKS = {"post": LISTS["manage-desks"]}


def plan_of_the_room(world: Any) -> dict[str, Any]:
    return {"rows": "2", "columns": "2", "at-1-1": "1", "at-1-2": "2"}


LIST_OF_DECIDERS = only(*DECIDERS, *away("director"))
HERE = only(*DECIDERS, outside=away("director"))
# Nobody has taken the request up, so there is nothing for anybody to read.
NOBODY_YET = only(outside=(*DECIDERS, *away("director")))

DOORS = [
    Door("manage-papers", DESKS, where=of("session"), **ON_DESKS),
    Door("manage-paper", DESKS, where=of("session", paper=lambda w: "eligible"), **ON_DESKS),
    Door("manage-seats", MANAGERS, where=of("session"), data=lambda w: {"way": "lot"}),
    Door("manage-seats-draw", GET_CLOSED, post=MANAGERS, where=of("session")),
    Door("manage-floor", MANAGERS, where=of("room"), data=plan_of_the_room),
    Door("manage-seatings", LISTS["manage-sessions"], **READ_ONLY),
    Door("manage-conduct", DESKS, where=of("today")),
    Door("manage-conduct-move", GET_CLOSED, post=DESKS, where=of("today", move=lambda w: "start")),
    Door("desk-worker", anyone(), post=anyone()),
    Door("manage-scans", DESKS, where=of("today"), **ON_DESKS),
    Door("manage-scans-merge", GET_CLOSED, post=DESKS, where=of("today")),
    Door(
        "manage-scan-decide", GET_CLOSED, post=DESKS,
        where=of("today", scan_pk=lambda w: w.scan.pk), data=lambda w: {"words": "x"},
    ),
    Door("my-accommodations", signed_in()),
    Door("my-accommodation-withdraw", GET_CLOSED, post=owner("teacher"), where=of("accommodation")),
    Door("my-accommodation-evidence", owner("teacher"), post=signed_in(), where=of("accommodation")),
    Door("manage-accommodations", LIST_OF_DECIDERS),
    Door("manage-accommodation", HERE, post=LIST_OF_DECIDERS, where=of("accommodation")),
    Door("manage-accommodation-evidence", NOBODY_YET, post=LIST_OF_DECIDERS, where=of("accommodation")),
    Door("manage-accommodation-move", GET_CLOSED, post=HERE, where=of("accommodation", move=lambda w: "take")),
]  # fmt: skip
