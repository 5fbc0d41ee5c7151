"""The main pages on the demo's own data: no fault for axe, nothing wider than the window, in both widths and lights."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command

from hcec.accounts.models import User
from tests.support.browser import faults, page_in
from tests.support.demo import in_demo_mode

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Who looks at which pages; "" is anyone.
PAGES = {
    "": [
        "/",
        "/tests/",
        "/courses/",
        "/centers/",
        "/verify/",
        "/verify/keys/",
        "/accounts/login/",
        "/accounts/signup/",
    ],
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


@pytest.fixture
def demo_mode() -> Iterator[None]:
    with in_demo_mode():
        yield


def test_no_main_page_shuts_anybody_out(demo_mode, live_server, browser, cookies_of) -> None:
    call_command("load_reference", verbosity=0)
    call_command("demo_data", people=150, verbosity=0)
    wrong: list[str] = []
    for key, paths in PAGES.items():
        person = User.objects.filter(email=f"{key}@demo.hcec.example").first()
        with page_in(browser, cookies=cookies_of(person) if person else None) as page:
            for path in paths:
                answer = page.goto(f"{live_server.url}{path}")
                assert answer and answer.status == 200, path
                wrong += [f"{path} {fault}" for fault in faults(page, in_the_dark=True)]
    assert wrong == []
