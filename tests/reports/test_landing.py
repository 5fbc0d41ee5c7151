"""The front door: what anyone finds without signing in."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from testing.lifecycles import SessionStatus
from tests.factories.centers import CenterFactory, RoomFactory
from tests.factories.testing import BookingFactory, SessionFactory
from tests.factories.training import open_round

pytestmark = pytest.mark.django_db


def landing(client: Client) -> str:
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_tests_and_courses_with_seats_free_now_are_shown(client: Client) -> None:
    session, round = SessionFactory(), open_round()
    page = landing(client)
    assert reverse("session", args=[session.pk]) in page
    assert reverse("round", args=[round.pk]) in page


def test_a_full_a_coming_and_a_draft_session_are_not(client: Client) -> None:
    full = SessionFactory(room=RoomFactory(seats=1))
    BookingFactory(session=full)
    early = SessionFactory(opens_at=timezone.now() + timedelta(days=1))
    draft = SessionFactory(status=SessionStatus.DRAFT)
    page = landing(client)
    for session in (full, early, draft):
        assert reverse("session", args=[session.pk]) not in page


def test_a_placeholder_host_is_never_named(client: Client) -> None:
    center = CenterFactory(host_verified=False)
    SessionFactory(room=RoomFactory(center=center))
    assert center.name_th not in landing(client)


def test_the_search_leads_to_the_list_of_tests(client: Client) -> None:
    assert f'action="{reverse("sessions")}"' in landing(client)


def test_the_box_leads_to_the_verification(client: Client) -> None:
    assert f'action="{reverse("verify")}"' in landing(client)


def test_every_province_leads_to_its_centers(client: Client) -> None:
    center = CenterFactory()
    assert f"{reverse('centers')}?province={center.province.code}" in landing(client)
