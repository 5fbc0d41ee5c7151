"""Doors of waiting for a course by need: the public rule, one's own wishes, and the offers to answer."""

from typing import Any

from django.utils import timezone

from tests.doors.table import GET_CLOSED, Door, anyone, owner, signed_in
from tests.factories.centers import RoomFactory
from tests.factories.training import WishFactory, a_date, open_round
from training.actions import offers


def furnish(world: Any) -> None:
    """Two wishes of the teacher: one in line, and one to which a seat at the center is offered."""
    world.course_wish = WishFactory(person=world.teacher)
    room = RoomFactory(center=world.center)
    round = open_round(room=room, dates=[a_date(room, day=day) for day in (31, 32)])
    wish = WishFactory(person=world.teacher, course=round.course)
    world.place_offer = offers.make(wish, round, 1, at=timezone.now())


def wish(world: Any) -> dict[str, Any]:
    return {"pk": world.course_wish.pk}


def offer(world: Any) -> dict[str, Any]:
    return {"pk": world.place_offer.pk}


ANY_ACCOUNT = signed_in()
DOORS = [
    Door("course-waiting-policy", anyone()),
    Door("course-wishes", ANY_ACCOUNT),
    Door("course-wish-new", ANY_ACCOUNT),
    Door("course-wish", owner("teacher"), post=ANY_ACCOUNT, where=wish),
    Door("course-wish-centers", owner("teacher"), where=wish),
    Door("course-wish-withdraw", GET_CLOSED, post=owner("teacher"), where=wish),
    Door("place-offer", owner("teacher"), post=ANY_ACCOUNT, where=offer),
    Door(
        "place-offer-answer", GET_CLOSED, post=owner("teacher"), where=lambda w: offer(w) | {"answer": "yes"}
    ),
]
