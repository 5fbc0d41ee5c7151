"""People of training's page tests."""

import pytest

from committees.models import Position
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory, RoomFactory
from tests.factories.committees import person_with
from tests.support.desks import passer_by, signed_in


@pytest.fixture
def center():
    return CenterFactory()


@pytest.fixture
def room(center):
    return RoomFactory(center=center)


@pytest.fixture
def anyone():
    return passer_by()


@pytest.fixture
def teacher():
    return signed_in(PersonFactory())


@pytest.fixture
def manager(center):
    return signed_in(person_with(Position.CENTER_MANAGER, center=center), center)


@pytest.fixture
def ict(center):
    return signed_in(person_with(Position.ICT_OFFICER, center=center), center)
