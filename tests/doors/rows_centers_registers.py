"""Doors of a center's registers: history, equipment, laboratories, pictures, standards, and the map."""

from django.core.files.base import ContentFile
from django.utils import timezone

from centers.models import Announcement, AssessmentAnswer, Center, Equipment, Fault, Photo, Standard
from tests.doors.table import GET_CLOSED, Door, anyone, away, only
from tests.factories.registers import a_standard, begun, confirmed, signed, stations

EDITORS = only("manager", "ict", "obec_officer", outside=away("manager", "ict"))
EDITORS_ANYWHERE = only("manager", "ict", "obec_officer", *away("manager", "ict"))
# The center's own people: OBEC may edit a center, and yet does not assess it in its place.
OWN = only("manager", "ict", outside=away("manager", "ict"))
PROVINCE = only("area_director", outside=("area_director_away",))
OBEC = only("obec_officer")
VIEWERS = (
    "clerk", "manager", "ict", "director", "deputy", "center_supervisor", "supervisor", "area_director",
    "obec_officer", "obec_member", "ministry",
)  # fmt: skip
SEEN = only(*VIEWERS, outside=away(*VIEWERS[:8]))
SEEN_ANYWHERE = only(*VIEWERS, *away(*VIEWERS[:8]))


def furnish(world):
    """An announcement, a device with a fault, a workstation, a picture, and an assessment in each state."""
    officer, now = world.person["obec_officer"], timezone.now()
    world.announcement = Announcement.objects.create(
        center=world.center, kind="establish", number="1/2567", announced_on=now.date(), effective_on=now.date(),
        by=officer, at=now, document=ContentFile(b"%PDF-1.7", name="order.pdf"),
    )  # fmt: skip
    world.device = Equipment.objects.create(center=world.center, name="เครื่องฉาย", kind="ภาพ")
    world.fault = Fault.objects.create(
        equipment=world.device, what="หลอดขาด", reported_by=officer, reported_at=now
    )
    world.station = stations(world.room, 1)[0]
    world.photo = Photo(center=world.center, caption="หน้าอาคาร", width=1, height=1, by=officer, at=now)
    world.photo.image.save("x.jpg", ContentFile(b"x"))
    if not Standard.objects.exists():
        a_standard()
    world.draft = begun(world.center)
    # Another center of the same province, so that each state can be knocked at beside the others.
    world.waiting = signed(Center.objects.get(pk=world.sibling.pk))
    world.answer = AssessmentAnswer.objects.filter(assessment=world.draft).order_by("pk")[0]
    world.answer.evidence.save("evidence.pdf", ContentFile(b"%PDF-1.7"))
    world.done = confirmed(world.foreign)


def of(name):
    return lambda world: {"pk": getattr(world, name).pk}


def closed(name, post, where, data=None):
    """A door that takes POST only."""
    return Door(name, GET_CLOSED, post=post, where=where, data=data or (lambda world: {}))


DOORS = [
    Door("center-history", anyone(), where=lambda w: {"code": w.center.code}),
    Door("announcement-document", anyone(), where=of("announcement")),
    Door("center-photo", anyone(), where=of("photo")),
    Door("manage-announcements", EDITORS_ANYWHERE),
    Door("manage-announce", OBEC, where=of("center")),
    Door("manage-photos", EDITORS, where=of("center")),
    closed("manage-photo-remove", EDITORS, of("photo")),
    Door("manage-equipment", EDITORS_ANYWHERE),
    Door("manage-equipment-new", EDITORS_ANYWHERE),
    Door("manage-equipment-item", EDITORS, where=of("device")),
    closed("manage-equipment-fault", EDITORS, of("device")),
    Door("manage-faults", EDITORS_ANYWHERE),
    closed("manage-fault-mend", EDITORS, of("fault")),
    Door("manage-labs", EDITORS_ANYWHERE),
    Door("manage-lab", EDITORS, where=of("room")),
    closed("manage-lab-add", EDITORS, of("room")),
    Door("manage-station", EDITORS, where=of("station")),
    Door("manage-station-check", EDITORS, where=of("station")),
    closed("manage-station-by-hand", EDITORS, of("station")),
    closed("manage-station-fault", EDITORS, of("station")),
    closed("manage-station-use", EDITORS, lambda w: {"pk": w.station.pk, "name": "out"}),
    Door("manage-readiness-payload", EDITORS_ANYWHERE, where=lambda w: {"size": 64}),
    Door("manage-readiness-clock", EDITORS_ANYWHERE),
    Door("manage-standards", SEEN_ANYWHERE),
    Door("manage-standard", SEEN, where=of("center")),
    closed("manage-standard-begin", OWN, of("center")),
    Door("manage-standard-fill", OWN, where=of("draft")),
    closed("manage-standard-confirm", PROVINCE, of("waiting")),
    closed("manage-standard-return", PROVINCE, of("waiting")),
    closed("manage-standard-sample", OBEC, of("done")),
    Door("manage-standard-evidence", SEEN, where=of("answer")),
    Door("center-map", anyone()),
]
