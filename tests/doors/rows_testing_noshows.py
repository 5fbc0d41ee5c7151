"""Doors of absences: one's own with its appeal, and the decision of somebody else."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from testing.lifecycles import BookingStatus
from testing.models import NoShowAppeal
from tests.doors.table import Door, away, only, owner
from tests.factories.centers import RoomFactory
from tests.factories.testing import BookingFactory, finalised_session

RELEASE = ("director", "deputy", "obec_officer")


def furnish(world: Any) -> None:
    """An absence of the teacher three weeks ago, which she appeals."""
    starts_at = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(days=21)
    session = finalised_session(room=RoomFactory(center=world.center), starts_at=starts_at)
    booking = BookingFactory(session=session, person=world.teacher, status=BookingStatus.ABSENT)
    world.absence = NoShowAppeal.objects.create(
        booking=booking,
        person=world.teacher,
        marked_by=booking.marked_by,
        reason="รถเสีย",
        asked_at=timezone.now(),
    )


DOORS = [
    Door("no-show", owner("teacher"), where=lambda w: {"code": w.absence.booking.code}),
    Door("manage-no-shows", only(*RELEASE, *away("director", "deputy"))),
    Door(
        "manage-no-show", only(*RELEASE, outside=away("director", "deputy")),
        where=lambda w: {"pk": w.absence.pk}, data=lambda w: {"decision": "excuse", "answer": ""},
    ),
]  # fmt: skip
