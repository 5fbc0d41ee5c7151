"""The center assesses and signs, the province confirms, OBEC samples; the result decides what may open (7.1 to 7.4)."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from centers.actions import standards
from centers.lifecycles import AssessmentStatus
from centers.models import Assessment, Standard, StandardItem
from centers.queries import standards as reads
from centers.refusals import Refusal
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory

pytestmark = pytest.mark.django_db
TEST, ROUND = StandardItem.Activity.TEST, StandardItem.Activity.ROUND


@pytest.fixture
def standard():
    standard = Standard.objects.create(version=1, in_use_from="2020-01-01")
    for position, needed in enumerate(([TEST], []), start=1):
        StandardItem.objects.create(
            standard=standard, position=position, clause="7.1", text_th=f"ข้อ {position}", needed_for=needed
        )
    return standard


@pytest.fixture
def manager():
    return PersonFactory()


def begun(manager, center=None):
    return standards.begin(center or CenterFactory(), by=manager, at=timezone.now())


def answered(assessment, manager, met=(True, True), note="มีภาพถ่าย"):
    items = assessment.standard.items.order_by("position")
    answers = {item.pk: {"met": is_met, "note": note} for item, is_met in zip(items, met, strict=True)}
    return standards.answer(assessment, answers, version=assessment.version, by=manager, at=timezone.now())


def confirmed(manager, met=(True, True), center=None):
    assessment = answered(begun(manager, center), manager, met)
    standards.sign(assessment, by=manager, at=timezone.now())
    return standards.confirm(assessment, by=PersonFactory(), at=timezone.now())


def test_a_second_beginning_finds_the_assessment_under_way(standard, manager):
    first = begun(manager)
    assert begun(manager, first.center) == first


def test_it_is_not_signed_with_an_open_line(standard, manager):
    with pytest.raises(Refusal):
        standards.sign(begun(manager), by=manager, at=timezone.now())


def test_a_met_line_needs_evidence(standard, manager):
    with pytest.raises(Refusal):
        standards.sign(answered(begun(manager), manager, note=""), by=manager, at=timezone.now())


def test_a_signed_list_no_longer_changes(standard, manager):
    assessment = standards.sign(answered(begun(manager), manager), by=manager, at=timezone.now())
    with pytest.raises(Refusal):
        answered(assessment, manager)


def test_a_stale_save_is_refused(standard, manager):
    assessment = begun(manager)
    answered(assessment, manager)
    with pytest.raises(standards.StaleAssessment):
        answered(assessment, manager)


def test_nobody_confirms_what_she_signed(standard, manager):
    assessment = standards.sign(answered(begun(manager), manager), by=manager, at=timezone.now())
    with pytest.raises(Refusal):
        standards.confirm(assessment, by=manager, at=timezone.now())


def test_the_database_too_refuses_the_signer_as_confirmer(standard, manager):
    assessment = standards.sign(answered(begun(manager), manager), by=manager, at=timezone.now())
    with pytest.raises(DatabaseError), transaction.atomic():
        Assessment.objects.filter(pk=assessment.pk).update(
            status=AssessmentStatus.CONFIRMED, confirmed_by=manager, confirmed_at=timezone.now()
        )


def test_a_returned_list_says_why_and_can_be_filled_in_again(standard, manager):
    assessment = standards.sign(answered(begun(manager), manager), by=manager, at=timezone.now())
    back = standards.send_back(assessment, because="ภาพไม่ชัด", by=PersonFactory(), at=timezone.now())
    assert (back.status, back.returned_because) == (AssessmentStatus.DRAFT, "ภาพไม่ชัด")


def test_a_confirmed_center_may_open_what_its_lines_allow(standard, manager):
    assert reads.may_open(confirmed(manager).center, TEST)


def test_an_unmet_line_closes_what_needs_it_and_names_itself(standard, manager):
    center = confirmed(manager, met=(False, True)).center
    assert not reads.may_open(center, TEST) and reads.may_open(center, ROUND)
    assert [item.clause for item in reads.missing_for(center, TEST)] == ["7.1"]


def test_a_center_without_a_confirmed_assessment_opens_training_only():
    center = CenterFactory()
    assert reads.may_open(center, ROUND) and not reads.may_open(center, TEST)


def test_a_sample_that_overturns_takes_the_right_away(standard, manager):
    assessment = confirmed(manager)
    standards.sample(assessment, upheld=False, note="เครื่องไม่ครบ", by=PersonFactory(), at=timezone.now())
    assert not reads.may_open(assessment.center, TEST)


def test_the_next_assessment_begins_with_the_last_answers(standard, manager):
    center = confirmed(manager).center
    assert all(row.met for row in begun(manager, center).answers.all())
