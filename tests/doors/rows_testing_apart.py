"""Doors of duties kept apart: the report of a branch, and the waiver of one session."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from testing.lifecycles import SessionStatus
from tests.doors.table import ROLES, Door, away, only
from tests.factories.apart import refused, trains, waived
from tests.factories.centers import RoomFactory
from tests.factories.testing import BookingFactory, SessionFactory

WAIVE = ("director", "deputy", "area_director", "obec_officer")
# Whoever may see figures somewhere: every seat but that of another member of a center's committee.
WATCH = tuple(
    role for role in ROLES if role not in ("anonymous", "public", "teacher", "other_teacher", "center_member")
)


def furnish(world: Any) -> None:
    """The clerk was refused to invigilate whom she had trained, and was let enter the results."""
    starts_at = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=31)
    world.near = SessionFactory(
        room=RoomFactory(center=world.center), starts_at=starts_at, status=SessionStatus.CLOSED
    )
    clerk = world.person["clerk"]
    trains(clerk, BookingFactory(session=world.near).person, skill=world.near.exam.skill)
    refused(world.near, clerk)
    waived(world.near, clerk, "enter", by=world.person["director"])


DOORS = [
    Door("manage-apart", only(*WATCH)),
    Door("manage-duty-waivers", only(*WATCH)),
    Door(
        "manage-session-apart", only(*WAIVE, outside=away("director", "area_director")),
        where=lambda w: {"pk": w.near.pk},
        data=lambda w: {"whom": f"{w.person['clerk'].pk}-invigilate", "reason": "มีบุคลากรสามคน"},
    ),
]  # fmt: skip
