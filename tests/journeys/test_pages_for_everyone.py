"""The main pages on the demo's own data: no fault for axe, nothing wider than the window, in both widths and lights."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser

from hcec.accounts.models import User
from tests.support.browser import LIGHTS, WIDTHS, page_in, too_wide, violations
from tests.support.demo import in_demo_mode

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Who looks at which pages; "" is anyone.
PAGES = {
    "": ["/", "/tests/", "/courses/", "/centers/", "/verify/", "/accounts/login/", "/accounts/signup/"],
    "teacher": ["/home/", "/my/bookings/", "/my/courses/", "/my/certificates/", "/my/inbox", "/my/profile"],
    "manager": [
        "/home/",
        "/manage/tests/",
        "/manage/courses/",
        "/manage/check-in/",
        "/manage/centers",
        "/branch/",
    ],
    "director": ["/home/", "/issue/", "/issue/certificates/", "/manage/releases/"],
    "supervisor": ["/home/", "/branch/50/?year=2569", "/branch/rows/attended/?province=50&year=2569"],
    "obec": ["/home/", "/branch/"],
}


def look(browser: Browser, url: str, cookies: Any, width: int, light: str, path: str) -> list[str]:
    """What is wrong with one page in one width and light."""
    with page_in(browser, width, light, cookies=cookies) as page:
        answer = page.goto(f"{url}{path}")
        assert answer is not None
        if answer.status != 200:
            return [f"{path}: {answer.status}"]
        found = [f"{path} {width} {light} {fault}" for fault in violations(page)]
        return [*found, f"{path} {width}: {over} px too wide"] if (over := too_wide(page)) > 0 else found


@pytest.fixture
def demo_mode() -> Iterator[None]:
    with in_demo_mode():
        yield


def test_no_main_page_shuts_anybody_out(demo_mode, live_server, browser, cookies_of) -> None:
    call_command("load_reference", verbosity=0)
    call_command("demo_data", people=150, verbosity=0)
    faults: list[str] = []
    for key, paths in PAGES.items():
        person = User.objects.filter(email=f"{key}@demo.hcec.example").first()
        cookies = cookies_of(person) if person else None
        for path in paths:
            for width in WIDTHS:
                for light in LIGHTS:
                    faults += look(browser, live_server.url, cookies, width, light, path)
    assert faults == []
