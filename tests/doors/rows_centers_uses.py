"""Doors of the uses of rooms: any seat of the center asks, whoever keeps the center answers, the asker repairs."""

from datetime import timedelta

from django.utils import timezone

from centers.actions import uses
from tests.doors.table import ELSEWHERE, GET_CLOSED, HERE, Door, only
from tests.factories.centers import RoomUseFactory

SEATS_HERE = ("clerk", "manager", "ict", "director", "deputy", "center_supervisor", "center_member")
SEATS_AWAY = tuple(role for role in ELSEWHERE if not role.startswith(("supervisor", "area_director")))
WATCHERS = ("supervisor", "area_director", "obec_officer", "obec_member", "ministry")
# Whoever sees the committee of the center sees what its rooms are used for.
SEEN = only(*HERE, outside=ELSEWHERE)
ANSWERS = only(
    "manager", "ict", "obec_officer", outside=("manager_next", "manager_away", "ict_next", "ict_away")
)
ASKERS = only(*SEATS_HERE, *SEATS_AWAY, "obec_officer")
OWN = only(
    "center_member", "manager", "ict", "obec_officer",
    outside=tuple(role for role in (*HERE, *ELSEWHERE) if role not in ("center_member", "manager", "ict", "obec_officer")),
)  # fmt: skip


def furnish(world):
    """A member of the committee asked for the room; another of her requests is approved."""
    member, now = world.person["center_member"], timezone.now()
    world.asked_use = RoomUseFactory(room=world.room, asked_by=member, starts_at=now + timedelta(days=20))
    world.room_use = uses.approve(
        RoomUseFactory(room=world.room, asked_by=member, starts_at=now + timedelta(days=21)),
        by=member,
        at=now,
    )
    world.use_date = world.room_use.dates.get()


def of(name):
    return lambda world: {"pk": getattr(world, name).pk}


def closed(name, post, where):
    """A door that takes POST only."""
    return Door(name, GET_CLOSED, post=post, where=where)


DOORS = [
    Door("manage-room-week", SEEN, where=of("room")),
    Door("manage-room-uses", only(*HERE, *ELSEWHERE)),
    Door("manage-room-use-new", ASKERS),
    Door("manage-room-use-send", GET_CLOSED, post=ASKERS),
    Door("manage-room-use", SEEN, where=of("room_use")),
    closed("manage-room-use-approve", ANSWERS, of("asked_use")),
    closed("manage-room-use-decline", ANSWERS, of("asked_use")),
    closed("manage-room-use-withdraw", OWN, of("asked_use")),
    closed("manage-room-use-confirm", OWN, of("room_use")),
    closed("manage-room-use-repair", OWN, of("room_use")),
    closed("manage-room-use-let-go", OWN, of("use_date")),
]
