"""Doors of nominations: a head's page of a round, the questions of those concerned, and the link of a mail."""

from typing import Any

from committees.models import PostKind
from tests.doors.table import Door, anyone, away, only, signed_in
from tests.doors.table import Outcome as O
from tests.factories.centers import RoomFactory
from tests.factories.committees import holds
from tests.factories.training import a_nomination, a_request
from training import answer_links
from training.models import GroupFile


def furnish(world: Any) -> None:
    """The deputy stands in at the host school; one teacher is nominated by her, another asks."""
    school, deputy = world.center.host_school, world.person["deputy"]
    holds(school, PostKind.SCHOOL_DEPUTY, person=deputy)
    room = RoomFactory(center=world.center)
    world.nomination = a_nomination(school, by=deputy, room=room, seats=20)
    world.request = a_request(school, room=RoomFactory(center=world.center))
    world.nominating_round = world.nomination.enrolment.round
    about = {"round": world.nominating_round, "people": {}, "uploaded_at": world.nomination.made_at}
    world.heads_file = GroupFile.objects.create(
        school=school, name="ครู.xlsx", sha256="0" * 64, uploaded_by=deputy, **about
    )
    world.centers_file = GroupFile.objects.create(
        name="ผู้เข้าอบรม.xlsx", sha256="1" * 64, uploaded_by=world.person["clerk"], **about
    )
    world.answer_token = answer_links.path(world.request, deputy).split("/")[2]


HEAD = only("deputy", rest=O.UNKNOWN)
MANAGE = ("manager", "clerk")
MANAGERS, HOLDERS = only(*MANAGE, outside=away(*MANAGE)), only(*MANAGE, *away(*MANAGE))


def of_round(world: Any) -> dict[str, Any]:
    return {"pk": world.nominating_round.pk}


def with_file(noun: str) -> Any:
    return lambda world: of_round(world) | {"file": getattr(world, noun).pk}


DOORS = [
    Door("round-nominate", HEAD, where=of_round),
    Door("round-group", HEAD, where=of_round),
    Door("round-group-seen", HEAD, where=with_file("heads_file")),
    Door("round-group-table", HEAD, post=signed_in(), where=of_round),
    Door("round-order", HEAD, where=of_round),
    Door("manage-invitations", MANAGERS, where=of_round),
    Door("manage-group", MANAGERS, where=of_round),
    Door("manage-group-seen", MANAGERS, where=with_file("centers_file")),
    Door("manage-group-table", MANAGERS, post=HOLDERS, where=of_round),
    Door("nominations", signed_in()),
    Door(
        "nomination", HEAD, where=lambda world: {"pk": world.nomination.pk}, data=lambda world: {"move": "withdraw"}
    ),
    Door(
        "nomination-answer", anyone(), where=lambda world: {"token": world.answer_token},
        data=lambda world: {"move": "approve"},
    ),
]  # fmt: skip
