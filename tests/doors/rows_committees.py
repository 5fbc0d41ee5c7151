"""Doors of committees: their seats, appointments, one's own powers, and the reference data that OBEC keeps."""

from typing import Any

from django.utils import timezone

from centers.models import Upload
from committees.models import AppointmentOrder, Level, OrderLine, Position, PostKind, Tenure
from tests.doors.table import ELSEWHERE, GET_CLOSED, HERE, Door, only, signed_in
from tests.factories.accounts import PersonFactory
from tests.factories.committees import AppointmentFactory, CommitteeFactory, PostFactory

APPOINTERS = ("area_director", "obec_officer")
# They oversee the nation; an ordinary member of a center's committee sees no figures at all.
NATION = ("obec_officer", "obec_member", "ministry", "center_member")


def furnish(world: Any) -> None:
    """The center's committee with a second clerk, the committee of OBEC, and a list that waits to be taken over."""
    world.committee = CommitteeFactory(center=world.center)
    world.seated = AppointmentFactory(committee=world.committee)
    world.obec_committee = CommitteeFactory(level=Level.OBEC, center=None)
    world.post = PostFactory(kind=PostKind.SCHOOL_DIRECTOR, school=world.center.host_school)
    world.tenure = Tenure.objects.create(
        post=world.post, person=PersonFactory(), starts_on=timezone.localdate(),
        order_number="1/2569", order_date=timezone.localdate(),
    )  # fmt: skip
    world.order = AppointmentOrder.objects.create(
        committee=world.committee, issuer="สพฐ.", subject="แต่งตั้ง", preamble="เพื่อ", signatory="นาย ก",
        signatory_post="เลขาธิการ", drafted_by=world.person["obec_officer"], drafted_at=timezone.now(),
    )  # fmt: skip
    world.order_line = OrderLine.objects.create(
        order=world.order, person=PersonFactory(), position=Position.CLERK, starts_on=timezone.localdate()
    )
    world.upload = Upload.objects.create(
        rows=[], sha256="0" * 64, filename="ศูนย์.xlsx", by=world.person["obec_officer"], at=timezone.now()
    )


def committee(world: Any) -> dict[str, Any]:
    return {"pk": world.committee.pk}


def post(world: Any) -> dict[str, Any]:
    return {"pk": world.post.pk}


def order(world: Any) -> dict[str, Any]:
    return {"pk": world.order.pk}


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
    Door("posts", only(*HERE, *ELSEWHERE)),
    Door("post", only(*HERE, outside=ELSEWHERE), where=post),
    Door("post-hand-over", only(*APPOINTERS, outside=("area_director_away",)), where=post),
    Door("post-another", GET_CLOSED, post=only(*APPOINTERS, outside=("area_director_away",)), where=post),
    Door(
        "post-leave",
        only(*APPOINTERS, outside=("area_director_away",)),
        where=lambda w: {"pk": w.tenure.pk},
    ),
    Door("tenure-order", only(outside=(*HERE, *ELSEWHERE)), where=lambda w: {"pk": w.tenure.pk}),
    Door("order-new", only(*APPOINTERS, outside=("area_director_away",)), where=committee),
    Door("order", only(*APPOINTERS, outside=("area_director_away",)), where=order),
    Door("order-add", GET_CLOSED, post=only(*APPOINTERS, outside=("area_director_away",)), where=order),
    Door(
        "order-remove",
        GET_CLOSED,
        post=only(*APPOINTERS, outside=("area_director_away",)),
        where=lambda w: {"pk": w.order.pk, "line": w.order_line.pk},
    ),
    Door("order-sign", GET_CLOSED, post=only(*APPOINTERS, outside=("area_director_away",)), where=order),
    Door("order-discard", GET_CLOSED, post=only(*APPOINTERS, outside=("area_director_away",)), where=order),
    Door("order-paper", only(*APPOINTERS, outside=("area_director_away",)), where=order),
    Door("order-document", only(outside=(*APPOINTERS, "area_director_away")), where=order),
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
