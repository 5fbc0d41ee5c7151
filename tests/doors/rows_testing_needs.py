"""Doors of waiting by need: the public rule, one's own wishes, and the offers to answer."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from testing.actions import offers
from testing.models import Wish
from tests.doors.table import GET_CLOSED, Door, anyone, owner, signed_in
from tests.factories.centers import RoomFactory, SkillAreaFactory
from tests.factories.testing import ExamFactory, SessionFactory, WishFactory


def furnish(world: Any) -> None:
    """Two wishes of the teacher: one in line, and one to which a seat at the center is offered."""
    world.wish = WishFactory(person=world.teacher, skill=SkillAreaFactory(code="waited-for"))
    exam = ExamFactory(skill=SkillAreaFactory(code="offered"))
    session = SessionFactory(
        room=RoomFactory(center=world.center),
        exam=exam,
        starts_at=world.session.starts_at + timedelta(days=3),
    )
    wish = WishFactory(person=world.teacher, skill=exam.skill)
    world.offer = offers.make(Wish.objects.get(pk=wish.pk), session, 1, at=timezone.now())


def wish(world: Any) -> dict[str, Any]:
    return {"pk": world.wish.pk}


def offer(world: Any) -> dict[str, Any]:
    return {"pk": world.offer.pk}


ANY_ACCOUNT = signed_in()
DOORS = [
    Door("waiting-policy", anyone()),
    Door("my-wishes", ANY_ACCOUNT),
    Door("wish-new", ANY_ACCOUNT),
    Door("wish", owner("teacher"), post=ANY_ACCOUNT, where=wish),
    Door("wish-centers", owner("teacher"), where=wish),
    Door("wish-withdraw", GET_CLOSED, post=owner("teacher"), where=wish),
    Door("offer", owner("teacher"), post=ANY_ACCOUNT, where=offer),
    Door("offer-answer", GET_CLOSED, post=owner("teacher"), where=lambda w: offer(w) | {"answer": "yes"}),
]
