"""Doors of seats that are passed on: the holder's page and the colleague's answer."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from testing.models import Substitution
from tests.doors.rows_testing import ANY_ACCOUNT, of
from tests.doors.table import GET_CLOSED, Door, owner
from tests.factories.centers import RoomFactory, SchoolFactory, WorkplaceFactory
from tests.factories.testing import BookingFactory, SessionFactory


def furnish(world: Any) -> None:
    """Two teachers of one school: one holds a seat and has asked the other to take it."""
    school = SchoolFactory(province=world.province)
    for person in (world.teacher, world.other_teacher):
        WorkplaceFactory(person=person, school=school, school_name="")
    later = world.session.starts_at + timedelta(days=11)  # on that day she sits nowhere else
    session = SessionFactory(room=RoomFactory(center=world.center), starts_at=later, substitutes=True)
    world.passed_on = BookingFactory(session=session, person=world.teacher)
    world.question = Substitution.objects.create(
        booking=world.passed_on, person=world.teacher, colleague=world.other_teacher, asked_at=timezone.now()
    )


def code(world: Any) -> dict[str, Any]:
    return {"code": world.passed_on.code}


DOORS = [
    Door("substitute-new", owner("teacher"), where=code, data=lambda w: {"who": w.other_teacher.email}),
    Door(
        "substitute-withdraw", GET_CLOSED, post=owner("teacher"),
        where=lambda w: {"code": w.passed_on.code, "pk": w.question.pk},
    ),
    Door("substitution", owner("other_teacher"), post=ANY_ACCOUNT, where=of("question")),
    Door(
        "substitution-answer", GET_CLOSED, post=owner("other_teacher"),
        where=of("question", answer=lambda w: "yes"),
    ),
]  # fmt: skip
