"""Courses, rounds with their meetings, enrolments, attendance. Rounds are planned by the real actions."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import factory
from django.core.files.base import ContentFile
from django.utils import timezone

from centers.models import Center, Reservation, Room, School, SkillArea
from hcec.accounts.models import User
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory, RoomFactory, SkillAreaFactory, WorkplaceFactory
from training.actions import attendance as attendance_actions
from training.actions import completions, enrolments, nominations, objections, rounds
from training.actions.meetings import MeetingPlan
from training.lifecycles import EnrolmentStatus, RoundStatus
from training.models import (
    Attendance,
    Course,
    Curriculum,
    EligibilityRule,
    Enrolment,
    Meeting,
    Mode,
    Nomination,
    Objection,
    Qualification,
    Round,
    Trainer,
    Wish,
)


class CurriculumFactory(factory.django.DjangoModelFactory):
    """The English family of courses."""

    class Meta:
        model = Curriculum
        django_get_or_create = ("code",)

    code = "english-literacy"
    name_th = "ทักษะภาษาอังกฤษ"
    name_en = "English Literacy"
    clause = "5.1.1"


class CourseFactory(factory.django.DjangoModelFactory):
    """Twelve hours of English, eighty percent of which must be attended."""

    class Meta:
        model = Course

    code = factory.Sequence(lambda n: f"T-{n}")
    curriculum = factory.SubFactory(CurriculumFactory)
    skill = factory.SubFactory(SkillAreaFactory)
    name_th = factory.Sequence(lambda n: f"ภาษาอังกฤษเพื่อการสื่อสาร {n}")
    name_en = factory.Sequence(lambda n: f"English for Communication {n}")
    level_th = "B1"
    hours = 12
    min_attendance_percent = 80


class RuleFactory(factory.django.DjangoModelFactory):
    """Two years between two rounds of a course, in force since last year."""

    class Meta:
        model = EligibilityRule

    course = factory.SubFactory(CourseFactory)
    kind = "again"
    value = 24
    valid_from = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=365))
    source = "ประกาศของ สพฐ."


class WishFactory(factory.django.DjangoModelFactory):
    """Somebody waits for a course anywhere in the next two months."""

    class Meta:
        model = Wish

    person = factory.SubFactory(PersonFactory)
    course = factory.SubFactory(CourseFactory)
    first_day = factory.LazyFunction(timezone.localdate)
    last_day = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=60))
    until = factory.SelfAttribute("last_day")
    asked_at = factory.LazyFunction(timezone.now)


class TrainerFactory(factory.django.DjangoModelFactory):
    """A core trainer since last year."""

    class Meta:
        model = Trainer

    center = factory.SubFactory(CenterFactory)
    person = factory.SubFactory(PersonFactory)
    since = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=365))


def qualify(trainer: Trainer, skill: SkillArea, *, until: date | None = None) -> Qualification:
    """A certificate in the skill, on record since the trainer began."""
    return Qualification.objects.create(
        trainer=trainer, skill=skill, kind="certificate", title="วิทยากรแกนนำ", since=trainer.since, until=until,
        evidence=ContentFile(b"%PDF-1.7", name="paper.pdf"), recorded_by=PersonFactory(), recorded_at=timezone.now(),
    )  # fmt: skip


def next_week(hour: int = 9, *, day: int = 7) -> datetime:
    """An hour of a day some days ahead, in Bangkok."""
    return timezone.localtime().replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=day)


def a_date(
    room: Room | None,
    *,
    day: int = 7,
    hour: int = 9,
    length: float = 6,
    mode: str = Mode.FACE_TO_FACE,
    trainers: tuple[User, ...] = (),
    link: str = "",
) -> MeetingPlan:
    """Six hours that all count, next week."""
    starts_at = next_week(hour, day=day)
    return MeetingPlan(
        mode=mode,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=length),
        minutes=int(length * 60),
        room=room,
        trainers=trainers,
        join_link=link,
    )


def plan_round(
    *,
    center: Center | None = None,
    course: Course | None = None,
    dates: list[MeetingPlan] | None = None,
    room: Room | None = None,
    seats: int = 2,
    by: User | None = None,
    **fields: object,
) -> Round:
    """A draft of two days in one room; enrolment is open since yesterday until the day before the first meeting."""
    room = room or RoomFactory(**({"center": center} if center else {}))
    dates = dates or [a_date(room, day=7), a_date(room, day=8)]
    first, now = min(d.starts_at for d in dates), timezone.now()
    fields = {
        "seats": seats,
        "opens_at": now - timedelta(days=1),
        "closes_at": first - timedelta(days=1),
        "cancel_until": first - timedelta(days=1),
        **fields,
    }
    return rounds.plan(
        center or room.center, course or CourseFactory(), fields, dates, by=by or PersonFactory(), at=now
    )


def open_round(**about: object) -> Round:
    """The same, announced."""
    round = plan_round(**about)
    return rounds.open(round, by=round.created_by, at=timezone.now())


def enrol(round: Round, person: User | None = None) -> Enrolment:
    """A person in the round, or on its waiting list."""
    return enrolments.enrol(round, person=person or PersonFactory(), key=uuid4(), at=timezone.now())


def held_round(
    *, people: int = 2, first: User | None = None, minutes: tuple[int, ...] | None = None, **about: object
) -> Round:
    """A round that is over, its attendance on record: `minutes` at each meeting for each person, else all of them."""
    round = open_round(seats=max(people, 1), **about)
    inside = [enrol(round, None if n else first) for n in range(people)]
    over = round.ends_at + timedelta(hours=1)
    rounds.finish(round, by=None, at=over)
    for meeting in Meeting.objects.filter(round=round).order_by("starts_at"):
        marks = {e.pk: minutes[n] if minutes else meeting.minutes for n, e in enumerate(inside)}
        attendance_actions.record(meeting, marks, by=round.created_by, at=over)
    return Round.objects.get(pk=round.pk)


def finalised_round(**about: object) -> Round:
    """A round whose completions are decided."""
    round = held_round(**about)
    completions.decide(round, by=round.created_by, at=round.ends_at + timedelta(hours=2))
    return Round.objects.get(pk=round.pk, status=RoundStatus.FINALISED)


def a_completion(**about: object) -> Enrolment:
    """One person who completed."""
    round = finalised_round(people=1, **about)
    return Enrolment.objects.get(round=round, status=EnrolmentStatus.COMPLETED)


def an_objection(
    *, person: User | None = None, recorded_by: User | None = None, **about: object
) -> Objection:
    """Somebody with sixty minutes on record at the first meeting, who says that she was there all day."""
    round = open_round(**about)
    place = enrol(round, person)
    meeting = Meeting.objects.filter(round=round).earliest("starts_at")
    at = meeting.ends_at
    attendance_actions.record(meeting, {place.pk: 60}, by=recorded_by or PersonFactory(), at=at)
    entry = Attendance.objects.get(meeting=meeting, enrolment=place)
    return objections.make(entry, words="อยู่ทั้งวัน", by=place.person, at=at)


def teacher_of(school: School, **about: object) -> User:
    """Somebody who says in her profile that she teaches there."""
    person = PersonFactory(**about)
    WorkplaceFactory(person=person, school=school, affiliation=school.affiliation, province=school.province)
    return person


def a_nomination(school: School, *, by: User, person: User | None = None, **about: object) -> Nomination:
    """A teacher of the school whom its head puts forward."""
    round, person = open_round(**about), person or teacher_of(school)
    made = nominations.nominate(round, [person], school=school, key=uuid4(), by=by, at=timezone.now())
    return Nomination.objects.get(pk=made[0].pk)


def a_request(
    school: School, *, person: User | None = None, asks: str = "lapse", **about: object
) -> Nomination:
    """A teacher of the school who enrolled herself in a round that asks her head."""
    place = enrol(open_round(head_approval=asks, **about), person or teacher_of(school))
    return Nomination.objects.get(enrolment=place)


def begun_round(*, round: Round | None = None, people: int = 0, day: int = 0, **about: object) -> Meeting:
    """The one meeting, of three hours, of a round that began five minutes ago (`day`: so many days from then), with its
    enrolment over. A round that is given is moved there."""
    if round is None:
        room = about.pop("room", None) or RoomFactory()
        about.setdefault("course", CourseFactory(hours=3))
        round = open_round(room=room, dates=[a_date(room, length=3)], **about)
        for _person in range(people):
            enrol(round)
    starts_at = timezone.now() - timedelta(minutes=5) + timedelta(days=day)
    late = Meeting.objects.filter(round=round).order_by("-starts_at", "-pk")
    for one in late.exclude(pk=Meeting.objects.filter(round=round).earliest("starts_at").pk):
        reservation = one.reservation
        one.delete()
        reservation.delete()
    meeting = Meeting.objects.select_related("reservation").get(round=round)
    ends_at = starts_at + (meeting.ends_at - meeting.starts_at)
    Reservation.objects.filter(pk=meeting.reservation_id).update(starts_at=starts_at, ends_at=ends_at)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=starts_at, ends_at=ends_at)
    before = starts_at - timedelta(days=1)
    Round.objects.filter(pk=round.pk).update(
        starts_at=starts_at, ends_at=ends_at, opens_at=before - timedelta(days=1), closes_at=before, cancel_until=before
    )  # fmt: skip
    return Meeting.objects.select_related("round__course", "reservation__room").get(pk=meeting.pk)
