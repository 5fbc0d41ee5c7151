"""The center manager plans, opens, changes, calls off and confirms."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hcec.accounts.models import Notice
from hcec.core import outbox, pdf
from testing.lifecycles import BookingStatus, SessionStatus
from testing.models import Booking, Session
from tests.factories.accounts import PersonFactory
from tests.factories.centers import RoomFactory
from tests.factories.testing import BookingFactory, ExamFactory, SessionFactory

pytestmark = pytest.mark.django_db


def text_of(moment):
    local = timezone.localtime(moment)
    return f"{local.day}/{local.month}/{local.year + 543} {local:%H.%M}"


def plan(room, **changes):
    begin = timezone.now().replace(hour=2, minute=0, second=0, microsecond=0) + timedelta(days=20)
    fields = {
        "exam": ExamFactory().pk,
        "room": room.pk,
        "starts_at": text_of(begin),
        "ends_at": "",
        "seats": "",
        "opens_at": text_of(begin - timedelta(days=15)),
        "closes_at": text_of(begin - timedelta(days=2)),
        "cancel_until": "",
    }
    return fields | changes


def new(desk, fields):
    return desk.post(reverse("manage-session-new"), fields)


def moved(desk, session, move):
    desk.post(reverse("manage-session-move", args=[session.pk, move]))
    session.refresh_from_db()
    return session.status


def test_a_planned_session_is_a_draft_with_its_seats_and_its_room(manager, room):
    response = new(manager, plan(room))
    session = Session.objects.get()
    assert response.url == reverse("manage-session", args=[session.pk])
    assert (session.status, session.seats, session.seat_rows.count()) == (SessionStatus.DRAFT, 40, 40)
    assert session.ends_at - session.starts_at == timedelta(minutes=session.exam.duration_minutes)
    assert session.reservation.room == room


def test_the_end_may_be_typed_as_a_time(manager, room):
    new(manager, plan(room, ends_at="12.30"))
    assert timezone.localtime(Session.objects.get().ends_at).strftime("%H:%M") == "12:30"


def test_a_taken_room_is_refused_with_its_purpose_and_nothing_is_lost(manager, room):
    new(manager, plan(room))
    response = new(manager, plan(room, conditions="นำบัตรประชาชนมาด้วย"))
    page = response.content.decode()
    assert Session.objects.count() == 1
    assert "นำบัตรประชาชนมาด้วย" in page and "tone-bad" in page and room.name in page


def test_more_seats_than_the_room_has_are_refused_with_both_numbers(manager, room):
    page = new(manager, plan(room, seats="41")).content.decode()
    assert Session.objects.count() == 0
    assert "41" in page and "40" in page


def test_booking_that_closes_after_the_test_is_refused(manager, room):
    fields = plan(room)
    new(manager, fields | {"closes_at": fields["starts_at"].replace(".00", ".30")})
    assert Session.objects.count() == 0


def test_a_room_of_another_center_cannot_be_chosen(manager):
    new(manager, plan(RoomFactory()))
    assert Session.objects.count() == 0


def test_a_date_that_is_no_date_comes_back_as_it_was_typed(manager, room):
    fields = plan(room)
    del fields["starts_at"]
    fields |= {
        "starts_at_day": "31",
        "starts_at_month": "2",
        "starts_at_year": "2570",
        "starts_at_time": "9.00",
    }
    page = new(manager, fields).content.decode()
    assert 'value="31"' in page and 'value="2570"' in page


def test_opened_closed_and_opened_again(manager, room):
    session = SessionFactory(room=room, status=SessionStatus.DRAFT)
    assert moved(manager, session, "open") == SessionStatus.OPEN
    assert moved(manager, session, "close") == SessionStatus.CLOSED
    assert moved(manager, session, "reopen") == SessionStatus.OPEN


def test_a_move_that_is_not_legal_is_refused_in_words(manager, room):
    session = SessionFactory(room=room)
    response = manager.post(reverse("manage-session-move", args=[session.pk, "finalise"]), follow=True)
    assert "tone-bad" in response.content.decode()


def test_more_seats_go_to_those_who_wait(manager, room):
    session = SessionFactory(room=room, seats=1)
    BookingFactory(session=session)
    waiting = BookingFactory(session=session, status=BookingStatus.WAITING)
    manager.post(reverse("manage-session-edit", args=[session.pk]), edit_of(session, seats="2"))
    waiting.refresh_from_db()
    assert (waiting.status, waiting.seat_no) == (BookingStatus.CONFIRMED, 2)


def edit_of(session, **changes):
    local = timezone.localtime(session.ends_at)
    fields = {
        "version": session.version,
        "exam": session.exam_id,
        "room": session.reservation.room_id,
        "starts_at": text_of(session.starts_at),
        "ends_at": f"{local:%H.%M}",
        "seats": session.seats,
        "opens_at": text_of(session.opens_at),
        "closes_at": text_of(session.closes_at),
        "cancel_until": text_of(session.cancel_until),
    }
    return fields | changes


def test_a_taken_seat_cannot_be_cut_off(manager, room):
    session = SessionFactory(room=room)
    BookingFactory(session=session, seat_no=17)
    page = manager.post(
        reverse("manage-session-edit", args=[session.pk]), edit_of(session, seats="16")
    ).content.decode()
    session.refresh_from_db()
    assert session.seats == 40 and "17" in page


def test_moving_the_time_moves_the_bookings_and_tells_the_people(manager, room):
    session = SessionFactory(room=room)
    booking = BookingFactory(session=session)
    begin = timezone.localtime(session.starts_at + timedelta(days=1)).replace(hour=9)
    manager.post(
        reverse("manage-session-edit", args=[session.pk]),
        edit_of(session, starts_at=text_of(begin), ends_at="23.00"),
    )
    booking.refresh_from_db()
    assert booking.starts_at == begin
    outbox.run_all_due()
    assert Notice.objects.filter(person=booking.person).count() == 1


def test_a_time_at_which_somebody_sits_elsewhere_is_refused(manager, room):
    session = SessionFactory(room=room)
    person = BookingFactory(session=session).person
    other = BookingFactory(
        person=person, session=SessionFactory(starts_at=session.starts_at + timedelta(hours=4))
    )
    page = manager.post(
        reverse("manage-session-edit", args=[session.pk]),
        edit_of(session, starts_at=text_of(other.starts_at), ends_at="23.00"),
    ).content.decode()
    session.refresh_from_db()
    assert session.starts_at != other.starts_at and "tone-bad" in page
    assert session.reservation.starts_at == session.starts_at


def test_a_form_older_than_the_last_change_is_shown_with_the_others_values(manager, room):
    session = SessionFactory(room=room)
    Session.objects.filter(pk=session.pk).update(version=3, conditions="แก้โดยเพื่อนร่วมงาน")
    response = manager.post(
        reverse("manage-session-edit", args=[session.pk]), edit_of(session, conditions="ของฉัน")
    )
    page = response.content.decode()
    assert response.status_code == 409
    assert "แก้โดยเพื่อนร่วมงาน" in page and "ของฉัน" in page
    session.refresh_from_db()
    assert session.conditions == "แก้โดยเพื่อนร่วมงาน"


def test_calling_off_frees_the_room_and_tells_everyone_why(manager, room):
    session = SessionFactory(room=room, seats=1)
    people = [
        BookingFactory(session=session).person,
        BookingFactory(session=session, status=BookingStatus.WAITING).person,
    ]
    manager.post(reverse("manage-session-call-off", args=[session.pk]), {"reason": "ไฟฟ้าดับทั้งอาคาร"})
    session.refresh_from_db()
    assert (session.status, session.reservation.released) == (SessionStatus.CALLED_OFF, True)
    assert set(Booking.objects.values_list("status", flat=True)) == {BookingStatus.CANCELLED}
    outbox.run_all_due()
    assert all("ไฟฟ้าดับทั้งอาคาร" in Notice.objects.get(person=person).body for person in people)


def test_calling_off_needs_a_reason(manager, room):
    session = SessionFactory(room=room)
    manager.post(reverse("manage-session-call-off", args=[session.pk]), {"reason": "  "})
    session.refresh_from_db()
    assert session.status == SessionStatus.OPEN


def test_the_manager_cancels_for_a_person_with_a_reason(manager, room):
    booking = BookingFactory(session=SessionFactory(room=room))
    path = reverse("manage-booking-cancel", args=[booking.session_id, booking.pk])
    manager.post(path, {"reason": "โทรแจ้งว่าป่วย"})
    booking.refresh_from_db()
    assert (booking.status, booking.cancel_reason) == (BookingStatus.CANCELLED, "โทรแจ้งว่าป่วย")


@pytest.mark.parametrize(
    "page", ["manage-session", "manage-session-edit", "manage-session-call-off", "manage-session-sign-in"]
)
def test_a_session_of_another_center_does_not_exist_here(manager, page):
    assert manager.get(reverse(page, args=[SessionFactory().pk])).status_code == 404


@pytest.mark.skipif(not pdf.available(), reason="Pango is missing")
def test_the_sign_in_list_is_a_pdf(manager, room):
    session = SessionFactory(room=room)
    for _ in range(3):
        BookingFactory(session=session, person=PersonFactory())
    response = manager.get(reverse("manage-session-sign-in", args=[session.pk]))
    assert response.content.startswith(b"%PDF")
