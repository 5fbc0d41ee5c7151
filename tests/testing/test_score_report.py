"""The score report says what the result is, what its level means and that it is no certificate."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from testing.lifecycles import BookingStatus, ResultStatus
from testing.models import PartScore
from tests.factories.testing import BookingFactory, ResultFactory, finalised_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking(room, teacher):
    return BookingFactory(
        session=finalised_session(room=room), status=BookingStatus.ATTENDED, person=teacher.person
    )


def path(booking):
    return reverse("score-report", args=[booking.code])


def test_the_report_says_parts_overall_scale_validity_and_what_it_is_not(teacher, booking):
    result = ResultFactory(booking=booking)
    PartScore.objects.create(result=result, part=booking.session.exam.parts.get(code="reading"), score=35)
    result.scale.bands.filter(code="B1").update(description_th="เข้าใจเรื่องที่คุ้นเคย")
    assert path(booking) in teacher.get(reverse("booking", args=[booking.code])).content.decode()
    response = teacher.get(path(booking))
    text = re.sub(r"\s", "", PdfReader(BytesIO(response.content)).pages[0].extract_text())
    for words in (booking.code_shown, "B1", "35", "เข้าใจเรื่องที่คุ้นเคย", "ไม่ใช่ใบรับรอง", "ใช้ได้ถึง"):
        assert words.replace(" ", "") in text, words


def test_a_result_that_is_not_out_has_no_report(teacher, booking):
    ResultFactory(booking=booking, status=ResultStatus.ENTERED)
    assert teacher.get(path(booking)).status_code == 404


def test_the_report_is_the_persons_own(clerk, booking):
    ResultFactory(booking=booking)
    assert clerk.get(path(booking)).status_code == 404
