"""Doors of corrections and appeals: a released result with its history, and the second person's decision."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from testing.lifecycles import BookingStatus
from testing.models import ParkedRow
from tests.doors.table import GET_CLOSED, Door, away, only, owner, signed_in
from tests.factories.centers import RoomFactory
from tests.factories.marks import a_correction, an_appeal
from tests.factories.testing import BookingFactory, ResultFactory, finalised_session

ENTER = ("manager", "clerk")
RELEASE = ("director", "deputy", "obec_officer")


def furnish(world: Any) -> None:
    """A released result with a correction that waits."""
    session = finalised_session(room=RoomFactory(center=world.center))
    world.out = ResultFactory(booking=BookingFactory(session=session, status=BookingStatus.ATTENDED))
    world.correction = a_correction(world.out)
    earlier = finalised_session(
        room=RoomFactory(center=world.center), starts_at=timezone.now() - timedelta(days=5, hours=3)
    )
    mine = BookingFactory(session=earlier, status=BookingStatus.ATTENDED, person=world.teacher)
    world.parked_row = ParkedRow.objects.create(sheet=world.sheet, number=2, texts={}, why="ไม่พบรหัสการจอง")
    world.appeal = an_appeal(ResultFactory(booking=mine))


ENTERERS = only(*ENTER, outside=away(*ENTER))
DECIDERS = only(*RELEASE, outside=away("director", "deputy"))
DOORS = [
    Door("manage-parked", only(*ENTER, *away(*ENTER))),
    Door("manage-parked-row", ENTERERS, where=lambda w: {"pk": w.parked_row.pk}),
    Door("appeal-new", owner("teacher"), where=lambda w: {"code": w.appeal.result.booking.code}),
    Door(
        "appeal-withdraw", GET_CLOSED, post=owner("teacher"), where=lambda w: {"code": w.appeal.result.booking.code}
    ),
    Door(
        "score-report", owner("teacher"), post=signed_in(), where=lambda w: {"code": w.appeal.result.booking.code}
    ),
    Door("manage-appeals", only(*ENTER, *away(*ENTER))),
    Door("manage-appeal", ENTERERS, where=lambda w: {"pk": w.appeal.pk}),
    Door("manage-result", ENTERERS, post=only(*ENTER, *away(*ENTER)), where=lambda w: {"pk": w.out.pk}),
    Door("manage-correction-new", ENTERERS, where=lambda w: {"pk": w.out.pk}),
    Door("manage-corrections", only(*RELEASE, *away("director", "deputy"))),
    Door("manage-correction", DECIDERS, where=lambda w: {"pk": w.correction.pk}),
    Door(
        "manage-correction-document", only(outside=(*RELEASE, *away("director", "deputy"))),
        post=only(*RELEASE, *away("director", "deputy")), where=lambda w: {"pk": w.correction.pk},
    ),
]  # fmt: skip
