"""Doors of centers: the finder, a person's profile, the staff's pages of centers and rooms."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from centers.models import RoomClosure
from tests.doors.table import ELSEWHERE, GET_CLOSED, HERE, Door, anyone, only, signed_in
from tests.factories.centers import ReservationFactory

# Whoever sees figures or committees of the center finds it in the staff's list.
STAFF = tuple(role for role in HERE if role != "center_member")
STAFF_ELSEWHERE = tuple(role for role in ELSEWHERE)
KEEPERS = ("manager", "ict", "obec_officer")
KEEPERS_ELSEWHERE = ("manager_next", "manager_away", "ict_next", "ict_away")


def furnish(world: Any) -> None:
    """A closed time of the center's room."""
    later = timezone.now() + timedelta(days=40)
    world.closure = RoomClosure.objects.create(
        reservation=ReservationFactory(room=world.room, starts_at=later, ends_at=later + timedelta(hours=3)),
        reason="ซ่อมเครื่องปรับอากาศ",
    )


def center(world: Any) -> dict[str, Any]:
    return {"pk": world.center.pk}


def room(world: Any) -> dict[str, Any]:
    return {"pk": world.room.pk}


DOORS = [
    Door("profile", signed_in()),
    Door("profile-schools", signed_in()),
    Door("centers", anyone()),
    Door("center", anyone(), where=lambda w: {"code": w.center.code}),
    Door("manage-centers", only(*STAFF, *STAFF_ELSEWHERE)),
    Door("manage-center", only(*STAFF, outside=STAFF_ELSEWHERE), where=center),
    Door("manage-center-edit", only(*KEEPERS, outside=KEEPERS_ELSEWHERE), where=center),
    Door("manage-center-confirm-host", GET_CLOSED, post=only("obec_officer"), where=center),
    Door("manage-room-add", only(*KEEPERS, outside=KEEPERS_ELSEWHERE), where=center),
    Door("manage-room", only(*KEEPERS, outside=KEEPERS_ELSEWHERE), where=room),
    Door("manage-room-close", GET_CLOSED, post=only(*KEEPERS, outside=KEEPERS_ELSEWHERE), where=room),
    Door(
        "manage-closure-end",
        GET_CLOSED,
        post=only(*KEEPERS, outside=KEEPERS_ELSEWHERE),
        where=lambda w: {"pk": w.closure.pk},
    ),
]
