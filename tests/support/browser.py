"""A real browser for tests that need one: pages in both widths and lights, and axe's verdict on them."""

import os
from asyncio import events
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

PHONE, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
# On a phone axe asks everything; wide, only what the width can change; in the dark, only what the light can.
OF_THE_WIDTH = ["target-size", "scrollable-region-focusable"]
OF_THE_LIGHT = ["color-contrast"]
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--lang=th"]
AXE, VIOLATIONS = Axe(), {"resultTypes": ["violations"]}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """Debian's Chromium, started once. Playwright runs its own loop, so Django must allow calls beside it."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        opened, loop = (
            playwright.chromium.launch(executable_path=chromium_path, args=FLAGS),
            events._get_running_loop(),
        )
        yield opened
        events._set_running_loop(loop)  # hidden where the last test of all needs no browser
        opened.close()


@contextmanager
def page_in(
    browser: Browser,
    width: int = 1280,
    light: str = "light",
    *,
    cookies: list[dict[str, Any]] | None = None,
    script: bool = True,
    expected: tuple[str, ...] = (),
) -> Iterator[Page]:
    """A page of this width and light; fails at its end where the console spoke of an error that was not expected."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=light,
        java_script_enabled=script,
        locale="th-TH",
    )
    context.add_cookies(cookies or [])
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    try:
        yield page
    finally:
        context.close()
    unexpected = [words for words in said if not any(word in words for word in expected)]
    assert not unexpected, f"the console said {unexpected}"


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe finds wrong with the page as it stands, one line a rule; by these rules alone where some are named."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    options = {"runOnly": {"type": "rule", "values": rules}} if rules else RULES
    # Only what is wrong is worked out and handed over: all that axe can tell took twice as long.
    found = page.evaluate(
        "async (options) => (await axe.run(document, options)).violations", options | VIOLATIONS
    )
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary'].splitlines()[-1].strip()}"
        for rule in found
        for node in rule["nodes"]
    ]


def faults(page: Page, *, in_the_dark: bool) -> Iterator[str]:
    """What is wrong with the page as it stands: on a phone, wide, and where asked in the dark."""
    for size, rules in ((PHONE, None), (WIDE, OF_THE_WIDTH)):
        page.set_viewport_size(size)
        yield from (f"{size['width']}: {line}" for line in violations(page, rules))
        if over := too_wide(page):
            yield f"{size['width']}: {over} px too wide"
    if in_the_dark:
        page.emulate_media(color_scheme="dark")
        yield from (f"dark: {line}" for line in violations(page, OF_THE_LIGHT))
        page.emulate_media(color_scheme="light")


def too_wide(page: Page) -> int:
    """How many pixels the page reaches over its window; a page never scrolls sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
