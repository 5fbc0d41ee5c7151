"""Somebody signed in at a strict client, for page tests."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from centers.models import Center
from hcec.accounts.models import User
from tests.support.client import StrictClient

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MOST_QUERIES = 12


@dataclass
class Desk:
    """A person with the client she uses; `person` is None for a passer-by."""

    person: User | None
    client: StrictClient
    center: Center | None = None

    def get(self, path: str, **kwargs: Any) -> Any:
        return self.client.get(path, **kwargs)

    def post(self, path: str, data: dict[str, Any] | None = None, **kwargs: Any) -> Any:
        return self.client.post(path, data or {}, **kwargs)

    def read(self, path: str, status: int = 200) -> str:
        """The page as text; fails on another status."""
        response = self.get(path)
        assert response.status_code == status, response.get("Location")
        return response.content.decode()

    def cost(self, path: str) -> int:
        """How many queries the page takes; never more than the house allows."""
        self.get(path)  # signs of life that the first page of a session leaves are not the page's
        with CaptureQueriesContext(connection) as captured:
            assert self.get(path).status_code == 200
        assert len(captured) <= MOST_QUERIES, "\n".join(query["sql"][:160] for query in captured)
        return len(captured)


def signed_in(person: User, center: Center | None = None) -> Desk:
    client = StrictClient()
    client.force_login(person, backend=BACKEND)
    return Desk(person, client, center)


def passer_by() -> Desk:
    return Desk(None, StrictClient())
