"""The map of centers: every province, the nearest centers, and the seats that are free now."""

import pytest
from django.urls import reverse

from centers.actions import reference
from centers.models import Center, Province, Room
from centers.queries import land
from tests.factories.testing import BookingFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def country():
    reference.load()


def test_every_province_has_its_outline(country):
    ids = set(Province.objects.values_list("map_id", flat=True))
    assert len(ids) == 77 and ids <= set(land.outlines())


def test_the_distances_are_about_right():
    assert 1300 <= land.distance_km("cmi", "nwt") <= 1450
    assert 550 <= land.distance_km("bkk", "cmi") <= 640
    assert land.distance_km("bkk", "atlantis") is None


def test_the_map_links_every_province_and_says_its_free_seats(client, country):
    room = Room.objects.filter(center__province__code="50", kind="lab").first()
    session = SessionFactory(room=room, seats=30)
    BookingFactory(session=session)
    text = client.get(reverse("center-map")).content.decode()
    assert text.count("<path") >= 77 and text.count('href="/map/?province=') >= 2 * 77
    assert "ว่าง 29 ที่นั่ง" in text and "CC BY 4.0" in text


def test_the_nearest_centers_come_first_with_their_next_session(client, country):
    room = Room.objects.filter(center__province__code="51", kind="lab").order_by("pk").first()
    session = SessionFactory(room=room)
    answer = client.get(reverse("center-map"), {"province": "50"})
    near = answer.context["near"]
    assert near[0].center.province.code == "50" and near[0].km == 0
    assert [row.km for row in near] == sorted(row.km for row in near)
    assert reverse("session", args=[session.pk]) in answer.content.decode()


def test_a_placeholder_host_is_not_named_on_the_map(client, country):
    hidden = Center.objects.filter(province__code="10", host_verified=False).first()
    assert (
        hidden.host_school.name_th
        not in client.get(reverse("center-map"), {"province": "10"}).content.decode()
    )


def test_an_unknown_province_shows_the_country(client, country):
    assert client.get(reverse("center-map"), {"province": "00"}).context["chosen"] is None


def test_the_map_costs_the_same_with_many_sessions(client, country, django_assert_max_num_queries):
    rooms = Room.objects.filter(kind="lab").order_by("pk")
    SessionFactory(room=rooms[0])
    client.get(reverse("center-map"))
    with django_assert_max_num_queries(12) as one:
        client.get(reverse("center-map"))
    for room in rooms[1:6]:
        SessionFactory(room=room)
    with django_assert_max_num_queries(len(one)):
        client.get(reverse("center-map"))
