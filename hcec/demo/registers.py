"""The registers of the demo's centers: announcements, a second laboratory with its checks, equipment, standards."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from centers.actions import readiness, standards
from centers.actions.announcements import announce
from centers.actions.readiness import Measures
from centers.models import Assessment, Center, Equipment, Room
from hcec.accounts.models import User
from hcec.demo import staff

DAY = timedelta(days=1)
GOOD = Measures(
    kbps=48_000,
    skew_ms=180,
    width=1920,
    height=1080,
    audio=True,
    storage=True,
    browser="Chrome 142, Windows 11",
)
SLOW = Measures(
    kbps=900, skew_ms=240, width=1920, height=1080, audio=True, storage=True, browser="Chrome 142, Windows 11"
)
DEVICES = (
    ("เครื่องฉายภาพ", "เครื่องฉายภาพ", "7440-001-0001", "good"),
    ("เครื่องพิมพ์เลเซอร์", "เครื่องพิมพ์", "7430-003-0004", "worn"),
    ("สวิตช์เครือข่าย 48 ช่อง", "สวิตช์เครือข่าย", "7440-009-0002", "good"),
    ("อินเทอร์เน็ตสายหลัก 1 Gbit/s", "สายสัญญาณอินเทอร์เน็ต", "", "good"),
)


def keep(centers: list[Center], cast: Mapping[str, User], *, now: datetime) -> None:
    """Let people keep their registers; the first center is the one of the demo accounts."""
    for number, center in enumerate(centers, start=1):
        first = timezone.localdate(now - 700 * DAY)
        fields = {
            "kind": "establish",
            "number": f"ศธ 04/{number}",
            "announced_on": first,
            "effective_on": first,
        }
        announce(center, fields, by=cast["obec"], at=now - 700 * DAY)
    home, neighbour = centers[0], centers[1]
    furnish(home, cast["ict"], now=now)
    assessed = assess(home, cast["manager"], at=now - 40 * DAY)
    standards.confirm(assessed, by=cast["area-director"], at=now - 30 * DAY)
    assess(neighbour, staff.office_of(neighbour).manager, at=now - 3 * DAY)


def furnish(center: Center, officer: User, *, now: datetime) -> None:
    """A laboratory of thirty machines, most of them ready, and a few devices, one of them broken."""
    room = Room.objects.create(
        center=center, name_th="ห้องปฏิบัติการคอมพิวเตอร์ 2", name_en="Computer laboratory 2", seats=30,
        accessible=True, spacing_cm=120, power=Room.Power.UPS, network="ไฟเบอร์", network_mbps=1000,
    )  # fmt: skip
    for station in readiness.add_stations(room, 30, by=officer, at=now - 60 * DAY):
        if station.number == 30:  # one that nobody has checked yet
            continue
        measures = SLOW if station.number == 12 else GOOD
        days = 45 if station.number in (28, 29) else 6
        readiness.check(station, measures, by=officer, at=now - days * DAY)
        if station.number == 7:
            readiness.report_fault(station=station, what="จอภาพไม่ติด", by=officer, at=now - DAY)
    for name, kind, asset, condition in DEVICES:
        fields = {"name": name, "kind": kind, "asset": asset, "condition": condition, "room": room}
        device = readiness.keep_equipment(Equipment(center=center), fields, by=officer, at=now - 50 * DAY)
    readiness.report_fault(equipment=device, what="สายขาดเป็นช่วง ๆ", by=officer, at=now - 2 * DAY)


def assess(center: Center, manager: User, *, at: datetime) -> Assessment:
    """Everything met, with a note at each line, and signed."""
    assessment = standards.begin(center, by=manager, at=at)
    items = assessment.standard.items.order_by("position", "pk")
    answers = {item.pk: {"met": True, "note": "ตรวจสอบแล้ว มีภาพถ่ายและบันทึกที่ศูนย์"} for item in items}
    standards.answer(assessment, answers, version=assessment.version, by=manager, at=at)
    return standards.sign(assessment, by=manager, at=at)
