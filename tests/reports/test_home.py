"""The first page after signing in: each kind of person sees what is hers."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from centers.models import Workplace
from committees.lifecycles import DirectiveStatus, VisitStatus
from committees.models import Acknowledgement, Position
from hcec.accounts.models import User
from testing.lifecycles import BookingStatus, SessionStatus
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory, RoomFactory
from tests.factories.committees import person_with
from tests.factories.testing import BookingFactory, SessionFactory
from tests.factories.training import enrol, open_round
from tests.factories.verification import a_certificate, session_with_results
from tests.factories.work import DirectiveFactory, VisitFactory, chain

pytestmark = pytest.mark.django_db


def home(client: Client, person: User) -> str:
    client.force_login(person)
    answer = client.get(reverse("home"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_teacher_sees_her_next_appointment_with_seat_and_slip(client: Client) -> None:
    booking = BookingFactory()
    page = home(client, booking.person)
    assert booking.session.exam.name_th in page
    assert reverse("booking-slip", args=[booking.code]) in page


def test_a_teacher_sees_her_place_in_the_waiting_list_and_no_slip(client: Client) -> None:
    booking = BookingFactory(status=BookingStatus.WAITING)
    page = home(client, booking.person)
    assert "รายชื่อสำรองลำดับที่ 1" in page
    assert "slip" not in page


def test_tests_and_rounds_stand_in_one_line_of_time(client: Client) -> None:
    person = PersonFactory()
    booking = BookingFactory(
        person=person, session=SessionFactory(starts_at=timezone.now() + timedelta(days=20))
    )
    round = enrol(open_round(), person).round
    page = home(client, person)
    assert page.index(round.course.name_th) < page.index(booking.session.exam.name_th)


def test_seats_of_her_own_province_come_first(client: Client) -> None:
    person, near = PersonFactory(), CenterFactory()
    Workplace.objects.create(person=person, province=near.province)
    far = SessionFactory()
    later = far.starts_at + timedelta(days=5)
    session = SessionFactory(room=RoomFactory(center=near), starts_at=later, opens_at=far.opens_at)
    page = home(client, person)
    assert page.index(reverse("session", args=[session.pk])) < page.index(reverse("session", args=[far.pk]))


def test_her_certificates_are_on_it(client: Client) -> None:
    person = PersonFactory()
    assert a_certificate(holder=person).number in home(client, person)


def test_who_has_booked_nothing_is_told_what_to_do(client: Client) -> None:
    page = home(client, PersonFactory())
    assert "ท่านยังไม่มีรายการที่จองไว้" in page
    assert reverse("sessions") in page


def test_a_manager_sees_what_waits_with_its_one_button(client: Client) -> None:
    center = CenterFactory()
    SessionFactory(room=RoomFactory(center=center), status=SessionStatus.DRAFT)
    page = home(client, person_with(Position.CENTER_MANAGER, center=center))
    assert f"{reverse('manage-sessions')}?status=draft" in page


def test_work_that_waits_longest_comes_first(client: Client) -> None:
    center = CenterFactory()
    SessionFactory(room=RoomFactory(center=center), status=SessionStatus.DRAFT)
    old = timezone.now() - timedelta(days=9)
    SessionFactory(room=RoomFactory(center=center), status=SessionStatus.HELD, starts_at=old)
    page = home(client, person_with(Position.CENTER_MANAGER, center=center))
    assert page.index("?status=held") < page.index("?status=draft")


def test_a_manager_sees_her_rooms_of_the_week_and_not_those_of_others(client: Client) -> None:
    room, soon = RoomFactory(), timezone.now() + timedelta(days=2)
    mine = SessionFactory(room=room, starts_at=soon)
    other = SessionFactory(starts_at=soon)
    page = home(client, person_with(Position.CENTER_MANAGER, center=room.center))
    assert reverse("manage-session", args=[mine.pk]) in page
    assert reverse("manage-session", args=[other.pk]) not in page


def test_a_director_sees_what_is_ready_to_issue(client: Client) -> None:
    center = CenterFactory()
    session_with_results(2, center=center)
    page = home(client, person_with(Position.SCHOOL_DIRECTOR, center=center))
    assert f"{reverse('issue')}?kind=test_result" in page


def test_an_office_without_work_says_so(client: Client) -> None:
    assert "ไม่มีงานค้าง" in home(client, person_with(Position.CENTER_MANAGER))


def test_a_directive_waits_for_the_center_once_the_province_has_acknowledged(client: Client) -> None:
    obec, province, center = chain()
    manager = person_with(Position.CENTER_MANAGER, center=center.center)
    directive = DirectiveFactory(
        issuer=obec,
        status=DirectiveStatus.PUBLISHED,
        published_at=timezone.now(),
        published_by=PersonFactory(),
    )
    assert "หนังสือสั่งการที่รอรับทราบ" not in home(client, manager)
    Acknowledgement.objects.create(
        directive=directive, committee=province, person=PersonFactory(), at=timezone.now()
    )
    assert "หนังสือสั่งการที่รอรับทราบ" in home(client, manager)


def test_a_visit_of_next_week_waits_for_its_supervisor(client: Client) -> None:
    visit = VisitFactory(status=VisitStatus.PLANNED, planned_on=timezone.localdate())
    assert "การนิเทศที่ถึงกำหนด" in home(client, visit.supervisor)
