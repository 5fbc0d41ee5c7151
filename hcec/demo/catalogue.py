"""A center of the demo proposes courses (one recognised, one sent back, one under review) and schedules a round."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from centers.models import Center, Competency, Holiday
from hcec.accounts.models import User
from training.actions import materials, proposals, terms
from training.actions.proposals import Finding
from training.models import Course, Curriculum, Mode, Proposal
from training.queries.catalogue import criteria

DAY = timedelta(days=1)
OUTLINE = "ชั่วโมงที่ 1–3 สำรวจตัวอย่างในชั้นเรียนจริง ชั่วโมงที่ 4–9 ออกแบบและทดลองสอน ชั่วโมงที่ 10–12 สะท้อนผล วิทยากร: ครูแกนนำที่ผ่าน B2"
PROPOSED = (
    ("ภาษาอังกฤษสำหรับครูอนุบาลด้วยเพลงและนิทาน", "English for Kindergarten through Songs and Stories", "english", "ENG-SPEAK", 12, 60),
    ("การใช้ข้อมูลผู้เรียนเพื่อออกแบบการสอน", "Designing Lessons from Learner Data", "digital", "DIG-INFO", 12, 25),
    ("หุ่นยนต์และไมโครบิตในห้องเรียน", "Robots and micro:bit in Class", "coding", "COD-PROG", 12, 3),
)  # fmt: skip


def propose(center: Center, cast: Mapping[str, User], *, now: datetime) -> None:
    """Three proposals by the manager; the officer decides on the older two."""
    manager, officer = cast["manager"], cast["obec"]
    for place, (name_th, name_en, family, competency, hours, ago) in enumerate(PROPOSED):
        curriculum, at = Curriculum.objects.get(code=family), now - ago * DAY
        chosen = Competency.objects.select_related("skill").get(code=competency)
        facts = {
            "name_th": name_th, "name_en": name_en, "curriculum": curriculum, "skill": chosen.skill,
            "level_th": "", "level_en": "", "hours": hours, "min_attendance_percent": 80,
            "requirements": ["attendance", "assessment"], "pass_percent": 60,
            "activity_type": "ฝึกอบรมหลักสูตรที่เกี่ยวข้องกับวิชาชีพหรือวิชาการเฉพาะด้าน",
            "description_th": f"{name_th} เน้นลงมือปฏิบัติและนำไปใช้ในชั้นเรียนของตน", "description_en": "",
            "competencies": [chosen], "prerequisites": list(Course.objects.filter(code="COD-UNPLUG-6")) if family == "coding" else [],
            "outline": OUTLINE, "assessed_by": "แผนการสอนหนึ่งแผนและวิดีโอการสอนสั้น ๆ ประเมินด้วยเกณฑ์ให้คะแนน",
        }  # fmt: skip
        key = uuid5(NAMESPACE_URL, f"demo-proposal-{place}")
        made = proposals.draft(center, facts, key=key, by=manager, at=at)
        made = proposals.submit(made, by=manager, at=at)
        if place < 2:
            decide(made, recognise=place == 0, by=officer, at=at + 5 * DAY)


def schedule(center: Center, cast: Mapping[str, User], *, now: datetime) -> None:
    """A round of Saturdays in the coming weeks; what stands in a Saturday's way is skipped and kept."""
    room = center.rooms.filter(kind="classroom", active=True).order_by("pk").first()
    first = timezone.localdate(now) + 50 * DAY
    wish = terms.Wish(
        course=Course.objects.get(code="COD-PY-18"), mode=Mode.FACE_TO_FACE, first_day=first, until=first + 75 * DAY,
        weekdays=(5,), starts=time(9), ends=time(16), minutes=360, seats=30, room=room, name="ครูคอมพิวเตอร์",
    )  # fmt: skip
    Holiday.objects.get_or_create(
        day=first + timedelta(days=(5 - first.weekday()) % 7 + 7),
        defaults={"name_th": "วันหยุดพิเศษ (ตัวอย่าง)", "name_en": "Special holiday (example)"},
    )
    terms.schedule(center, wish, by=cast["manager"], at=now)


def decide(proposal: Proposal, *, recognise: bool, by: User, at: datetime) -> None:
    """Recognise it with a material, or send it back with a word."""
    stated = list(criteria(timezone.localdate(at)))
    found = [Finding(criterion, recognise or place > 0) for place, criterion in enumerate(stated)]
    answer = "" if recognise else "โปรดระบุผลลัพธ์การเรียนรู้ให้วัดได้ และโยงกับสมรรถนะให้ชัดเจน"
    decided = proposals.decide(
        proposal, "recognise" if recognise else "return", found, answer=answer, by=by, at=at
    )
    if decided.course:
        materials.add(
            decided.course, title="เอกสารประกอบการอบรม", link="https://files.hcec.example/songs.pdf",
            for_enrolled=False, by=decided.submitted_by, at=at,
        )  # fmt: skip
