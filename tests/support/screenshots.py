"""The pictures of the README, taken from a running demo: python -m tests.support.screenshots http://127.0.0.1:8000"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.support.browser import FLAGS

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
# name, who (empty: nobody), address, width
PICTURES = [
    ("landing", "", "/", 1280),
    ("teacher-home", "teacher", "/home/", 390),
    ("province", "supervisor", "/branch/", 1280),
    ("manager-home", "manager", "/home/", 1280),
    ("meetings", "manager", "/committees/meetings/", 1280),
]


def take(browser: Browser, base: str, name: str, who: str, path: str, width: int) -> None:
    """One picture of one page, as one demo account sees it."""
    context = browser.new_context(
        viewport={"width": width, "height": 844 if width < 500 else 900}, locale="th-TH"
    )
    page = context.new_page()
    if who:
        page.goto(f"{base}/accounts/login/")
        page.locator(
            f"button[value='{who}@demo.hcec.example'], form:has(input[value='{who}@demo.hcec.example']) button"
        ).first.click()
        page.wait_for_load_state()
    page.goto(base + path)
    page.screenshot(path=FOLDER / f"{name}.png")
    context.close()


def main(base: str) -> None:
    """Take every picture anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for name, who, path, width in PICTURES:
            take(browser, base.rstrip("/"), name, who, path, width)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
