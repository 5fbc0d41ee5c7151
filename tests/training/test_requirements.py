"""Completion by the course's own rule: what it asks is data, read before enrolling and as a live check-list (E5)."""

import pytest
from django.db import Error, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from hcec.accounts.models import Notice
from tests.factories.accounts import PersonFactory
from tests.factories.catalogue import a_proposal, facts
from tests.factories.evaluation import after, mark, places_of, say, survey_form
from tests.factories.training import CourseFactory, enrol, held_round, open_round, plan_round
from tests.support.desks import signed_in
from training import requirements
from training.actions import completions
from training.integrity import INVARIANTS
from training.lifecycles import EnrolmentStatus
from training.models import Completion, Course, Enrolment, Round
from training.models.rules import EVIDENCE, Demand
from training.refusals import Refusal

pytestmark = pytest.mark.django_db
EVERYTHING = {
    "requirements": ["attendance", "assessment", "survey"],
    "pass_percent": 60,
}  # of a round in one room
WALKS_BACK = next(i for i in INVARIANTS if i.name.startswith("a completion walks back to the evidence"))


def demanding(**about):
    """A course that asks for everything that a round in a room can have."""
    return CourseFactory(**EVERYTHING, **about)


def decide(round):
    return completions.decide(round, by=round.created_by, at=after(round))


def test_every_kind_is_in_the_table_and_has_its_evidence():
    assert set(requirements.TABLE) == set(EVIDENCE) == set(Demand)


def test_a_course_asks_for_attendance_alone_as_long_as_nobody_says_otherwise():
    assert requirements.demands(CourseFactory()) == [Demand.ATTENDANCE]


def test_a_round_keeps_the_rule_that_the_course_had_when_it_was_planned():
    course = CourseFactory()
    round = plan_round(course=course)
    Course.objects.filter(pk=course.pk).update(**EVERYTHING)
    assert requirements.demands(Round.objects.get(pk=round.pk)) == [Demand.ATTENDANCE]
    assert requirements.demands(plan_round(course=course)) == [
        Demand.ATTENDANCE, Demand.ASSESSMENT, Demand.SURVEY,
    ]  # fmt: skip
    assert course.versions.count() == 2


def test_everybody_reads_the_rule_before_enrolling(anyone):
    round = open_round(course=demanding())
    page = anyone.read(reverse("round", args=[round.pk]))
    for sentence in ("ร้อยละ 80", "ไม่น้อยกว่าร้อยละ 60", "ตอบแบบสอบถามหลังการอบรม"):
        assert sentence in page
    assert "ไม่น้อยกว่าร้อยละ 60" in anyone.read(reverse("course", args=[round.course.code]))


def test_the_enrolled_see_how_many_of_how_many_are_done_and_their_own_figures():
    round = held_round(people=1, minutes=(260,), course=demanding())
    mark(round, "assessment", [15])
    place = places_of(round)[0]
    desk = signed_in(place.person)
    page = desk.read(reverse("enrolment", args=[place.pk]))
    assert "ครบแล้ว 1 จาก 3 ข้อ" in page
    assert "72.22 %" in page and "75 %" in page
    desk.cost(reverse("enrolment", args=[place.pk]))


def test_only_who_has_met_everything_completes_and_the_others_are_told_what_is_missing():
    survey_form()
    round = held_round(people=3, minutes=(360, 360, 200), course=demanding())
    mark(round, "assessment", [12, 11, 20])
    for place in places_of(round):
        say(place)
    assert [done.enrolment.seat_no for done in decide(round)] == [1]
    failed, absent = (Notice.objects.get(key=f"enrolment-{p.pk}-decided").body for p in places_of(round)[1:])
    assert "55 %" in failed and "ร้อยละ 60" in failed and "ร้อยละ 80" not in failed
    assert "55.55 %" in absent and "ร้อยละ 60" not in absent
    assert WALKS_BACK.broken() == []


def test_whoever_left_the_survey_out_does_not_complete_where_the_course_asks_for_it():
    survey_form()
    round = held_round(people=2, course=demanding())
    mark(round, "assessment", [20, 20])
    say(places_of(round)[1])
    decide(round)
    assert [p.status for p in places_of(round)] == [EnrolmentStatus.NOT_COMPLETED, EnrolmentStatus.COMPLETED]


def test_completions_wait_for_the_results_of_the_assessment(manager, room):
    round = held_round(people=2, room=room, course=demanding())
    with pytest.raises(Refusal, match="2"):
        decide(round)
    page = reverse("manage-round-completions", args=[round.pk])
    assert "ยังไม่มีผลการประเมินของ 2 คน" in manager.read(page)
    manager.cost(page)


def test_who_did_not_take_the_assessment_is_on_record_and_falls_short():
    round = held_round(
        people=1, course=CourseFactory(requirements=["attendance", "assessment"], pass_percent=1)
    )
    mark(round, "assessment", [None])
    assert decide(round) == []


def test_the_database_refuses_a_completion_without_its_evidence():
    round = held_round(people=1, course=demanding())
    enrolment = Enrolment.objects.get()
    Enrolment.objects.update(status=EnrolmentStatus.COMPLETED)
    with pytest.raises(Error, match="meet_the_rule"), transaction.atomic():
        Completion.objects.create(
            enrolment=enrolment, hours=12, attendance_percent=100, completed_on=timezone.localdate(),
            decided_by=round.created_by, decided_at=timezone.now(),
        )  # fmt: skip


@pytest.mark.parametrize(
    "rule",
    [
        {"requirements": ["attendance", "assessment"], "pass_percent": None},
        {"requirements": ["attendance"], "pass_percent": 60},
        {"requirements": ["survey"]},
        {"requirements": ["attendance", "portfolio"]},
        {"requirements": []},
    ],
)
def test_the_database_takes_no_rule_that_nobody_could_meet(rule):
    with pytest.raises(IntegrityError), transaction.atomic():
        CourseFactory(**rule)


def test_a_proposed_course_says_what_it_asks_for(manager):
    proposal = a_proposal(manager.center, **EVERYTHING)
    assert "ไม่น้อยกว่าร้อยละ 60" in manager.read(reverse("manage-proposal", args=[proposal.pk]))


def test_the_form_of_a_proposal_explains_a_rule_that_cannot_be(manager):
    typed = facts(requirements=["assessment"], pass_percent="")
    body = typed | {
        "curriculum": typed["curriculum"].pk, "skill": typed["skill"].pk,
        "competencies": [c.pk for c in typed["competencies"]],
    }  # fmt: skip
    page = manager.post(reverse("manage-proposal-new"), body).content.decode()
    assert "ชั่วโมงได้จากการเข้าอบรม" in page and "ระหว่างร้อยละ 1 ถึง 100" in page


def test_one_and_three_people_cost_the_same_queries(django_assert_num_queries):
    rounds = [held_round(people=n, course=demanding()) for n in (1, 3)]
    for round in rounds:
        with django_assert_num_queries(3):
            requirements.checklists(round)


def test_nobody_who_waits_has_a_check_list():
    round = open_round(seats=1)
    enrol(round)
    waiting = enrol(round, PersonFactory())
    assert "ครบแล้ว" not in signed_in(waiting.person).read(reverse("enrolment", args=[waiting.pk]))
