"""What a journey needs: a browser page in which a person has signed in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from hcec.accounts.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def cookies_of(live_server: Any) -> Callable[[User], list[dict[str, Any]]]:
    """The cookies of a session of this person, for `page_in(browser, cookies=...)`."""

    def cookies(person: User) -> list[dict[str, Any]]:
        client = Client()
        client.force_login(person, backend=BACKEND)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        return [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}]

    return cookies
