"""Rows of an uploaded table that match nobody are parked with their file until a person settles them with a reason."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from committees.queries import access_of
from hcec.core import refusals
from testing.actions import parked
from testing.lifecycles import BookingStatus, ParkedStatus
from testing.models import ParkedRow, Result
from testing.queries import todo
from testing.refusals import Refusal
from tests.factories.accounts import PersonFactory
from tests.factories.testing import BookingFactory, finalised_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(room):
    return finalised_session(room=room)


@pytest.fixture
def people(session):
    return [BookingFactory(session=session, status=BookingStatus.ATTENDED) for _ in range(2)]


def upload(desk, session, *rows):
    file = SimpleUploadedFile("ผล.csv", "\r\n".join(["code,overall", *rows]).encode("utf-8-sig"))
    return desk.post(reverse("manage-result-upload", args=[session.pk]), {"file": file})


@pytest.fixture
def row(clerk, session, people):
    """The second person's row, with a slip in its booking code."""
    shown = upload(clerk, session, f"{people[0].code},B1", "KKKKKKKK7,B2")
    page = clerk.get(shown.url).content.decode()
    assert "KKKKKKKK7" in page
    clerk.post(shown.url)
    return ParkedRow.objects.get()


def test_the_rows_that_match_are_entered_and_the_others_parked_with_their_file(row, people):
    assert Result.objects.get().booking == people[0]
    assert (row.sheet.name, row.number, row.texts["overall"], row.status) == (
        "ผล.csv",
        3,
        "B2",
        ParkedStatus.PARKED,
    )


def test_a_table_that_matches_nobody_is_explained_and_not_kept(clerk, session, people):
    assert upload(clerk, session, "KKKKKKKK7,B2").status_code == 422
    assert not ParkedRow.objects.exists()


def test_a_parked_row_waits_on_the_work_list_and_is_matched_on_its_page(clerk, row, people):
    lines = todo(access_of(clerk.person, timezone.localdate()), clerk.person, timezone.now())
    assert f"{reverse('manage-parked')}?status=parked" in [line.path for line in lines]
    path = reverse("manage-parked-row", args=[row.pk])
    assert clerk.get(path).status_code == 200
    clerk.post(path, {"what": "match", "booking": people[1].pk, "reason": "พิมพ์รหัสผิด ชื่อและที่นั่งตรงกัน"})
    row.refresh_from_db()
    assert (row.status, row.booking, row.settled_by) == (ParkedStatus.MATCHED, people[1], clerk.person)
    assert people[1].result.overall.code == "B2"


def test_a_parked_row_is_discarded_with_a_reason(clerk, row):
    path = reverse("manage-parked-row", args=[row.pk])
    clerk.post(path, {"what": "discard", "reason": " "})
    row.refresh_from_db()
    assert row.status == ParkedStatus.PARKED
    clerk.post(path, {"what": "discard", "reason": "แถวตัวอย่าง"})
    row.refresh_from_db()
    assert row.status == ParkedStatus.DISCARDED
    assert "แถวตัวอย่าง" in clerk.get(path).content.decode()


def test_a_row_is_settled_once_and_never_for_another_session(row, people):
    with pytest.raises(Refusal):
        parked.match(row, BookingFactory(), reason="x", by=PersonFactory(), at=timezone.now())
    parked.discard(row, reason="x", by=PersonFactory(), at=timezone.now())
    with pytest.raises(refusals.Refusal):
        parked.match(row, people[1], reason="x", by=PersonFactory(), at=timezone.now())


def test_nobody_matches_a_row_to_themself(row, people):
    with pytest.raises(Refusal):
        parked.match(row, people[1], reason="x", by=people[1].person, at=timezone.now())


def test_the_database_knows_who_settled_a_row_and_why(row):
    with pytest.raises(IntegrityError, match="settled_by_someone"), transaction.atomic():
        ParkedRow.objects.filter(pk=row.pk).update(status="discarded")
