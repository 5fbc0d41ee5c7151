"""Anyone finds a test; a signed-in person books it with one press."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from centers.models import Workplace
from testing.lifecycles import SessionStatus
from testing.models import Booking
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory, ProvinceFactory, RoomFactory, SkillAreaFactory
from tests.factories.testing import BookingFactory, ExamFactory, SessionFactory

pytestmark = pytest.mark.django_db


def found(response):
    return [row.pk for row in response.context["listing"].page]


def book(desk, session, key=None):
    return desk.post(reverse("book-session", args=[session.pk]), {"idempotency_key": key or uuid4().hex})


def test_anyone_sees_open_sessions_and_no_drafts(client):
    session = SessionFactory()
    SessionFactory(status=SessionStatus.DRAFT)
    SessionFactory(closes_at=timezone.now() - timedelta(minutes=1))
    assert found(client.get(reverse("sessions"))) == [session.pk]


def test_the_search_narrows_by_skill_province_day_and_free_seats(client):
    chinese = ExamFactory(skill=SkillAreaFactory(code="chinese", name_th="ภาษาจีน"))
    wanted = SessionFactory(exam=chinese)
    full = SessionFactory(
        exam=chinese, seats=1, room=RoomFactory(center=wanted.center), starts_at=wanted.starts_at
    )
    BookingFactory(session=full)
    SessionFactory()
    query = {"skill": "chinese", "province": wanted.center.province.code, "free": "on"}
    assert found(client.get(reverse("sessions"), query)) == [wanted.pk]
    assert found(client.get(reverse("sessions"), query | {"day": "1/1/2599"})) == []


def test_a_day_that_is_no_day_narrows_nothing_and_is_said(client):
    SessionFactory()
    response = client.get(reverse("sessions"), {"day_day": "31", "day_month": "2", "day_year": "2569"})
    assert len(found(response)) == 1
    assert response.context["form"].errors["day"]


def test_the_nearest_comes_first_for_who_said_where_she_works(teacher):
    far, same_region, home = (
        SessionFactory(starts_at=timezone.now() + timedelta(days=d)) for d in (9, 10, 11)
    )
    far.center.province.region_th = "ภาคใต้"
    far.center.province.save()
    Workplace.objects.create(person=teacher.person, province=home.center.province)
    assert found(teacher.get(reverse("sessions"))) == [home.pk, same_region.pk, far.pk]


def test_a_placeholder_host_is_never_shown_as_the_host(client):
    center = CenterFactory(host_verified=False, name_th="ศูนย์ HCEC โรงเรียนที่ยังไม่ยืนยัน")
    session = SessionFactory(room=RoomFactory(center=center))
    for path in (reverse("sessions"), reverse("session", args=[session.pk])):
        assert "ที่ยังไม่ยืนยัน" not in client.get(path).content.decode()


def test_a_draft_is_nobodys_business(client):
    assert (
        client.get(reverse("session", args=[SessionFactory(status=SessionStatus.DRAFT).pk])).status_code
        == 404
    )


def test_a_stranger_is_asked_to_sign_in_and_comes_back(client):
    path = reverse("session", args=[SessionFactory().pk])
    assert f"?next={path}" in client.get(path).content.decode()


def test_one_press_leads_to_the_booking(teacher):
    session = SessionFactory()
    response = book(teacher, session)
    booking = Booking.objects.get(person=teacher.person)
    assert response.url == reverse("booking", args=[booking.code])


def test_a_double_press_is_one_booking(teacher):
    session, key = SessionFactory(), uuid4().hex
    assert book(teacher, session, key).url == book(teacher, session, key).url
    assert Booking.objects.count() == 1


def test_the_booking_post_costs_three_statements_at_most(teacher, django_assert_max_num_queries):
    session = SessionFactory()
    with django_assert_max_num_queries(3):  # session row of the sign-in, the person, the booking
        book(teacher, session)


def test_a_press_without_a_key_books_nothing(teacher):
    response = teacher.post(reverse("book-session", args=[SessionFactory().pk]))
    assert response.status_code == 409
    assert Booking.objects.count() == 0


def test_a_refusal_shows_the_reason_and_sessions_with_free_seats(teacher):
    closed = SessionFactory(status=SessionStatus.CLOSED)
    other = SessionFactory(exam=closed.exam)
    response = book(teacher, closed)
    assert response.status_code == 409
    assert reverse("session", args=[other.pk]) in response.content.decode()


def test_who_has_booked_already_is_led_to_her_booking(teacher):
    booking = BookingFactory(person=teacher.person)
    assert book(teacher, booking.session).url == reverse("booking", args=[booking.code])


def test_a_session_that_does_not_exist_is_not_found(teacher):
    assert (
        teacher.post(reverse("book-session", args=[987654]), {"idempotency_key": uuid4().hex}).status_code
        == 404
    )


def test_before_the_window_there_is_no_button(teacher):
    session = SessionFactory(opens_at=timezone.now() + timedelta(hours=1))
    assert (
        reverse("book-session", args=[session.pk])
        not in teacher.get(reverse("session", args=[session.pk])).content.decode()
    )


def test_the_list_leaves_as_a_sheet(client):
    SessionFactory(room=RoomFactory(center=CenterFactory(province=ProvinceFactory(name_th="ลำปาง"))))
    assert "ลำปาง" in client.get(reverse("sessions"), {"export": "csv"}).content.decode("utf-8-sig")


def test_a_person_of_the_wrong_audience_reads_why(teacher):
    session = SessionFactory(audience_kinds=["student"])
    response = book(teacher, session)
    assert response.status_code == 409
    assert PersonFactory(kind="student").get_kind_display() in response.context["refusal"]
