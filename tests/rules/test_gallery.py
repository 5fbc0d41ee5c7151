"""The gallery of components: it renders, nobody is kept from reading it, and it is light."""

import gzip

import pytest
from django.conf import settings
from django.urls import reverse

from hcec.place import ROOT
from tests.support.browser import faults, page_in

CSS = ("tokens", "layout", "components")


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_gallery_keeps_every_rule_of_pages(client, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    assert client.get(reverse("styleguide")).status_code == 200


def test_the_styles_weigh_less_than_twelve_kilobytes():
    styles = "".join((ROOT / f"static/css/{name}.css").read_text(encoding="utf-8") for name in CSS)
    assert len(gzip.compress(styles.encode())) < 12_000


@pytest.mark.browser
def test_axe_finds_nothing_in_the_gallery(live_server, browser):
    with page_in(browser) as page:
        page.goto(f"{live_server.url}{reverse('styleguide')}")
        assert list(faults(page, in_the_dark=True)) == []


@pytest.mark.browser
def test_the_menu_opens_and_closes_by_keyboard_without_script(live_server, browser):
    with page_in(browser, 390, script=False) as page:
        page.goto(f"{live_server.url}{reverse('styleguide')}")
        assert not page.locator("#menu").is_visible()
        page.locator("button[popovertarget=menu].roof-link").focus()
        page.keyboard.press("Enter")
        assert page.locator("#menu").is_visible()
        page.keyboard.press("Escape")
        assert not page.locator("#menu").is_visible()


@pytest.mark.browser
def test_what_cannot_be_undone_is_asked_again_without_script(live_server, browser):
    with page_in(browser, 390, script=False) as page:
        page.goto(f"{live_server.url}{reverse('styleguide')}")
        sentence = page.get_by_text("เรียกคืนไม่ได้")
        assert not sentence.is_visible()
        page.locator("details.confirm summary").first.click()
        assert sentence.is_visible()
