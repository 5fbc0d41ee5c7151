"""Lessons by the real actions: a page, a video and a quiz of two questions; and somebody who has begun one."""

from datetime import timedelta
from uuid import uuid4

from centers.models import Center
from hcec.accounts.models import User
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory
from tests.factories.training import CourseFactory, a_date, enrol, next_week, open_round
from training.actions import learning as learning_actions
from training.actions import lessons
from training.models import Learning, Lesson, Meeting, Mode, Step


def a_lesson(center: Center | None = None, *, released: bool = False) -> Lesson:
    """The right answers are “B” of the first question, “A” and “C” of the second."""
    center, by, at = center or CenterFactory(), PersonFactory(), next_week(day=-20)
    lesson = lessons.write(center, name=f"บทเรียน {uuid4().hex[:8]}", pass_percent=60, by=by, at=at)
    for kind, title, text, link in (
        (Step.Kind.PAGE, "อ่าน", "ย่อหน้าแรก\n\nย่อหน้าที่สอง", ""),
        (Step.Kind.VIDEO, "ดู", "", "https://video.example.org/1"),
        (Step.Kind.QUIZ, "ทำ", "", ""),
    ):
        values = {"kind": kind, "title": title, "text": text, "link": link}
        step = lessons.put_step(lesson, None, values, by=by, at=at)
    lessons.put_question(step, None, "ข้อหนึ่ง", [("A", False), ("B", True)], by=by, at=at)
    lessons.put_question(step, None, "ข้อสอง", [("A", True), ("B", False), ("C", True)], by=by, at=at)
    if released:
        lessons.release(lesson, by=by, at=at)
    return lesson


def e_learning(center: Center, *, day: int = 7, lesson: Lesson | None = None) -> Meeting:
    """One e-learning meeting of six hours that counts 300 minutes, with a lesson."""
    plan = a_date(None, mode=Mode.ELEARNING, day=day)
    round = open_round(center=center, seats=3, dates=[plan], course=CourseFactory(hours=6))
    meeting = round.meetings.select_related("round__created_by").get()
    lessons.put_to(meeting, lesson or a_lesson(center, released=True), by=round.created_by, at=round.opens_at)
    return meeting


def a_learning(*, center: Center | None = None, person: User | None = None, day: int = 7) -> Learning:
    """Somebody who began a minute after the start."""
    meeting = e_learning(center or CenterFactory(), day=day)
    place = enrol(meeting.round, person)
    return learning_actions.begin(meeting, place.person, at=meeting.starts_at + timedelta(minutes=1))
