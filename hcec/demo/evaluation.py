"""How the demo's rounds are evaluated: marks, answers to the survey, words passed on, follow-ups with evidence."""

from collections.abc import Collection
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from hcec.accounts.models import User
from hcec.demo.staff import Office
from training.actions import followups, marks, surveys
from training.models import Course, Enrolment, FollowUp, Round, Survey
from training.models.followups import Use
from training.models.surveys import ANSWER_WITHIN, LEVELS
from training.queries import surveys as reads

FULL = Decimal(20)
GOOD = (
    "ยกตัวอย่างชัด นำไปใช้ในห้องเรียนได้ทันที",
    "เวลาน้อยไป อยากให้เพิ่มการฝึกปฏิบัติ",
    "เอกสารดีมาก แต่ห้องเย็นเกินไป",
)
TO_TRAINER = ("สอนสนุก เปิดโอกาสให้ถาม", "พูดเร็วไปนิดในช่วงบ่าย")
USED = (
    (Use.OFTEN, "ใช้กิจกรรมจับคู่พูดสัปดาห์ละสองครั้ง นักเรียนกล้าพูดขึ้น"),
    (Use.SOMETIMES, "ทดลองใช้กับชั้น ป.5 สองคาบ ต้องปรับเวลาให้พอ"),
    (Use.NOT_YET, "คอมพิวเตอร์ในห้องยังไม่พอสำหรับนักเรียนทุกคน"),
)


def ask_for_more() -> None:
    """The English courses ask for an assessment and the survey as well."""
    Course.objects.filter(curriculum__code="english").update(
        requirements=["attendance", "assessment", "survey"], pass_percent=60
    )


def examine(round: Round, *, own: Collection[int], by: User, at: datetime) -> None:
    """Tests before and after, and the assessment where the course asks for one. `own` (people) always pass."""
    random = Random(f"marks {round.course.code} {round.starts_at:%Y%m%d}")
    before: dict[int, Decimal | None] = {}
    after: dict[int, Decimal | None] = {}
    last: dict[int, Decimal | None] = {}
    for place in seated(round):
        start = random.randint(5, 13)
        before[place.pk] = Decimal(start)
        after[place.pk] = Decimal(min(20, start + random.randint(0, 6)))
        good = random.randint(13, 20) if place.person_id in own else random.randint(10, 20)
        last[place.pk] = None if place.person_id not in own and random.random() < 0.04 else Decimal(good)
    marks.record(round, "before", before, of_score=FULL, by=by, at=at)
    marks.record(round, "after", after, of_score=FULL, by=by, at=at)
    if round.asks_for("assessment"):
        marks.record(round, "assessment", last, of_score=FULL, by=by, at=at)


def seated(round: Round) -> list[Enrolment]:
    rows = Enrolment.objects.filter(round=round, seat_no__isnull=False).select_related("person", "round")
    return list(rows.order_by("seat_no"))


def survey(round: Round, *, own: Collection[int], office: Office, now: datetime) -> None:
    """Most people answer the next day; once it is over the director passes on most of what they wrote."""
    at = round.ends_at + timedelta(hours=20)
    surveys.ask_in_time(round, at=round.ends_at + timedelta(hours=1))
    asked = reads.of_round(round)
    if asked is None or at > now:
        return
    random = Random(f"survey {round.course.code} {round.starts_at:%Y%m%d}")
    questions = reads.questions(asked.form, reads.trainers_asked(round))
    for place in seated(round):
        if place.person_id not in own and random.random() < 0.1:
            continue
        levels, words = {}, {}
        for item, trainer in questions:
            key = (item.pk, trainer.pk if trainer else None)
            if item.answer == "level":
                levels[key] = random.choices(LEVELS, (48, 38, 11, 2, 1))[0]
            elif random.random() < 0.25:
                words[key] = random.choice(TO_TRAINER if trainer else GOOD)
        surveys.answer(place, levels, words, form=asked.form.number, by=place.person, at=at)
    closed = round.ends_at + ANSWER_WITHIN + timedelta(days=1)
    if now - timedelta(days=60) > closed:
        pass_on(Survey.objects.get(pk=asked.pk), by=office.director, at=closed)


def pass_on(found: Survey, *, by: User, at: datetime) -> None:
    if found.answers >= 5:
        for place, text in enumerate(reads.texts(found)):
            surveys.read(text, "withhold" if place % 7 == 6 else "show", by=by, at=at)


def follow_up(*, now: datetime) -> None:
    """Ask whoever is due by now; every other person has answered."""
    followups.ask_in_time(at=now)
    for place, row in enumerate(
        FollowUp.objects.select_related("completion__enrolment__person").order_by("pk")
    ):
        if place % 2 == 0:
            use, words = USED[place // 2 % len(USED)]
            evidence = None if use == Use.NOT_YET else picture(place)
            followups.answer(
                row, use=use, words=words, evidence=evidence, by=row.completion.enrolment.person, at=now
            )


def picture(number: int) -> SimpleUploadedFile:
    """A board with a few words, as a teacher would photograph it."""
    image, kept = Image.new("RGB", (640, 360), "darkgreen"), BytesIO()
    ImageDraw.Draw(image).text((40, 150), f"Pair work: ask and answer  (demo {number:03})", fill="white")
    image.save(kept, "PNG")
    return SimpleUploadedFile(f"class-{number:03}.png", kept.getvalue(), "image/png")
