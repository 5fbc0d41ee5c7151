"""People of testing's page tests."""

from dataclasses import dataclass

import pytest

from centers.models import Center
from committees.models import Position
from hcec.accounts.models import User
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory, RoomFactory
from tests.factories.committees import person_with
from tests.support.client import StrictClient

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class Desk:
    """Somebody signed in, with the client she uses."""

    person: User
    client: StrictClient
    center: Center | None = None

    def get(self, path, **kwargs):
        return self.client.get(path, **kwargs)

    def post(self, path, data=None, **kwargs):
        return self.client.post(path, data or {}, **kwargs)


def signed_in(person: User, center: Center | None = None) -> Desk:
    client = StrictClient()
    client.force_login(person, backend=BACKEND)
    return Desk(person, client, center)


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
