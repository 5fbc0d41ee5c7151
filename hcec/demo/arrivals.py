"""Who came otherwise: somebody at the door, a seat offered to a colleague, results of other providers."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from io import BytesIO
from uuid import UUID

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from centers.models import Center
from hcec.accounts.actions.strangers import TakenDown
from hcec.accounts.models import User
from testing.actions import outside, substitutes, walkins
from testing.actions.attendance import DESK_OPENS
from testing.lifecycles import BookingStatus
from testing.models import Band, Booking, Equivalence, OutsideTest, Recognition, Session

STRANGER = TakenDown("มานี", "รักเรียน", "public", "081-234-5678", "manee@example.org")
KEY = UUID(int=4 << 76 | 2 << 62 | 1)
TABLE = "ประกาศมหาวิทยาลัยศิลปากร พ.ศ. 2564 (ตัวอย่าง)"
LETTER = "หนังสือ ก.ค.ศ. ว 4/2564"
# A TOEIC level, by its least score, and the level of CEFR that the table of 2564 gives it.
COUNTS_AS = {"120": "A1", "225": "A2", "550": "B1", "785": "B2", "945": "C1"}


def come(center: Center, cast: Mapping[str, User], *, now: datetime) -> None:
    """All of it, at the cast's own center."""
    at_the_door(center, cast["clerk"], now)
    pass_on(cast["teacher"], cast["clerk"], now)
    tables()
    documents(center, cast, now)


def at_the_door(center: Center, clerk: User, now: datetime) -> None:
    """Somebody without an account sits in the test that is about to begin, where it has a seat for her."""
    soon = Session.objects.filter(
        center=center, starts_at__gt=now, starts_at__lte=now + DESK_OPENS, closes_at__lte=now
    )
    for session in soon.order_by("starts_at", "pk")[:1]:
        walkins.take_down(
            session, STRANGER, said=walkins.Said(called=True, paid=True), by=clerk, at=now, key=KEY
        )


def pass_on(teacher: User, colleague: User, now: datetime) -> None:
    """The teacher cannot come to her next test and asks a colleague of her school."""
    seats = Booking.objects.filter(
        person=teacher,
        status=BookingStatus.CONFIRMED,
        session__cancel_until__gt=now,
        session__substitutes=True,
    )
    for booking in seats.order_by("starts_at", "pk")[:1]:
        substitutes.ask(booking, colleague, by=teacher, at=now)


def tables() -> None:
    """What levels count for, so that the pages have something to show: each with its source."""
    bands = {
        (band.scale.code, band.code): band for band in Band.objects.select_related("scale").order_by("pk")
    }
    for toeic, cefr in COUNTS_AS.items():
        Equivalence.objects.get_or_create(
            level=bands["toeic_lr", toeic], counts_as=bands["cefr", cefr], valid_from=date(2021, 1, 1),
            defaults={"source": TABLE},
        )  # fmt: skip
    for code, who_th, who_en in (
        (
            "B2",
            "ลดระยะเวลาขอมีหรือเลื่อนวิทยฐานะจาก 4 ปีเหลือ 3 ปี",
            "Waiting time for a standing: 3 years in place of 4",
        ),
        ("C1", "เช่นเดียวกัน สำหรับครูผู้สอนภาษาต่างประเทศ", "The same, for teachers of foreign languages"),
    ):
        Recognition.objects.get_or_create(
            purpose=Recognition.Purpose.STANDING, level=bands["cefr", code], valid_from=date(2021, 1, 1),
            defaults={"words_th": who_th, "words_en": who_en, "age_months": 24, "source": LETTER},
        )  # fmt: skip


def documents(center: Center, cast: Mapping[str, User], now: datetime) -> None:
    """The teacher's TOEIC result was accepted; her colleague's waits to be checked."""
    day = timezone.localdate(now) - timedelta(days=120)
    toeic = OutsideTest.objects.get(code="toeic-lr")
    sent = outside.send(
        toeic,
        document(center, toeic, day, 815, "0012345678"),
        by=cast["teacher"],
        at=now - timedelta(days=20),
    )
    outside.accept(sent, by=cast["director"], at=now - timedelta(days=18))
    outside.send(
        toeic, document(center, toeic, day, 640, "0087654321"), by=cast["clerk"], at=now - timedelta(days=3)
    )


def document(center: Center, test: OutsideTest, day: date, score: int, number: str) -> outside.Document:
    """What stands on a score sheet, with a sheet that says so."""
    level = test.scale.bands.filter(min_score__lte=score).order_by("-rank")[0]
    proof = ContentFile(sheet(f"TOEIC L&R {score}  No. {number} (demo)"), name=f"toeic-{number}.png")
    return outside.Document(level=level, taken_on=day, number=number, center=center, proof=proof, score=score)


def sheet(words: str) -> bytes:
    """A picture of a score sheet that nobody could take for a true one."""
    image, file = Image.new("RGB", (640, 200), "white"), BytesIO()
    ImageDraw.Draw(image).text((20, 80), words, fill="black")
    image.save(file, "PNG")
    return file.getvalue()
