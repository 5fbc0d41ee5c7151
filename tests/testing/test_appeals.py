"""An appeal is marked again by another scorer and ends upheld, changed or withdrawn; its person is told each time."""

from datetime import timedelta

import pytest
from django.db import Error, transaction
from django.urls import reverse
from django.utils import timezone

from committees.queries import access_of
from hcec.accounts.models import Notice
from testing.actions import appeals, corrections
from testing.lifecycles import AppealStatus, BookingStatus
from testing.models import Appeal
from testing.queries import todo
from testing.refusals import Refusal
from tests.factories.accounts import PersonFactory
from tests.factories.marks import an_appeal, marks_of
from tests.factories.testing import BookingFactory, ResultFactory, finalised_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def result(room, teacher):
    session = finalised_session(room=room)
    booking = BookingFactory(session=session, status=BookingStatus.ATTENDED, person=teacher.person)
    return ResultFactory(booking=booking)


def remark(appeal, by=None, **changed):
    marks = marks_of(appeal.result, **changed)
    return appeals.remark(appeal, marks=marks, answer="ตรวจแล้ว", by=by or PersonFactory(), at=timezone.now())


def told(person):
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("subject", flat=True))


def test_the_same_marks_let_the_result_stand_and_the_person_is_told(result):
    appeal = remark(an_appeal(result))
    assert appeal.status == AppealStatus.UPHELD
    assert len(told(result.booking.person)) == 2


def test_other_marks_change_the_result_when_a_second_person_approves(result):
    appeal = remark(an_appeal(result), overall="B2")
    result.refresh_from_db()
    assert (appeal.status, result.overall.code) == (AppealStatus.REMARKED, "B1")
    corrections.approve(appeal.correction, by=PersonFactory(), at=timezone.now())
    appeal.refresh_from_db()
    result.refresh_from_db()
    assert (appeal.status, result.overall.code) == (AppealStatus.CHANGED, "B2")


def test_a_declined_change_lets_the_result_stand(result):
    appeal = remark(an_appeal(result), overall="B2")
    corrections.decline(appeal.correction, by=PersonFactory(), at=timezone.now(), note="เกณฑ์ไม่ถึง")
    appeal.refresh_from_db()
    assert (appeal.status, appeal.answer) == (AppealStatus.UPHELD, "เกณฑ์ไม่ถึง")


def test_the_first_scorer_does_not_mark_again(result):
    with pytest.raises(Refusal):
        remark(an_appeal(result), by=result.entered_by)


def test_the_scorer_of_an_earlier_version_does_not_mark_again_either(result):
    first = result.entered_by
    changed = remark(an_appeal(result), overall="B2")
    corrections.approve(changed.correction, by=PersonFactory(), at=timezone.now())
    result.refresh_from_db()
    again = appeals.make(result, words="ยังไม่ใช่", by=result.booking.person, at=timezone.now())
    for scorer in (first, changed.remarked_by):
        with pytest.raises(Refusal):
            remark(again, by=scorer)
    with pytest.raises(Error, match="another_scorer"), transaction.atomic():
        Appeal.objects.filter(pk=again.pk).update(
            status="upheld", remarked_by=first, remarked_at=timezone.now(), closed_at=timezone.now()
        )


def test_after_the_days_of_the_exam_no_appeal_is_taken(result):
    late = result.released_at + timedelta(days=result.booking.session.exam.appeal_days, minutes=1)
    with pytest.raises(Refusal):
        appeals.make(result, words="ช้าไป", by=result.booking.person, at=late)


def test_nobody_appeals_the_result_of_another_person_nor_twice(result):
    with pytest.raises(Refusal):
        appeals.make(result, words="ขอแทน", by=PersonFactory(), at=timezone.now())
    an_appeal(result)
    with pytest.raises(Refusal):
        an_appeal(result)


def test_a_withdrawn_appeal_can_be_made_again(result):
    appeals.withdraw(an_appeal(result), by=result.booking.person, at=timezone.now())
    assert an_appeal(result).status == AppealStatus.SUBMITTED


def test_the_person_appeals_on_the_page_of_her_booking_and_a_second_scorer_is_asked(teacher, clerk, result):
    page = teacher.get(reverse("booking", args=[result.booking.code])).content.decode()
    path = reverse("appeal-new", args=[result.booking.code])
    assert path in page
    assert teacher.get(path).status_code == 200
    teacher.post(path, {"words": "ส่วนการอ่าน"})
    appeal = Appeal.objects.get()
    page = teacher.get(reverse("booking", args=[result.booking.code])).content.decode()
    assert "ส่วนการอ่าน" in page and path not in page.replace(f"{path}/withdraw", "")
    lines = todo(access_of(clerk.person, timezone.localdate()), clerk.person, timezone.now())
    assert f"{reverse('manage-appeals')}?status=submitted" in [line.path for line in lines]
    page = clerk.get(reverse("manage-appeal", args=[appeal.pk])).content.decode()
    assert "ส่วนการอ่าน" in page and 'value="B1" selected' not in page
    clerk.post(reverse("manage-appeal", args=[appeal.pk]), marks_of(result) | {"answer": "ตรวจใหม่แล้วตรงกัน"})
    appeal.refresh_from_db()
    assert appeal.status == AppealStatus.UPHELD
    page = teacher.get(reverse("booking", args=[result.booking.code])).content.decode()
    assert "ตรวจใหม่แล้วตรงกัน" in page


def test_the_person_withdraws_on_her_page(teacher, result):
    an_appeal(result)
    teacher.post(reverse("appeal-withdraw", args=[result.booking.code]))
    assert Appeal.objects.get().status == AppealStatus.WITHDRAWN
