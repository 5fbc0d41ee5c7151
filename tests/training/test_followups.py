"""Three and six months after a course: what became of it, with one piece of evidence from class (H2)."""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from hcec.accounts.models import Notice
from tests.factories.accounts import PersonFactory
from tests.factories.evaluation import a_follow_up
from tests.factories.training import finalised_round
from tests.support.desks import signed_in
from training.actions import clock, followups
from training.models import Completion, FollowUp
from training.refusals import Refusal

pytestmark = pytest.mark.django_db


def picture(content=b"\xff\xd8\xff0"):
    return SimpleUploadedFile("class.jpg", content, content_type="image/jpeg")


def on(completion, months, days=0):
    day = completion.completed_on + relativedelta(months=months) + timedelta(days=days)
    return timezone.make_aware(timezone.datetime.combine(day, timezone.datetime.min.time())) + timedelta(
        hours=9
    )


def test_who_completed_is_asked_after_three_and_again_after_six_months():
    finalised_round(people=1)
    completion = Completion.objects.get()
    asked = {months: followups.ask_in_time(at=on(completion, months)) for months in (2, 3, 4, 6)}
    assert asked == {2: 0, 3: 1, 4: 0, 6: 1}
    assert sorted(FollowUp.objects.values_list("months", flat=True)) == [3, 6]
    assert (
        Notice.objects.filter(key__startswith="follow-up-", person=completion.enrolment.person).count() == 2
    )


def test_time_asks_by_itself():
    finalised_round(people=2)
    at = on(Completion.objects.first(), 3)
    assert clock.move_with_time(at=at) == 2
    assert clock.move_with_time(at=at) == 0


def test_nobody_is_asked_of_a_course_long_over():
    finalised_round(people=1)
    assert followups.ask_in_time(at=on(Completion.objects.get(), 3, days=61)) == 0


@pytest.fixture
def follow_up(room):
    return a_follow_up(room=room)


def test_a_teacher_answers_and_finds_it_on_the_page_of_her_course(follow_up):
    place = follow_up.completion.enrolment
    desk, page = signed_in(place.person), reverse("follow-up", args=[follow_up.pk])
    desk.cost(page)
    answer = desk.post(page, {"use": "often", "words": "ใช้ทุกสัปดาห์", "evidence": picture()})
    assert answer.status_code == 302
    own = desk.read(reverse("enrolment", args=[place.pk]))
    assert reverse("follow-up-evidence", args=[follow_up.pk]) in own
    assert "ใช้ทุกสัปดาห์" in desk.read(page)
    sent = desk.get(reverse("follow-up-evidence", args=[follow_up.pk]))
    assert b"".join(sent.streaming_content) == b"\xff\xd8\xff0"


def test_the_center_reads_it(manager, follow_up):
    person = follow_up.completion.enrolment.person
    followups.answer(
        follow_up, use="often", words="ใช้ทุกสัปดาห์", evidence=picture(), by=person, at=timezone.now()
    )
    page = reverse("manage-follow-up", args=[follow_up.pk])
    assert page in manager.read(reverse("manage-follow-ups"))
    assert "ใช้ทุกสัปดาห์" in manager.read(page)
    manager.cost(reverse("manage-follow-ups"))
    sent = manager.get(reverse("manage-follow-up-evidence", args=[follow_up.pk]))
    assert b"".join(sent.streaming_content) == b"\xff\xd8\xff0"


@pytest.mark.parametrize(
    "body",
    [
        {"use": "often", "words": "ใช้"},
        {"use": "often", "words": "ใช้", "evidence": picture(b"MZ")},
        {"use": "sometimes", "words": " ", "evidence": picture()},
        {"words": "ใช้"},
    ],
)
def test_bad_input_is_explained_and_nothing_is_kept(follow_up, body):
    desk = signed_in(follow_up.completion.enrolment.person)
    answer = desk.post(reverse("follow-up", args=[follow_up.pk]), body)
    assert answer.status_code == 200 and body["words"].strip() in answer.content.decode()
    assert not FollowUp.objects.get().answered_at


def test_who_does_not_use_it_yet_needs_no_evidence(follow_up):
    person = follow_up.completion.enrolment.person
    followups.answer(follow_up, use="not_yet", words="ไม่มีเครื่อง", evidence=None, by=person, at=timezone.now())
    assert FollowUp.objects.get().answered_at


def test_answered_once(follow_up):
    person = follow_up.completion.enrolment.person
    for words in ("แรก", "สอง"):
        followups.answer(follow_up, use="not_yet", words=words, evidence=None, by=person, at=timezone.now())
    assert FollowUp.objects.get().words == "แรก"
    with pytest.raises(Error, match="answered_once"), transaction.atomic():
        FollowUp.objects.update(words="สาม")


def test_nobody_answers_for_another(follow_up):
    with pytest.raises(Refusal):
        followups.answer(
            follow_up, use="not_yet", words="x", evidence=None, by=PersonFactory(), at=timezone.now()
        )
    page = reverse("follow-up", args=[follow_up.pk])
    assert signed_in(PersonFactory()).get(page).status_code == 404


def test_the_database_wants_evidence_of_use(follow_up):
    with pytest.raises(IntegrityError, match="shown_by_evidence"), transaction.atomic():
        FollowUp.objects.update(use="often", words="x", answered_at=timezone.now())
