"""What waits for those who keep the lists and fill the seats."""

from datetime import timedelta

import pytest
from django.utils import timezone

from centers.queries import places
from committees.models import Position
from committees.queries import access_of, rolls
from tests.factories.centers import CenterFactory
from tests.factories.committees import AppointmentFactory, CommitteeFactory, person_with

pytestmark = pytest.mark.django_db


def access(person):
    return access_of(person, timezone.localdate())


def test_obec_is_told_of_placeholders():
    CenterFactory(host_verified=False)
    CenterFactory()
    (item,) = places.todo(access(person_with(Position.OBEC_OFFICER)))
    assert item.count == 1


def test_nobody_else_is():
    center = CenterFactory(host_verified=False)
    assert places.todo(access(person_with(Position.CENTER_MANAGER, center=center))) == []


def test_terms_that_end_soon_are_told_to_those_who_appoint():
    center, today = CenterFactory(), timezone.localdate()
    for days in (10, 50, 90):
        AppointmentFactory(committee=CommitteeFactory(center=center), ends_on=today + timedelta(days=days))
    AppointmentFactory(ends_on=today + timedelta(days=5))
    director = person_with(Position.AREA_DIRECTOR, province=center.province)
    ending = rolls.todo(access(director), timezone.now())[-1]
    assert (ending.label, ending.count) == ("วาระที่จะครบกำหนดภายใน 60 วัน", 2)
    assert rolls.todo(access(person_with(Position.CLERK, center=center)), timezone.now()) == []


def test_needed_seats_that_are_vacant_are_told_to_those_who_appoint(client):
    center = CenterFactory()
    committee = CommitteeFactory(center=center)
    director = person_with(Position.AREA_DIRECTOR, province=center.province)
    vacant = rolls.todo(access(director), timezone.now())[0]
    assert vacant.count == 5 + 2, "five of the center, and the head and the supervisors of the province"
    for position in (Position.SCHOOL_DIRECTOR, Position.CLERK, Position.CLERK):
        AppointmentFactory(committee=committee, position=position)
    assert rolls.todo(access(director), timezone.now())[0].count == 3 + 2
    client.force_login(director, backend="allauth.account.auth_backends.AuthenticationBackend")
    found = client.get(vacant.path).context["listing"]
    assert found.count == 2
    assert client.get(vacant.path.replace("vacant", "ending")).context["listing"].count == 0
