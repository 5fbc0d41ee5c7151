"""Fees by audience and levels that count as others: data with dates and sources (guideline 5.2.3, 7.4)."""

from datetime import timedelta

import pytest
from django.contrib.admin.sites import site
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from testing.models import Band, Equivalence, ExamFee
from testing.queries import standing, terms
from tests.factories.accounts import PersonFactory
from tests.factories.testing import BandFactory, ExamFactory, ResultFactory, ScaleFactory, SessionFactory

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate
LONG_AGO = {"source": "ประกาศ สพฐ."}


def fee(exam, amount, kind="", days=-3650, **more):
    begun = TODAY() + timedelta(days=days)
    return ExamFee.objects.create(exam=exam, kind=kind, amount=amount, valid_from=begun, **LONG_AGO | more)


def equal(level, other, **more):
    begun = {"valid_from": TODAY() - timedelta(days=3650)}
    return Equivalence.objects.create(level=level, counts_as=other, **begun | LONG_AGO | more)


@pytest.fixture
def hsk():
    return BandFactory(
        scale=ScaleFactory(code="hsk", bands=["4"], name_th="HSK"), name_th="HSK 4", code="hsk4"
    )


def test_each_kind_pays_her_own_fee_and_everyone_else_the_other():
    exam = ExamFactory()
    fee(exam, 0, "teacher")
    fee(exam, 500)
    assert terms.fee_for(PersonFactory(kind="teacher"), exam, TODAY()).amount == 0
    assert terms.fee_for(PersonFactory(kind="public"), exam, TODAY()).amount == 500
    assert terms.fee_for(PersonFactory(), ExamFactory(), TODAY()) is None


def test_a_fee_holds_from_its_day_until_its_last():
    exam = ExamFactory()
    fee(exam, 300)
    fee(exam, 400, days=10)
    fee(exam, 999, "public", valid_until=TODAY() - timedelta(days=1))
    assert [f.amount for f in terms.fees(exam, TODAY())] == [300]
    assert [f.amount for f in terms.fees(exam, TODAY() + timedelta(days=10))] == [400]


def test_the_page_of_a_session_says_what_it_costs(client):
    session = SessionFactory()
    fee(session.exam, 0, "teacher")
    fee(session.exam, 450)
    assert "450" in client.get(reverse("session", args=[session.pk])).content.decode()


def test_a_result_says_until_when_it_is_valid_and_what_it_counts_as(teacher, hsk):
    result = ResultFactory(booking__person=teacher.person)
    b1 = Band.objects.get(scale=result.scale, code="B1")
    equal(b1, hsk)
    page = teacher.get(reverse("booking", args=[result.booking.code])).content.decode()
    assert "HSK 4" in page and "ประกาศ สพฐ." in page and "ใช้ได้ถึง" in page


def test_an_equivalence_counts_on_the_day_of_the_test(hsk):
    result = ResultFactory()
    equal(result.overall, hsk, valid_until=result.tested_on - timedelta(days=1))
    assert standing.of_result(result, result.tested_on).counts_as == []
    equal(result.overall, hsk, valid_from=result.tested_on)
    found = standing.of_result(result, result.tested_on).counts_as
    assert [one.counts_as for one in found] == [hsk]


def test_a_level_does_not_count_as_itself_and_nothing_ends_before_it_begins(hsk):
    for wrong in ({"other": hsk}, {"valid_until": TODAY() - timedelta(days=4000)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            equal(hsk, wrong.pop("other", BandFactory()), **wrong)


def test_a_fee_in_force_is_never_rewritten(rf):
    office, asked = site.get_model_admin(ExamFee), rf.get("/")
    assert set(office.get_readonly_fields(asked, fee(ExamFactory(), 1))) == {
        "exam",
        "kind",
        "amount",
        "valid_from",
        "source",
    }
    assert office.get_readonly_fields(asked) == ()
