"""The catalogue: a course is recognised before it is used, every version is kept, a round keeps its own."""

from datetime import date, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from committees.models import Position
from committees.queries import access_of
from hcec.accounts.models import Notice
from tests.factories.accounts import PersonFactory
from tests.factories.catalogue import CriterionFactory, MaterialFactory, a_proposal, facts
from tests.factories.centers import CenterFactory
from tests.factories.committees import person_with
from tests.factories.training import CourseFactory, enrol, held_round, open_round, plan_round
from tests.support.desks import signed_in
from training import queries
from training.actions import materials, proposals
from training.actions.proposals import Finding
from training.integrity import INVARIANTS
from training.lifecycles import ProposalStatus
from training.models import Course, CourseVersion, Proposal
from training.queries.attendance import standings
from training.refusals import Refusal

pytestmark = pytest.mark.django_db

NOON = timezone.make_aware(datetime(2026, 11, 26, 12))


@pytest.fixture
def officer():
    return signed_in(person_with(Position.OBEC_OFFICER))


def decide(proposal, move="recognise", *, met=True, answer="", by=None, at=None):
    at = at or timezone.now()
    findings = [Finding(c, met) for c in proposals.criteria(timezone.localdate(at))]
    return proposals.decide(proposal, move, findings, answer=answer, by=by or PersonFactory(), at=at)


def test_a_recognised_course_can_be_planned_and_not_before():
    CriterionFactory()
    proposal = a_proposal(submitted=True)
    assert not Course.objects.filter(owner=proposal.center).exists()
    course = decide(proposal).course
    assert (course.owner, course.version, course.active) == (proposal.center, 1, True)
    assert plan_round(course=course).hours == course.hours
    assert [c.pk for c in course.competencies.all()] == [c.pk for c in proposal.competencies.all()]


def test_the_review_is_promised_within_ten_working_days():
    proposal = proposals.submit(a_proposal(), by=PersonFactory(), at=NOON)
    assert proposal.due_on == date(2026, 12, 10)


def test_a_criterion_that_is_not_met_or_was_left_out_stands_in_the_way():
    first, second = CriterionFactory(), CriterionFactory()
    proposal, by, at = a_proposal(submitted=True), PersonFactory(), timezone.now()
    found = [Finding(first, True)]
    with pytest.raises(Refusal, match=second.text_th):
        proposals.decide(proposal, "recognise", found, answer="", by=by, at=at)
    assert Proposal.objects.get(pk=proposal.pk).status == ProposalStatus.SUBMITTED


def test_the_database_recognises_nothing_that_meets_not_every_criterion():
    CriterionFactory()
    proposal, at = a_proposal(submitted=True), timezone.now()
    course = CourseFactory(owner=proposal.center)
    with pytest.raises(IntegrityError, match="training_a_recognised_course_meets_every_criterion"):
        Proposal.objects.filter(pk=proposal.pk).update(
            status="recognised",
            decided_by=PersonFactory(),
            decided_at=at,
            course=course,
            recognised_version=1,
        )


def test_nobody_reviews_their_own_proposal():
    proposal = a_proposal(submitted=True)
    with pytest.raises(Refusal):
        decide(proposal, by=proposal.submitted_by)
    with (
        pytest.raises(IntegrityError, match="training_nobody_reviews_their_own_proposal"),
        transaction.atomic(),
    ):
        Proposal.objects.filter(pk=proposal.pk).update(
            status="declined", answer="x", decided_by=proposal.drafted_by, decided_at=timezone.now()
        )


def test_what_is_sent_back_is_changed_and_comes_again():
    CriterionFactory()
    proposal = decide(a_proposal(submitted=True), "return", met=False, answer="เพิ่มกิจกรรม")
    assert Notice.objects.get(person=proposal.submitted_by).body.endswith("เพิ่มกิจกรรม")
    proposals.edit(proposal, facts(hours=18), by=PersonFactory(), at=timezone.now())
    again = proposals.submit(proposal, by=PersonFactory(), at=timezone.now())
    assert decide(again).course.hours == 18


def test_nothing_is_sent_back_without_a_word():
    with pytest.raises(Refusal):
        decide(a_proposal(submitted=True), "return")


def test_an_empty_outline_is_not_sent_for_review():
    draft = a_proposal(outline="", competencies=[])
    with pytest.raises(Refusal):
        proposals.submit(draft, by=PersonFactory(), at=timezone.now())


def test_two_presses_are_one_proposal():
    center, key, by, at = CenterFactory(), uuid4(), PersonFactory(), timezone.now()
    made = {proposals.draft(center, facts(), key=key, by=by, at=at).pk for _ in range(2)}
    assert len(made) == 1


def test_only_the_owner_proposes_new_words_and_one_at_a_time():
    course = CourseFactory(owner=CenterFactory())
    with pytest.raises(Refusal):
        a_proposal(course=course)
    a_proposal(course.owner, course=course)
    with pytest.raises(Refusal):
        a_proposal(course.owner, course=course)


def test_a_new_version_leaves_planned_rounds_as_they_were():
    course = CourseFactory(owner=CenterFactory(), hours=12)
    round = plan_round(course=course)
    decide(a_proposal(course.owner, course=course, hours=6, min_attendance_percent=100, submitted=True))
    course.refresh_from_db()
    round.refresh_from_db()
    assert (course.version, course.hours) == (2, 6)
    assert (round.course_version, round.hours, round.min_attendance_percent) == (1, 12, 80)


def test_a_round_is_decided_by_the_version_it_was_planned_with():
    course = CourseFactory(owner=CenterFactory(), min_attendance_percent=80)
    round = held_round(people=1, minutes=(300,), course=course)
    Course.objects.filter(pk=course.pk).update(min_attendance_percent=100)
    assert standings(round)[0].attends_enough


def test_the_database_keeps_every_version_whoever_changes_the_course():
    course = CourseFactory(hours=12)
    Course.objects.filter(pk=course.pk).update(hours=10)
    Course.objects.filter(pk=course.pk).update(active=False)
    kept = CourseVersion.objects.filter(course=course).order_by("number").values_list("number", "hours")
    assert list(kept) == [(1, 12), (2, 10)]


def test_a_round_names_a_version_of_its_own_course():
    round = plan_round()
    with pytest.raises(IntegrityError, match="training_a_rounds_version_is_of_its_course"):
        type(round).objects.filter(pk=round.pk).update(course_version=7)


def test_an_address_is_listed_once():
    material = MaterialFactory()
    with pytest.raises(Refusal):
        materials.add(
            material.course, title="x", link=material.link, for_enrolled=True, by=PersonFactory(), at=NOON
        )


def test_materials_are_for_those_with_a_place(anyone):
    material = MaterialFactory(course=CourseFactory())
    page = reverse("course", args=[material.course.code])
    assert material.link not in anyone.get(page).content.decode()
    person = enrol(open_round(course=material.course)).person
    assert material.link in signed_in(person).get(page).content.decode()


def test_anyone_finds_a_course_with_its_competencies_and_versions(anyone):
    course = decide(a_proposal(submitted=True)).course
    assert course.name in anyone.get(reverse("catalogue")).content.decode()
    page = anyone.get(reverse("course", args=[course.code])).content.decode()
    assert course.competencies.get().name in page


def test_anyone_reads_all_that_each_version_takes_to_complete(anyone):
    course = CourseFactory(requirements=["attendance", "survey"], min_attendance_percent=70)
    Course.objects.filter(pk=course.pk).update(requirements=["attendance", "online"])
    page = anyone.read(reverse("course", args=[course.code]))
    now, before = page.split("ฉบับที่ ")[1:3]
    assert "ร้อยละ 70" in now and "เรียนออนไลน์ของรุ่นนี้ให้ครบ" in now and "แบบสอบถาม" not in now
    assert "ร้อยละ 70" in before and "ตอบแบบสอบถามหลังการอบรม" in before and "เรียนออนไลน์" not in before


def test_a_manager_proposes_on_the_page_and_an_officer_recognises(manager, officer):
    criterion, typed = CriterionFactory(), facts()
    body = typed | {
        "curriculum": typed["curriculum"].pk,
        "skill": typed["skill"].pk,
        "competencies": [c.pk for c in typed["competencies"]],
        "pass_percent": "",
        "idempotency_key": uuid4().hex,
    }
    made = manager.post(reverse("manage-proposal-new"), body)
    proposal = Proposal.objects.get()
    assert made.url == reverse("manage-proposal", args=[proposal.pk])
    manager.post(reverse("manage-proposal-submit", args=[proposal.pk]))
    review = reverse("manage-recognition", args=[proposal.pk])
    assert criterion.text_th in officer.get(review).content.decode()
    officer.post(review, {f"met-{criterion.pk}": "yes", "move": "recognise", "answer": ""})
    proposal.refresh_from_db()
    assert proposal.status == ProposalStatus.RECOGNISED
    assert "1" in manager.get(reverse("manage-proposal", args=[proposal.pk])).content.decode()


def test_a_refused_review_keeps_what_was_typed(officer):
    CriterionFactory()
    proposal = a_proposal(submitted=True)
    page = officer.post(
        reverse("manage-recognition", args=[proposal.pk]), {"move": "recognise", "answer": "คำที่พิมพ์ไว้"}
    )
    assert page.status_code == 200
    assert "คำที่พิมพ์ไว้" in page.content.decode()


def test_the_review_waits_on_the_officers_work_list(officer):
    a_proposal(submitted=True)
    items = queries.todo(access_of(officer.person, timezone.localdate()), officer.person, timezone.now())
    assert reverse("manage-recognitions") in "".join(item.path for item in items)


def test_the_invariants_find_a_round_whose_hours_were_changed_past_the_action():
    broken = {invariant.name: invariant.sql for invariant in INVARIANTS}
    sql = broken["a round keeps the hours and the rule of the version it was planned with"]
    round = plan_round()
    with connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.fetchall() == []
        cursor.execute("UPDATE training_round SET hours = hours + 1 WHERE id = %s", [round.pk])
        cursor.execute(sql)
        assert cursor.fetchall() == [(round.pk,)]
