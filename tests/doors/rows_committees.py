"""Doors of committees: their seats, appointments, one's own powers, and the reference data that OBEC keeps."""

from typing import Any

from django.utils import timezone

from centers.models import Upload
from committees.models import Level
from tests.doors.table import ELSEWHERE, GET_CLOSED, HERE, Door, only, signed_in
from tests.factories.committees import AppointmentFactory, CommitteeFactory

APPOINTERS = ("area_director", "obec_officer")
# They oversee the nation; an ordinary member of a center's committee sees no figures at all.
NATION = ("obec_officer", "obec_member", "ministry", "center_member")


def furnish(world: Any) -> None:
    """The center's committee with a second clerk, the committee of OBEC, and a list that waits to be taken over."""
    world.committee = CommitteeFactory(center=world.center)
    world.seated = AppointmentFactory(committee=world.committee)
    world.obec_committee = CommitteeFactory(level=Level.OBEC, center=None)
    world.upload = Upload.objects.create(
        rows=[], sha256="0" * 64, filename="ศูนย์.xlsx", by=world.person["obec_officer"], at=timezone.now()
    )


def committee(world: Any) -> dict[str, Any]:
    return {"pk": world.committee.pk}


DOORS = [
    Door("powers", signed_in()),
    Door("committees", only(*HERE, *ELSEWHERE)),
    Door("committee", only(*HERE, outside=ELSEWHERE), where=committee),
    Door("appoint", only(*APPOINTERS, outside=("area_director_away",)), where=committee),
    Door(
        "appointment-end",
        only(*APPOINTERS, outside=("area_director_away",)),
        where=lambda w: {"pk": w.seated.pk},
    ),
    Door("appointment-order", only(outside=(*HERE, *ELSEWHERE)), where=lambda w: {"pk": w.seated.pk}),
    Door(
        "powers-matrix",
        only(
            "obec_officer",
            "obec_member",
            "ministry",
            outside=tuple(r for r in (*HERE, *ELSEWHERE) if r not in NATION),
        ),
    ),
    Door("manage-reference", only("obec_officer")),
    Door("manage-reference-centers", only("obec_officer")),
    Door("manage-reference-centers-check", only("obec_officer"), where=lambda w: {"pk": w.upload.pk}),
    Door(
        "manage-reference-centers-apply",
        GET_CLOSED,
        post=only("obec_officer"),
        where=lambda w: {"pk": w.upload.pk},
    ),
]
