"""Papers of the day: what each shows, and what none of them shows."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from hcec.core import pdf
from testing import papers
from testing.lifecycles import SessionStatus
from tests.factories.accounts import PersonFactory
from tests.factories.centers import RoomFactory
from tests.factories.testing import BookingFactory, SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(not pdf.available(), reason="needs Pango")]


@pytest.fixture
def session(center):
    session = SessionFactory(room=RoomFactory(center=center, seats=12), status=SessionStatus.CLOSED)
    for name in ("มาลัย", "กานดา", "ขจร"):
        BookingFactory(session=session, person=PersonFactory(first_name_th=name, last_name_th="ใจดี"))
    return session


def text(session, name):
    reader = PdfReader(io.BytesIO(papers.printed(session, name)))
    return " ".join(page.extract_text() for page in reader.pages)


@pytest.mark.parametrize("name", papers.PAPERS)
def test_every_paper_names_everybody_and_opens_from_one_page(clerk, session, name):
    assert reverse("manage-paper", args=[session.pk, name]) in clerk.read(
        reverse("manage-papers", args=[session.pk])
    )
    answer = clerk.get(reverse("manage-paper", args=[session.pk, name]))
    assert answer["Content-Type"] == "application/pdf"
    said = text(session, name)
    assert all(given in said for given in ("มาลัย", "กานดา", "ขจร"))


def test_the_list_of_the_eligible_is_by_name_and_hides_the_identity_number(session):
    said = text(session, "eligible")
    assert said.index("กานดา") < said.index("ขจร") < said.index("มาลัย")
    for booking in session.bookings.all():
        assert booking.code_shown in said


def test_a_desk_card_shows_seat_and_code(session):
    said = text(session, "desk-cards")
    for booking in session.bookings.all():
        assert booking.code_shown in said


def test_there_is_no_other_paper(clerk, session):
    assert clerk.get(reverse("manage-paper", args=[session.pk, "secrets"])).status_code == 404
