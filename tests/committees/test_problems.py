"""A problem has one holder, climbs one level at a time, and the one who raised it has the last word (6.3.2)."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from committees.actions import problems
from committees.lifecycles import ProblemStatus
from committees.models import Level, Position, ProblemStep
from committees.refusals import Refusal
from hcec.accounts.models import Notice
from tests.factories.accounts import PersonFactory
from tests.factories.committees import CommitteeFactory, person_with
from tests.factories.work import chain

pytestmark = pytest.mark.django_db


@pytest.fixture
def committees():
    obec, province, center = chain()
    return {
        "obec": obec,
        "province": province,
        "center": center,
        "ministry": CommitteeFactory(level=Level.MINISTRY, center=None),
    }


@pytest.fixture
def problem(committees):
    return problems.raise_problem(
        committees["center"].center,
        title="อินเทอร์เน็ตช้า",
        body="ตั้งแต่วันจันทร์",
        by=PersonFactory(),
        at=timezone.now(),
    )


def escalate(problem, note="ศูนย์แก้เองไม่ได้"):
    return problems.escalate(problem, note=note, by=PersonFactory(), at=timezone.now())


def test_the_centers_own_committee_holds_it_first(problem, committees):
    assert problem.holder == committees["center"]


def test_it_climbs_center_province_obec_ministry(problem, committees):
    holders = [escalate(problem).holder for _ in range(3)]
    assert holders == [committees["province"], committees["obec"], committees["ministry"]]


def test_there_is_no_level_above_the_ministry(problem):
    for _ in range(3):
        escalate(problem)
    with pytest.raises(Refusal):
        escalate(problem)


def test_it_does_not_climb_without_a_reason(problem):
    with pytest.raises(Refusal):
        escalate(problem, note=" ")


def test_it_is_assigned_only_to_someone_of_the_holding_committee(problem, committees):
    manager = person_with(Position.CENTER_MANAGER, center=committees["center"].center)
    with pytest.raises(Refusal):
        problems.assign(problem, to=PersonFactory(), note="", by=manager, at=timezone.now())
    assert problems.assign(problem, to=manager, note="", by=manager, at=timezone.now()).assignee == manager


def test_climbing_frees_the_assignee(problem, committees):
    manager = person_with(Position.CENTER_MANAGER, center=committees["center"].center)
    problems.assign(problem, to=manager, note="", by=manager, at=timezone.now())
    assert escalate(problem).assignee is None


def test_the_one_who_raised_it_reads_what_became_of_it(problem):
    escalate(problem)
    assert [step.move for step in problem.steps.order_by("pk")] == ["raise", "escalate"]
    assert Notice.objects.filter(person=problem.raised_by).count() == 1


def test_only_the_one_who_raised_it_closes_or_reopens_it(problem):
    solved = problems.resolve(problem, answer="เปลี่ยนสาย", by=PersonFactory(), at=timezone.now())
    with pytest.raises(Refusal):
        problems.settle(solved, "close", note="", by=PersonFactory(), at=timezone.now())
    closed = problems.settle(solved, "close", note="", by=problem.raised_by, at=timezone.now())
    assert closed.status == ProblemStatus.CLOSED


def test_a_reopened_problem_is_open_again(problem):
    solved = problems.resolve(problem, answer="เปลี่ยนสาย", by=PersonFactory(), at=timezone.now())
    assert (
        problems.settle(solved, "reopen", note="ยังช้า", by=problem.raised_by, at=timezone.now()).resolved_at
        is None
    )


def test_the_steps_are_never_rewritten(problem):
    with pytest.raises(DatabaseError), transaction.atomic():
        ProblemStep.objects.update(note="อื่น")
