"""A released result is corrected by two people and never rewritten: what it said before stays on record."""

import pytest
from django.db import Error, transaction
from django.urls import reverse
from django.utils import timezone

from hcec.accounts.models import Notice
from hcec.core import outbox
from testing.actions import corrections
from testing.lifecycles import BookingStatus, CorrectionStatus
from testing.models import Band, Correction, PartScore, Result
from testing.queries import todo
from testing.refusals import Refusal
from tests.factories.accounts import PersonFactory
from tests.factories.marks import a_correction, marks_of
from tests.factories.testing import BookingFactory, ResultFactory, finalised_session
from tests.factories.verification import director_of, issue_results
from verification.actions import revocations
from verification.models import Kind, Reason
from verification.queries import todo as issuer_todo
from verification.sources import ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def result(room):
    booking = BookingFactory(session=finalised_session(room=room), status=BookingStatus.ATTENDED)
    found = ResultFactory(booking=booking)
    PartScore.objects.create(result=found, part=booking.session.exam.parts.get(code="reading"), score=35)
    return found


def correct(result, by=None, overall="C1"):
    return corrections.approve(
        a_correction(result, overall=overall), by=by or PersonFactory(), at=timezone.now()
    )


def test_an_approved_correction_keeps_the_old_values_as_a_version(result):
    correction = correct(result)
    result.refresh_from_db()
    old = result.versions.get()
    assert (result.overall.code, result.version, old.number, old.overall.code) == ("C1", 2, 1, "B1")
    assert [part["shown"] for part in old.parts] == ["35"]
    assert (result.entered_by, result.released_by) == (correction.proposed_by, correction.decided_by)


def test_the_person_is_told_the_same_minute_and_verification_by_the_outbox(result):
    correct(result)
    assert Notice.objects.filter(person=result.booking.person, subject__contains="แก้ไข").exists()
    assert "result.corrected" in outbox.HANDLERS


def test_a_proposal_alone_changes_nothing(result):
    a_correction(result)
    result.refresh_from_db()
    assert (result.overall.code, result.version) == ("B1", 1)


@pytest.mark.parametrize("words", [{"reason": " "}, {"evidence": ""}])
def test_a_correction_without_words_is_refused(result, words):
    said = {"reason": "x", "evidence": "y"} | words
    with pytest.raises(Refusal):
        corrections.propose(
            result, marks=marks_of(result, overall="C1"), **said, by=PersonFactory(), at=timezone.now()
        )


def test_what_the_result_says_already_is_no_correction(result):
    with pytest.raises(Refusal):
        a_correction(result, overall="B1")


def test_one_correction_waits_at_a_time(result):
    a_correction(result)
    with pytest.raises(Refusal):
        a_correction(result, overall="A1")


def test_a_declined_correction_leaves_the_result_and_tells_who_proposed_it(result):
    correction = a_correction(result)
    corrections.decline(correction, by=PersonFactory(), at=timezone.now(), note="หลักฐานไม่ตรง")
    result.refresh_from_db()
    assert result.overall.code == "B1" and result.versions.count() == 0
    assert Notice.objects.filter(person=correction.proposed_by).exists()


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda r: Result.objects.filter(pk=r.pk).update(overall=Band.objects.get(scale=r.scale, code="C2")),
        lambda r: Result.objects.filter(pk=r.pk).update(version=2),
        lambda r: PartScore.objects.filter(result=r).update(score=99),
        lambda r: PartScore.objects.filter(result=r).delete(),
    ],
)
def test_the_database_refuses_to_rewrite_what_was_released(result, rewrite):
    with pytest.raises(Error, match="never_rewritten"), transaction.atomic():
        rewrite(result)


def test_after_a_correction_it_cannot_be_rewritten_either(result):
    correct(result)
    with pytest.raises(Error, match="never_rewritten"), transaction.atomic():
        Result.objects.filter(pk=result.pk).update(total_score=1)


def test_the_certificate_of_the_earlier_result_is_for_the_issuer_to_revoke_and_issue_again(result, director):
    certificate = issue_results(result, by=director.person)[0]
    correct(result)
    outbox.run_all_due()
    assert Notice.objects.filter(person=director.person, subject__contains=certificate.number).exists()
    officer = director_of(result.booking.session.center)
    lines = issuer_todo(access_of(officer), officer, timezone.now())
    assert [line.path for line in lines] == [f"{reverse('issued-certificates')}?revoked=outdated"]
    assert not ready(Kind.TEST_RESULT).exists()
    revocations.revoke(
        certificate, by=officer, at=timezone.now(), reason=Reason.WRONG_FACTS, explanation="แก้ผล"
    )
    result.refresh_from_db()
    again = issue_results(result, by=director.person)[0]
    assert (again.result_version, again.number != certificate.number) == (2, True)


def access_of(person):
    from committees.queries import access_of as of

    return of(person, timezone.localdate())


def test_the_pages_propose_and_decide(clerk, director, result):
    path = reverse("manage-correction-new", args=[result.pk])
    said = marks_of(result, overall="C1") | {"reason": "คีย์ผิด", "evidence": "กระดาษคำตอบ"}
    assert clerk.post(path, said).status_code == 302
    correction = Correction.objects.get()
    assert [(i.path, i.count) for i in todo(access_of(director.person), director.person, timezone.now())] == [
        (f"{reverse('manage-corrections')}?status=proposed", 1)
    ]
    page = director.get(reverse("manage-correction", args=[correction.pk])).content.decode()
    assert "คีย์ผิด" in page and "C1" in page
    director.post(reverse("manage-correction", args=[correction.pk]), {"decision": "approve"})
    correction.refresh_from_db()
    assert correction.status == CorrectionStatus.APPROVED
    assert "B1" in clerk.get(reverse("manage-result", args=[result.pk])).content.decode()
    assert "C1" in director.get(reverse("manage-correction", args=[correction.pk])).content.decode()


def test_an_unreadable_mark_is_said_and_nothing_is_proposed(clerk, result):
    path = reverse("manage-correction-new", args=[result.pk])
    said = marks_of(result, reading="zz") | {"reason": "คีย์ผิด", "evidence": "กระดาษคำตอบ"}
    assert "zz" in clerk.post(path, said).content.decode()
    assert not Correction.objects.exists()
