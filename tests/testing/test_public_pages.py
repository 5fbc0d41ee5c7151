"""Anyone finds a test; a signed-in person books it with one press."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from centers.models import Workplace
from centers.queries import land
from testing.lifecycles import SessionStatus
from testing.models import Booking
from tests.factories.accounts import PersonFactory
from tests.factories.centers import (
    CenterFactory,
    ProvinceFactory,
    RoomFactory,
    SchoolFactory,
    SkillAreaFactory,
)
from tests.factories.testing import BookingFactory, ExamFactory, ScaleFactory, SessionFactory

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


def session_in(map_id, days):
    """A session so many days from now in the province of this name on the map."""
    center = CenterFactory(province=ProvinceFactory(map_id=map_id))
    return SessionFactory(room=RoomFactory(center=center), starts_at=timezone.now() + timedelta(days=days))


@pytest.fixture
def country():
    """Sessions in Narathiwat, Lampang, Chiang Mai and nowhere on the map: the farther, the sooner."""
    places = ("atlantis", 8), ("nwt", 9), ("lpg", 10), ("cmi", 11)
    return [session_in(map_id, days) for map_id, days in places]


def test_the_nearest_comes_first_for_who_said_where_she_works(teacher, country):
    nowhere, far, near, home = country
    Workplace.objects.create(person=teacher.person, province=home.center.province)
    rows = list(teacher.get(reverse("sessions")).context["listing"].page)
    assert [row.pk for row in rows] == [home.pk, near.pk, far.pk, nowhere.pk]
    assert [row.distance for row in rows] == [
        0,
        land.distance_km("cmi", "lpg"),
        land.distance_km("cmi", "nwt"),
        None,
    ]


def test_the_province_of_her_school_is_hers_where_she_named_no_other(teacher, country):
    *_others, home = country
    school = SchoolFactory(province=home.center.province)
    Workplace.objects.create(person=teacher.person, school=school)
    assert found(teacher.get(reverse("sessions")))[0] == home.pk


def test_a_stranger_chooses_a_province_and_reads_how_far_it_is(client, country):
    nowhere, far, near, home = country
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get(reverse("sessions"), {"near": far.center.province.code})
    assert found(page) == [far.pk, near.pk, home.pk, nowhere.pk]
    text = page.content.decode()
    assert f"about {land.distance_km('nwt', 'lpg'):,} km" in text
    assert "Distances run straight from the middle of one province" in text


def test_without_a_province_no_distance_is_claimed_and_the_soonest_comes_first(client, country):
    page = client.get(reverse("sessions"))
    assert found(page) == [session.pk for session in country]
    assert "distance" not in {column.name for column in page.context["listing"].columns}


def test_the_order_can_be_by_day_although_distances_are_shown(client, country):
    query = {"near": country[-1].center.province.code, "sort": "starts_at"}
    assert found(client.get(reverse("sessions"), query)) == [session.pk for session in country]


def test_the_search_narrows_by_a_level_that_the_test_can_give(client):
    english = SessionFactory()
    digital = SessionFactory(exam=ExamFactory(scale=ScaleFactory(code="digital4", bands=["none", "high"])))
    for level, wanted in (("cefr:B2", [english.pk]), ("digital4:high", [digital.pk])):
        assert found(client.get(reverse("sessions"), {"level": level})) == wanted


def test_a_level_that_nobody_gives_is_said_and_narrows_nothing(client):
    session = SessionFactory()
    page = client.get(reverse("sessions"), {"level": "cefr:below_a1"})
    assert found(page) == [session.pk]
    assert page.context["form"].errors["level"]


def test_the_list_costs_the_same_for_one_session_and_a_full_page(teacher):
    home, path = session_in("cmi", 9).center, f"{reverse('sessions')}?level=cefr:B2"
    Workplace.objects.create(person=teacher.person, province=home.province)
    one = teacher.cost(path)
    for day in range(10, 29):
        SessionFactory(room=RoomFactory(center=home), starts_at=timezone.now() + timedelta(days=day))
    assert teacher.cost(path) == one


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
