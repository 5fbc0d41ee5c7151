"""Pictures for the README from a demo that runs: `python -m tests.support.screenshots http://127.0.0.1:8000`."""

import sys
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.chromium import find

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
COLOURS = 96  # few are enough for flat pages, and keep the files small


def keep(picture: Image.Image, name: str, *, width: int) -> None:
    """A small PNG."""
    height = round(picture.height * width / picture.width)
    small = picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS).quantize(COLOURS)
    small.save(FOLDER / f"{name}.png", optimize=True)


def shoot(page: Page, path: str, name: str, *, height: int, width: int) -> None:
    """The top of a page, as a reader sees it; an error page is no picture for the README."""
    answer = page.goto(path)
    if answer is None or not answer.ok:
        raise SystemExit(f"{path} did not answer well: {answer and answer.status}")
    size = page.viewport_size or {"width": 1280, "height": height}
    page.set_viewport_size({"width": size["width"], "height": height})
    keep(Image.open(BytesIO(page.screenshot())), name, width=width)


def page_of(browser: Browser, url: str, who: str = "", *, width: int = 1280) -> Page:
    """A page in which somebody of the cast has signed in by one click."""
    page = browser.new_page(base_url=url, viewport={"width": width, "height": 800}, locale="th-TH")
    if who:
        page.goto("/accounts/login/")
        page.locator(f"button[value='{who}@demo.hcec.example']").click()
    return page


def certificate(page: Page) -> None:
    """The first page of the teacher's newest paper."""
    page.goto("/my/certificates/")
    link = page.locator("main a.button-main").first.get_attribute("href")
    paper = pypdfium2.PdfDocument(page.request.get(str(link)).body())
    keep(paper[0].render(scale=2).to_pil(), "certificate", width=900)


def meeting(page: Page) -> None:
    page.goto("/committees/meetings/")
    link = page.locator("main table.rows tbody a").first.get_attribute("href")
    shoot(page, str(link), "meeting", height=900, width=900)


def main(url: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        shoot(page_of(browser, url), "/", "landing", height=900, width=900)
        teacher = page_of(browser, url, "teacher", width=390)
        shoot(teacher, "/home/", "teacher-home", height=844, width=390)
        certificate(teacher)
        shoot(
            page_of(browser, url, "supervisor"), "/branch/50/?year=2569", "province", height=1000, width=900
        )
        meeting(page_of(browser, url, "manager"))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
