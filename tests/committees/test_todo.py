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
    for days in (10, 90):
        AppointmentFactory(committee=CommitteeFactory(center=center), ends_on=today + timedelta(days=days))
    AppointmentFactory(ends_on=today + timedelta(days=5))
    director = person_with(Position.AREA_DIRECTOR, province=center.province)
    (item,) = rolls.todo(access(director), timezone.now())
    assert item.count == 1
    assert rolls.todo(access(person_with(Position.CLERK, center=center)), timezone.now()) == []
