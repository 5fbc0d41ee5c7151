"""A person's own bookings: pass, slip, place in line, cancelling, result."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hcec.core import pdf
from testing import papers
from testing.lifecycles import BookingStatus, ResultStatus
from testing.models import Booking
from tests.core.reading import READERS
from tests.factories.testing import BookingFactory, ResultFactory, SessionFactory, finalised_session

pytestmark = pytest.mark.django_db
needs_pango = pytest.mark.skipif(not pdf.available(), reason="Pango is missing")


def page(desk, booking):
    return desk.get(reverse("booking", args=[booking.code]))


def test_the_pass_shows_seat_and_code(teacher):
    booking = BookingFactory(person=teacher.person)
    text = page(teacher, booking).content.decode()
    assert booking.code_shown in text and "<svg" in text


def test_anothers_booking_does_not_exist_for_me(teacher):
    booking = BookingFactory()
    assert page(teacher, booking).status_code == 404
    assert teacher.post(reverse("cancel-booking", args=[booking.code])).status_code == 404
    assert teacher.get(reverse("booking-slip", args=[booking.code])).status_code == 404


def test_a_code_typed_with_dashes_and_small_letters_is_understood(teacher):
    booking = BookingFactory(person=teacher.person)
    assert teacher.get(reverse("booking", args=[booking.code_shown.lower()])).status_code == 200


def test_who_waits_sees_her_place_in_line(teacher):
    session = SessionFactory(seats=1)
    BookingFactory(session=session)
    BookingFactory(session=session, status=BookingStatus.WAITING)
    mine = BookingFactory(session=session, status=BookingStatus.WAITING, person=teacher.person)
    assert page(teacher, mine).context["place"] == 2


def test_cancelling_gives_the_seat_to_the_next(teacher):
    session = SessionFactory(seats=1)
    mine = BookingFactory(session=session, person=teacher.person)
    waiting = BookingFactory(session=session, status=BookingStatus.WAITING)
    teacher.post(reverse("cancel-booking", args=[mine.code]))
    waiting.refresh_from_db()
    assert waiting.status == BookingStatus.CONFIRMED


def test_after_the_deadline_cancelling_says_why_not(teacher):
    session = SessionFactory(cancel_until=timezone.now() - timedelta(minutes=1))
    mine = BookingFactory(session=session, person=teacher.person)
    response = teacher.post(reverse("cancel-booking", args=[mine.code]), follow=True)
    mine.refresh_from_db()
    assert mine.status == BookingStatus.CONFIRMED
    assert "tone-bad" in response.content.decode()


def test_a_result_is_seen_only_after_release(teacher):
    booking = BookingFactory(
        session=finalised_session(), person=teacher.person, status=BookingStatus.ATTENDED
    )
    result = ResultFactory(booking=booking, status=ResultStatus.ENTERED)
    assert page(teacher, booking).context["result"] is None
    result.status, result.released_at, result.released_by = (
        "released",
        timezone.now(),
        booking.session.created_by,
    )
    result.save()
    assert page(teacher, booking).context["result"].overall.code == "B1"


def test_my_tests_are_parted_into_coming_and_past(teacher):
    ahead = BookingFactory(person=teacher.person)
    over = BookingFactory(person=teacher.person, session=finalised_session(), status=BookingStatus.ABSENT)
    gone = BookingFactory(person=teacher.person, status=BookingStatus.CANCELLED)
    context = teacher.get(reverse("my-bookings")).context
    assert context["upcoming"] == [ahead]
    assert {b.pk for b in context["past"]} == {over.pk, gone.pk}


@needs_pango
def test_the_slip_reads_back_name_seat_and_code(teacher):
    booking = BookingFactory(person=teacher.person)
    response = teacher.get(reverse("booking-slip", args=[booking.code]))
    text = (
        READERS["pdfium"](response.content)
        if "pdfium" in READERS
        else next(iter(READERS.values()))(response.content)
    )
    assert response["Content-Type"] == "application/pdf"
    assert booking.code_shown in text and teacher.person.name_th in text


@needs_pango
def test_the_codes_of_the_slip_and_the_page_lead_to_the_desk(teacher):
    import pypdfium2
    import zxingcpp

    booking = Booking.objects.select_related(
        "person", "session__exam", "session__center__province", "session__reservation__room"
    ).get(pk=BookingFactory(person=teacher.person).pk)
    image = pypdfium2.PdfDocument(papers.slip(booking))[0].render(scale=3).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [papers.desk_address(booking)]


def test_a_booking_without_a_seat_has_no_slip(teacher):
    booking = BookingFactory(person=teacher.person, status=BookingStatus.WAITING)
    assert teacher.get(reverse("booking-slip", args=[booking.code])).status_code == 404
