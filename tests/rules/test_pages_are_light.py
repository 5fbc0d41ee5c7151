"""Pages are light on the database and on a school's weak network, measured on the demo's own data."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hcec.accounts.models import User
from tests.support.demo import in_demo_mode

MOST_QUERIES = 12
FIRST_VISIT = 100_000  # bytes over the wire, fonts included
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

PAGES = {
    "": ["/", "/tests/", "/courses/", "/centers/", "/verify/", "/accounts/login/"],
    "teacher": ["/home/", "/my/bookings/", "/my/courses/", "/my/certificates/", "/my/inbox"],
    "manager": [
        "/home/",
        "/manage/tests/",
        "/manage/courses/",
        "/manage/check-in/",
        "/branch/50/HCEC-50-01/",
    ],
    "clerk": ["/home/", "/manage/results/"],
    "director": ["/home/", "/issue/", "/manage/releases/", "/issue/certificates/"],
    "supervisor": ["/home/", "/branch/50/", "/branch/rows/booked/?province=50", "/committees/visits/"],
    "obec": ["/home/", "/branch/", "/committees/directives/"],
}


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The small demo, made once for this file and rolled back at its end."""
    with in_demo_mode(), django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", verbosity=0)
        call_command("demo_data", people=150, verbosity=0)
        yield
        transaction.set_rollback(True)


def client_of(key: str) -> Client:
    client = Client()
    if key:
        client.force_login(User.objects.get(email=f"{key}@demo.hcec.example"), backend=BACKEND)
    return client


@pytest.mark.parametrize("key", PAGES)
def test_a_main_page_asks_the_database_at_most_twelve_times(demo, db, key: str) -> None:
    client, heavy = client_of(key), {}
    for path in PAGES[key]:
        client.get(path)  # what is kept in the cache is asked once a day, not once a page
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(path)
        assert answer.status_code == 200, path
        questions = [q["sql"] for q in asked if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        if len(questions) > MOST_QUERIES:
            heavy[path] = questions
    assert {path: len(questions) for path, questions in heavy.items()} == {}


def wire_size(content: bytes, name: str) -> int:
    """What crosses the wire: fonts and pictures are compressed already, text is sent compressed."""
    return len(content) if name.endswith((".woff2", ".png")) else len(gzip.compress(content, 6))


def test_the_first_visit_of_the_front_door_stays_under_100_kb(demo, db) -> None:
    html = client_of("").get("/").content
    addresses = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', html.decode()))
    weights = {"/": wire_size(html, "/")}
    for address in addresses:
        name = address.removeprefix("/static/")
        path = finders.find(name)
        assert path, name
        weights[name] = wire_size(Path(path).read_bytes(), name)
    for name in [name for name in weights if name.endswith(".css")]:
        css = Path(finders.find(name)).read_text(encoding="utf-8")
        for font in re.findall(r'url\("?([^")]+\.woff2)"?\)', css):
            if "400" in font:  # the faces of a first screen; others are fetched where they are used
                weights[font] = wire_size((Path(finders.find(name)).parent / font).read_bytes(), font)
    assert sum(weights.values()) <= FIRST_VISIT, weights
