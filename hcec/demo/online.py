"""What a center of the demo does online: a lesson to work through, e-learning elsewhere, a classroom that opens now."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from centers.models import Center
from hcec.accounts.models import User
from training.actions import learning, lessons, lti, participants, rounds
from training.actions.meetings import MeetingPlan
from training.lifecycles import EnrolmentStatus, RoundStatus
from training.models import CheckType, Course, Enrolment, Learning, Lesson, Meeting, Mode, Round, Tool
from training.models.rules import Demand
from training.participants import Person, Reading

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
TEXT = (
    "ก่อนเริ่มชั้นเรียนออนไลน์ ครูควรเตรียมสามอย่าง คือ เป้าหมายของคาบ กิจกรรมที่ผู้เรียนลงมือทำ และวิธีรู้ว่าผู้เรียนเข้าใจ\n\n"
    "เลือกกิจกรรมสั้น ๆ ที่ทำได้ด้วยโทรศัพท์ และบอกเวลาให้ชัดเจนทุกครั้ง"
)
STEPS = (
    ("page", "เตรียมคาบเรียนออนไลน์", TEXT, ""),
    ("video", "ตัวอย่างคาบเรียน", "สังเกตว่าครูให้ผู้เรียนตอบเมื่อใด", "https://video.hcec.example/lesson"),
    ("quiz", "ทบทวนความเข้าใจ", "", ""),
)
QUESTIONS = (
    (
        "ก่อนเริ่มคาบ ครูควรเตรียมอะไร",
        (("เป้าหมายของคาบ", True), ("วิธีรู้ว่าผู้เรียนเข้าใจ", True), ("ห้องที่ใหญ่ขึ้น", False)),
    ),
    ("กิจกรรมแบบใดเหมาะกับโทรศัพท์", (("สั้นและบอกเวลาชัดเจน", True), ("ยาวหนึ่งชั่วโมง", False))),
)
PLATFORM = "https://lms.hcec.example"


def offer(center: Center, cast: Mapping[str, User], *, now: datetime) -> None:
    """A lesson and a platform, one round of e-learning that runs, one virtual meeting about to begin, one list to match."""
    manager, teacher = cast["manager"], cast["teacher"]
    lesson = written(center, manager, now - 30 * DAY)
    tool = Tool.objects.create(
        name="ห้องเรียนออนไลน์ของกระทรวง",
        login_url=f"{PLATFORM}/login",
        redirect_uris=[f"{PLATFORM}/launch"],
        jwks={"keys": []},
    )
    course = Course.objects.filter(active=True, hours__lte=12).order_by("hours", "code")[0]
    minutes = int(course.hours * 60) // 2
    begins, ends = now - DAY, now + 20 * DAY
    plans = [
        MeetingPlan(Mode.ELEARNING, begins, ends, minutes, topic) for topic in ("บทเรียน", "ห้องเรียนออนไลน์")
    ]
    classroom(center, course, cast, now)
    Course.objects.filter(pk=course.pk).update(requirements=[*course.requirements, Demand.ONLINE])

    def behind(round: Round) -> None:
        first, second = round.meetings.order_by("pk")
        at = now - 10 * DAY
        lessons.put_to(first, lesson, by=manager, at=at)
        lti.put_to(second, tool, title="หน่วยที่ 1", target=f"{PLATFORM}/units/1", by=manager, at=at)

    round = begun(center, course, plans, manager, [teacher], now, behind)
    first = round.meetings.order_by("pk")[0]
    work_through(learning.begin(first, teacher, at=now - 20 * MINUTE), teacher, now - 10 * MINUTE)
    list_to_match(center, manager, now)


def written(center: Center, by: User, at: datetime) -> Lesson:
    """A page, a video and a quiz, released."""
    lesson = lessons.write(center, name="สอนออนไลน์ให้ได้ผล", pass_percent=60, by=by, at=at)
    for kind, title, text, link in STEPS:
        values = {"kind": kind, "title": title, "text": text, "link": link}
        step = lessons.put_step(lesson, None, values, by=by, at=at)
    for text, choices in QUESTIONS:
        lessons.put_question(step, None, text, choices, by=by, at=at)
    lessons.release(lesson, by=by, at=at)
    return lesson


def begun(
    center: Center,
    course: Course,
    plans: list[MeetingPlan],
    by: User,
    people: Sequence[User],
    now: datetime,
    behind: Callable[[Round], None] = lambda round: None,
) -> Round:
    """A round as it was planned ten days ago, with what is `behind` its dates; its enrolments, whose window is over, are
    written as rows."""
    first = min(plan.starts_at for plan in plans)
    fields = {
        "seats": 20,
        "name": "ออนไลน์",
        "opens_at": now - 9 * DAY,
        "closes_at": first - timedelta(hours=1),
        "cancel_until": first - timedelta(hours=1),
    }
    round = rounds.plan(center, course, fields, plans, by=by, at=now - 10 * DAY)
    behind(round)
    round = rounds.open(round, by=by, at=now - 10 * DAY)
    Enrolment.objects.bulk_create(
        Enrolment(
            round=round,
            person=person,
            status=EnrolmentStatus.ENROLLED,
            seat_no=number,
            idempotency_key=uuid5(NAMESPACE_URL, f"demo-online-{round.pk}-{number}"),
            enrolled_at=now - 8 * DAY,
        )
        for number, person in enumerate(people, start=1)
    )
    return round


def work_through(begun: Learning, person: User, at: datetime) -> None:
    """She has read the page; the video is next."""
    step = begun.version.steps.get(number=1)
    learning.finish_step(begun, step, by=person, at=at)


def classroom(center: Center, course: Course, cast: Mapping[str, User], now: datetime) -> None:
    """A virtual meeting that begins in ten minutes, counted by one's own in and out."""
    plan = MeetingPlan(
        Mode.VIRTUAL,
        now + 10 * MINUTE,
        now + 10 * MINUTE + timedelta(hours=float(course.hours)),
        int(course.hours * 60),
        topic="พบกันออนไลน์",
        join_link="https://meet.hcec.example/online",
        check_type=CheckType.IN_OUT,
    )
    begun(center, course, [plan], cast["manager"], [cast["teacher"]], now)


def list_to_match(center: Center, by: User, now: datetime) -> None:
    """The participant list of the last virtual meeting whose completions are open: two people, and a name nobody knows."""
    rows = Meeting.objects.filter(
        round__center=center, mode=Mode.VIRTUAL, ends_at__lt=now, round__status=RoundStatus.HELD
    )
    meeting = rows.select_related("round__course").order_by("-starts_at").first()
    if meeting is None:
        return
    span, lasted = [(meeting.starts_at, meeting.ends_at)], int((meeting.ends_at - meeting.starts_at) / MINUTE)
    seated = meeting.round.enrolments.filter(seat_no__lte=2).select_related("person").order_by("seat_no")
    people = [Person(place.person.name_th, place.person.email, span, lasted) for place in seated]
    reading = Reading([*people, Person("iPad ห้องสมุด", "", span, lasted)], [], "0" * 64)
    participants.keep(meeting, reading, name="participants_86412.csv", by=by, at=meeting.ends_at)
