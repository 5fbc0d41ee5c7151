"""E-learning as something that completing takes: every lesson here and every platform elsewhere is done (3.1.2, E5)."""

from datetime import timedelta

import pytest
from django.db import Error, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from hcec.accounts.models import Notice
from tests.factories.evaluation import after, places_of
from tests.factories.lessons import a_lesson
from tests.factories.lti import PLACE, a_tool
from tests.factories.training import CourseFactory, a_date, enrol, plan_round
from tests.support.desks import signed_in
from training import requirements
from training.actions import attendance, completions, lessons, lti, meetings, rounds
from training.integrity import INVARIANTS
from training.lifecycles import EnrolmentStatus
from training.models import (
    Completion,
    Enrolment,
    Learning,
    Meeting,
    MeetingLesson,
    Mode,
    Round,
    Score,
    Step,
    StepDone,
    ToolLink,
)
from training.models.rules import Demand
from training.refusals import Refusal

pytestmark = pytest.mark.django_db
WALKS_BACK = next(i for i in INVARIANTS if i.name.startswith("a completion walks back to the evidence"))


def planned(*, seats=3):
    """A draft of two e-learning meetings of six hours each, whose course asks for e-learning; nothing is behind them yet."""
    dates = [a_date(None, mode=Mode.ELEARNING, day=day) for day in (7, 8)]
    course = CourseFactory(requirements=["attendance", "online"])
    return plan_round(course=course, dates=dates, seats=seats)


def dates_of(round):
    return list(Meeting.objects.filter(round=round).select_related("round").order_by("starts_at"))


def put_lesson(meeting, lesson):
    lessons.put_to(meeting, lesson, by=meeting.round.created_by, at=meeting.round.opens_at)


def put_tool(meeting, tool):
    about = {"title": "บทที่ 1", "target": f"{PLACE}/units/1"}
    lti.put_to(meeting, tool, **about, by=meeting.round.created_by, at=meeting.round.opens_at)


def opened(round=None):
    """The same with a lesson at the first meeting and a platform behind the second, announced."""
    round = round or planned()
    first, second = dates_of(round)
    put_lesson(first, a_lesson(round.center, released=True))
    put_tool(second, a_tool())
    return rounds.open(round, by=round.created_by, at=timezone.now())


def learn(place):
    """She works through the lesson of the first meeting, all three steps, the quiz by an attempt that passed."""
    meeting = dates_of(place.round)[0]
    version, at = meeting.lesson_set.lesson.versions.get(), meeting.starts_at + timedelta(hours=1)
    begun = Learning.objects.create(meeting=meeting, enrolment=place, version=version, begun_at=at)
    for step in version.steps.order_by("number"):
        if step.kind == Step.Kind.QUIZ:
            begun.attempts.create(step=step, number=1, answers={}, right=2, of=2, passed=True, at=at)
        StepDone.objects.create(learning=begun, step=step, at=at)
    Learning.objects.filter(pk=begun.pk).update(done_at=at)


def score(place, activity="Completed", grading="FullyGraded"):
    """The platform of the second meeting tells of her."""
    meeting = dates_of(place.round)[1]
    Score.objects.create(
        link=meeting.tool_link, enrolment=place, said_at=meeting.starts_at, given=8, maximum=10,
        activity=activity, grading=grading, received_at=meeting.starts_at,
    )  # fmt: skip


def over(round, people=None):
    """The round is held, and everybody was there all the time."""
    at = round.ends_at + timedelta(hours=1)
    rounds.finish(round, by=None, at=at)
    for meeting in dates_of(round):
        everybody = {place.pk: meeting.minutes for place in places_of(round)}
        attendance.record(meeting, everybody, by=round.created_by, at=at)
    return Round.objects.get(pk=round.pk)


def decide(round):
    return completions.decide(round, by=round.created_by, at=after(round))


def online_of(round):
    """Met or not and the value, of everybody by seat."""
    lists = requirements.checklists(round)
    return [
        (line.found.done, line.found.value)
        for found in lists
        for line in found.lines
        if line.demand == Demand.ONLINE
    ]


def test_everybody_reads_before_enrolling_that_e_learning_is_asked_for(anyone):
    page = anyone.read(reverse("round", args=[opened().pk]))
    assert "เรียนออนไลน์ของรุ่นนี้ให้ครบทุกบทเรียน" in page


def test_lessons_here_and_platforms_elsewhere_count_alike():
    round = opened()
    neither, one, both = (enrol(round) for _ in range(3))
    learn(one), learn(both), score(both)
    assert online_of(round) == [(False, "0 จาก 2"), (False, "1 จาก 2"), (True, "2 จาก 2")]


@pytest.mark.parametrize(("activity", "grading"), [("Submitted", "FullyGraded"), ("Completed", "Pending")])
def test_a_score_that_is_not_the_end_is_not_done(activity, grading):
    place = enrol(opened())
    score(place, activity, grading)
    assert online_of(place.round) == [(False, "0 จาก 2")]


def test_e_learning_with_nothing_behind_it_is_told_by_attendance_alone():
    round = planned()
    put_lesson(dates_of(round)[0], a_lesson(round.center, released=True))
    place = enrol(rounds.open(round, by=round.created_by, at=timezone.now()))
    learn(place)
    assert online_of(round) == [(True, "1 จาก 1")]


def test_the_enrolled_see_how_much_of_it_they_have_done():
    place = enrol(opened())
    learn(place)
    desk = signed_in(place.person)
    page = desk.read(reverse("enrolment", args=[place.pk]))
    assert "1 จาก 2" in page
    desk.cost(reverse("enrolment", args=[place.pk]))


def test_only_who_has_done_it_all_completes_and_the_others_are_told_how_far_they_came():
    round = opened()
    one, both = enrol(round), enrol(round)
    learn(one), learn(both), score(both)
    decide(over(round))
    assert [p.status for p in places_of(round)] == [EnrolmentStatus.NOT_COMPLETED, EnrolmentStatus.COMPLETED]
    assert "1 จาก 2" in Notice.objects.get(key=f"enrolment-{one.pk}-decided").body
    assert WALKS_BACK.broken() == []


def test_the_database_refuses_a_completion_without_all_the_e_learning():
    place = enrol(opened())
    learn(place)
    round = over(place.round)
    Enrolment.objects.update(status=EnrolmentStatus.COMPLETED)
    with pytest.raises(Error, match="meet_the_rule"), transaction.atomic():
        Completion.objects.create(
            enrolment=place, hours=12, attendance_percent=100, completed_on=timezone.localdate(),
            decided_by=round.created_by, decided_at=timezone.now(),
        )  # fmt: skip


def test_integrity_finds_a_completion_whose_e_learning_is_gone():
    place = enrol(opened())
    learn(place), score(place)
    decide(over(place.round))
    assert WALKS_BACK.broken() == []
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM training_score")
        cursor.execute("SET session_replication_role = DEFAULT")
    assert len(WALKS_BACK.broken()) == 1


def test_a_round_without_anything_online_is_not_opened_where_completing_takes_it():
    round = planned()
    with pytest.raises(Refusal, match="อีเลิร์นนิง"):
        rounds.open(round, by=round.created_by, at=timezone.now())


def test_a_lesson_that_nobody_can_begin_is_not_enough_to_open():
    round = planned()
    lesson = a_lesson(round.center, released=True)
    put_lesson(dates_of(round)[0], lesson)
    lessons.take_back(lesson, by=round.created_by, at=timezone.now())
    with pytest.raises(Refusal, match="ไม่ได้เผยแพร่"):
        rounds.open(round, by=round.created_by, at=timezone.now())


def only_a_tool():
    round = planned()
    put_tool(dates_of(round)[0], a_tool())
    return rounds.open(round, by=round.created_by, at=timezone.now())


def only_a_lesson():
    round = planned()
    put_lesson(dates_of(round)[0], a_lesson(round.center, released=True))
    return rounds.open(round, by=round.created_by, at=timezone.now())


@pytest.mark.parametrize(
    ("made", "takes_away"),
    [
        (only_a_lesson, lambda meeting: put_lesson(meeting, None)),
        (only_a_tool, lambda meeting: put_tool(meeting, None)),
        (
            only_a_tool,
            lambda meeting: meetings.remove(meeting, by=meeting.round.created_by, at=timezone.now()),
        ),
        (
            only_a_lesson,
            lambda meeting: lessons.take_back(
                meeting.lesson_set.lesson, by=meeting.round.created_by, at=timezone.now()
            ),
        ),
        (
            only_a_lesson,
            lambda meeting: meetings.change(
                meeting,
                a_date(None, mode=Mode.VIRTUAL, link="https://meet.example.org/1"),
                by=meeting.round.created_by,
                at=timezone.now(),
            ),
        ),
    ],
)
def test_an_announced_round_keeps_the_e_learning_that_completing_takes(made, takes_away):
    round = made()
    with pytest.raises(Refusal, match="การผ่านการอบรมต้องเรียนออนไลน์ครบ"):
        takes_away(dates_of(round)[0])
    assert requirements.online.meetings(round).count() == 1


def test_what_is_online_no_longer_changes_once_the_round_was_held():
    round = planned()
    first, second = dates_of(round)
    put_tool(first, a_tool())
    place = enrol(rounds.open(round, by=round.created_by, at=timezone.now()))
    over(place.round)
    with pytest.raises(Refusal):
        put_lesson(second, a_lesson(round.center, released=True))


def test_what_is_online_stands_in_the_database_once_completions_are_decided():
    round = planned()
    first, second = dates_of(round)
    put_lesson(first, a_lesson(round.center, released=True))
    place = enrol(rounds.open(round, by=round.created_by, at=timezone.now()))
    learn(place)
    decide(over(place.round))
    for change in (
        lambda: MeetingLesson.objects.create(meeting=second, lesson=first.lesson_set.lesson),
        lambda: ToolLink.objects.create(meeting=second, tool=a_tool(), title="1", target=PLACE),
        lambda: MeetingLesson.objects.filter(meeting=first).delete(),
    ):
        with pytest.raises(IntegrityError, match="what_is_online_stands"), transaction.atomic():
            change()


def test_a_center_proposes_a_course_that_takes_e_learning(manager):
    page = manager.read(reverse("manage-proposal-new"))
    assert 'value="online"' in page and "เรียนออนไลน์ครบ" in page


def test_one_and_three_people_cost_the_same_queries(django_assert_num_queries):
    round = opened()
    for _ in range(3):
        enrol(round)
        with django_assert_num_queries(3):
            requirements.checklists(round)
