"""A center's registers: standards with their lines, workstations that passed, pictures."""

from datetime import timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from centers.actions import readiness, standards
from centers.actions.readiness import Measures
from centers.models import Assessment, Center, Room, Standard, StandardItem, Workstation
from hcec.accounts.models import User
from tests.factories.accounts import PersonFactory

GOOD = Measures(kbps=9000, skew_ms=120, width=1366, height=768, audio=True, storage=True, browser="Chromium")
LINES = (["test"], ["international"], ["public"], [])


def a_standard(**fields) -> Standard:
    """A version of the checklist with four lines, in use for years."""
    standard = Standard.objects.create(**{"version": 1, "in_use_from": "2020-01-01", **fields})
    for position, needed in enumerate(LINES, start=1):
        StandardItem.objects.create(
            standard=standard, position=position, clause=f"7.{position}", text_th=f"ข้อ {position}",
            text_en=f"Line {position}", needed_for=needed,
        )  # fmt: skip
    return standard


def begun(center: Center, by: User | None = None) -> Assessment:
    return standards.begin(center, by=by or PersonFactory(), at=timezone.now())


def answered(
    assessment: Assessment, met: tuple[bool, ...] = (True,) * 4, by: User | None = None
) -> Assessment:
    items = assessment.standard.items.order_by("position")
    answers = {item.pk: {"met": yes, "note": "มีภาพถ่าย"} for item, yes in zip(items, met, strict=True)}
    by = by or PersonFactory()
    return standards.answer(assessment, answers, version=assessment.version, by=by, at=timezone.now())


def signed(center: Center, met: tuple[bool, ...] = (True,) * 4, by: User | None = None) -> Assessment:
    return standards.sign(answered(begun(center), met), by=by or PersonFactory(), at=timezone.now())


def confirmed(center: Center, met: tuple[bool, ...] = (True,) * 4) -> Assessment:
    return standards.confirm(signed(center, met), by=PersonFactory(), at=timezone.now())


def stations(room: Room, how_many: int, *, passed: int | None = None) -> list[Workstation]:
    """Workstations of a room; the first `passed` of them (all unless told otherwise) are ready."""
    officer = PersonFactory()
    rows = readiness.add_stations(room, how_many, by=officer, at=timezone.now())
    for row in rows[: how_many if passed is None else passed]:
        readiness.check(row, GOOD, by=officer, at=timezone.now() - timedelta(hours=1))
    return rows


def a_picture(
    name: str = "ห้อง.jpg", size: tuple[int, int] = (64, 48), form: str = "JPEG", **saved
) -> SimpleUploadedFile:
    """A picture as a browser would send it."""
    data = BytesIO()
    Image.new("RGB", size, "navy").save(data, form, **saved)
    return SimpleUploadedFile(name, data.getvalue(), content_type=f"image/{form.lower()}")
