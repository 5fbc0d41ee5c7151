"""People of testing's page tests."""

import pytest

from committees.models import Position
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory, RoomFactory
from tests.factories.committees import person_with
from tests.support.desks import signed_in


@pytest.fixture
def center():
    return CenterFactory()


@pytest.fixture
def room(center):
    return RoomFactory(center=center)


@pytest.fixture
def teacher():
    return signed_in(PersonFactory())


@pytest.fixture
def manager(center):
    return signed_in(person_with(Position.CENTER_MANAGER, center=center), center)


@pytest.fixture
def clerk(center):
    return signed_in(person_with(Position.CLERK, center=center), center)


@pytest.fixture
def director(center):
    return signed_in(person_with(Position.SCHOOL_DIRECTOR, center=center), center)
