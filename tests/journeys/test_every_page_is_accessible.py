"""Every page of the doors table, as those see it whom it lets in: axe finds nothing and nothing scrolls sideways."""

import mimetypes
import re
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
from tests.support.browser import page_in, too_wide, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

HOST = "http://hcec.example"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
ROLES = ("anonymous", "teacher", "manager", "director", "supervisor", "obec_officer")
EVERY_NTH_IN_THE_DARK = 4
TAG = re.compile(rb"<(\w+)(?:[^>]*?\bclass=\"([^\"]*)\")?")
# On a phone axe asks everything; wide, only what the width can change.
OF_THE_WIDTH = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]
seen: dict[str, set] = {}


@pytest.fixture(scope="module")
def world(browser, django_db_setup, django_db_blocker) -> Iterator[World]:
    """One world for all roles, rolled back at the end.

    While the browser's loop runs Django keeps a connection of its own for it, which nobody else would close.
    """
    with django_db_blocker.unblock():
        with transaction.atomic():
            yield World()
            transaction.set_rollback(True)
        connection.close()


def pieces(response: HttpResponse) -> set:
    """What the page is made of: the kinds of elements in its main part."""
    return set(TAG.findall(response.content.partition(b"<main")[2]))


def pages_of(world: World, role: str) -> Iterator[tuple[Door, HttpResponse]]:
    """The pages that let the role in; one that shows nothing which another role's did not is not looked at twice."""
    for door in all_doors():
        if door.get is GET_CLOSED or door.get[role] is not Outcome.IN:
            continue
        with transaction.atomic():
            response = world.knock(door, role, "get")
            transaction.set_rollback(True)
        if response.status_code != 200 or not response.get("Content-Type", "").startswith("text/html"):
            continue
        known = seen.setdefault(door.name, set())
        if pieces(response) - known:
            known |= pieces(response)
            yield door, response


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


def faults(page: Page, in_the_dark: bool) -> Iterator[str]:
    """What is wrong with the page, wide and on a phone."""
    for size, rules in ((PHONE, None), (WIDE, OF_THE_WIDTH)):
        page.set_viewport_size(size)
        yield from (f"{size['width']}: {line}" for line in violations(page, rules))
        if over := too_wide(page):
            yield f"{size['width']}: {over} px too wide"
    if in_the_dark:
        page.emulate_media(color_scheme="dark")
        yield from (f"dark: {line}" for line in violations(page, OF_THE_WIDTH[:1]))
        page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("role", ROLES)
def test_nobody_is_kept_from_reading_a_page(world, browser, role):
    wrong: list[str] = []
    answers: dict[str, HttpResponse] = {}
    with page_in(browser) as page:
        served(page, answers)
        for n, (door, response) in enumerate(pages_of(world, role)):
            path = f"/{n}/{door.name}"
            answers[path] = response
            page.goto(f"{HOST}{path}")
            wrong += [f"{door.name} {fault}" for fault in faults(page, n % EVERY_NTH_IN_THE_DARK == 0)]
    assert not wrong, "\n".join(sorted(set(wrong)))
