"""Every page of the doors table, as whoever sees most of it sees it: axe finds nothing and nothing scrolls sideways."""

import mimetypes
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.db import connection, transaction
from django.http import HttpResponse
from playwright.sync_api import Page, Route

from tests.doors.table import GET_CLOSED, Door, Outcome
from tests.doors.world import World, all_doors
from tests.support.browser import faults, page_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# Answered from here; https, so that the browser takes every header of the portal at its word.
HOST = "https://hcec.example"
# Whoever sees most of a page looks at it: her own center's people, then those above, then the person herself.
SEES_MOST = (
    "manager", "obec_officer", "director", "supervisor", "area_director", "ict", "deputy", "ministry", "teacher",
    "public", "anonymous",
)  # fmt: skip
EVERY_NTH_IN_THE_DARK = 6
PARTS = 4  # of the walk, so that both workers walk
FEWEST = 45  # so many pages must have been looked at in each part, or the walk went astray


@pytest.fixture(scope="module")
def world(browser, django_db_setup, django_db_blocker) -> Iterator[World]:
    """One world for the walk, rolled back at the end.

    While the browser's loop runs Django keeps a connection of its own for it, which nobody else would close.
    """
    with django_db_blocker.unblock():
        with transaction.atomic():
            yield World()
            transaction.set_rollback(True)
        connection.close()


def pages(world: World, part: int) -> Iterator[tuple[Door, HttpResponse]]:
    """Every page of that part of the table, once, in the role that sees most of it."""
    for door in all_doors()[part::PARTS]:
        roles = [r for r in SEES_MOST if door.get is not GET_CLOSED and door.get[r] is Outcome.IN]
        for role in roles:
            with transaction.atomic():
                response = world.knock(door, role, "get")
                transaction.set_rollback(True)
            if response.status_code == 200:  # else led on to another page, which has a door of its own
                html = response.get("Content-Type", "").startswith("text/html")
                if html and b"<html" in response.content:  # a piece of a page is looked at in its page
                    yield door, response
                break


def served(page: Page, answers: dict[str, HttpResponse]) -> None:
    """Answer the browser from here: the page as the portal gave it, with its headers, and the static files."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path in answers:
            given = answers[path]
            route.fulfill(status=200, headers=dict(given.headers), body=given.content)
        elif path.startswith("/static/") and (file := finders.find(path.removeprefix("/static/"))):
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            route.fulfill(status=200, content_type=kind, body=Path(file).read_bytes())
        else:  # what a page asks for by script while it is looked at
            route.fulfill(status=204)

    page.route("**/*", answer)


@pytest.mark.parametrize("part", range(PARTS))
def test_nobody_is_kept_from_reading_a_page(world, browser, part):
    wrong: list[str] = []
    answers: dict[str, HttpResponse] = {}
    with page_in(browser) as page:
        served(page, answers)
        for n, (door, response) in enumerate(pages(world, part)):
            path = f"/{n}/{door.name}"
            answers[path] = response
            page.goto(f"{HOST}{path}")
            wrong += [
                f"{door.name} {fault}" for fault in faults(page, in_the_dark=n % EVERY_NTH_IN_THE_DARK == 0)
            ]
    assert not wrong, "\n".join(sorted(set(wrong)))
    assert len(answers) >= FEWEST
