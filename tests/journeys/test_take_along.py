"""A visit's form is taken along: it opens cold without network, is filled in, and sent when the network is back."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.factories.work import VisitFactory
from tests.support.browser import page_in, too_wide, violations
from tests.support.wire import Wire, wire_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEPT, SAVED = "เก็บไว้ในเครื่องนี้ จะส่งเมื่อเครือข่ายกลับมา", "บันทึกแล้ว"
TAKEN = "แบบนิเทศนี้อยู่ในเครื่องแล้ว เปิดได้โดยไม่ต้องมีเครือข่าย"
NO_NETWORK = (
    "ERR_INTERNET_DISCONNECTED",
    "ERR_FAILED",
    "ERR_EMPTY_RESPONSE",
    "ERR_CONNECTION",
    "ERR_NETWORK_CHANGED",
)
SHELVES = "async () => { const n = []; for (const k of await caches.keys()) for (const r of await (await caches.open(k)).keys()) n.push(new URL(r.url).pathname); return n; }"


@pytest.fixture
def visit():
    return VisitFactory()


@pytest.fixture
def wire(live_server):
    """The way from the browser to the server; the cut one stops the service worker's requests too."""
    with wire_to(live_server.thread.port) as wire:
        yield wire


def cut(page: Page, wire: Wire) -> None:
    wire.cut()
    page.context.set_offline(True)


def mend(page: Page, wire: Wire) -> None:
    wire.mend()
    page.context.set_offline(False)


def at(wire, name: str, *args) -> str:
    return f"{wire.url}{reverse(name, args=args)}"


def take_along(page: Page, wire, visit) -> None:
    """Press the button on the page of the visit and wait until the form lies on the shelf."""
    page.goto(at(wire, "visit", visit.pk))
    page.get_by_role("button", name="นำแบบนิเทศติดตัวไป").click()
    expect(page.locator("[data-take] [data-state]")).to_have_text(TAKEN)


def test_a_form_taken_along_opens_cold_without_network_and_is_sent_later(wire, browser, cookies_of, visit):
    with page_in(browser, 390, cookies=cookies_of(visit.supervisor), expected=NO_NETWORK) as page:
        take_along(page, wire, visit)
        assert too_wide(page) == 0 and violations(page) == []
        context = page.context
        cut(page, wire)
        page.close()
        cold = context.new_page()
        cold.goto(at(wire, "visit-form", visit.pk))
        expect(cold.get_by_role("heading", level=1)).to_be_visible()
        assert too_wide(cold) == 0
        family = cold.evaluate("getComputedStyle(document.body).fontFamily")
        assert "Sarabun" in family
        cold.locator(f"input[name=score_{visit.form.items.first().pk}][value='4']").check()
        cold.locator("[name=summary]").fill("กรอกโดยไม่มีเครือข่าย")
        cold.locator("[data-keep] .button-main").click()
        expect(cold.locator("[data-state]")).to_have_text(KEPT)
        cold.close()
        again = context.new_page()
        again.goto(at(wire, "visit-form", visit.pk))
        expect(again.locator("[name=summary]")).to_have_value("กรอกโดยไม่มีเครือข่าย")
        visit.refresh_from_db()
        assert visit.summary == ""
        mend(again, wire)
        expect(again.locator("[data-state]")).to_have_text(SAVED)
    visit.refresh_from_db()
    assert visit.summary == "กรอกโดยไม่มีเครือข่าย"
    assert visit.ratings.get(score__isnull=False).score == 4


def test_after_it_was_sent_the_kept_form_shows_what_stands_saved(wire, browser, cookies_of, visit):
    with page_in(browser, 390, cookies=cookies_of(visit.supervisor), expected=NO_NETWORK) as page:
        take_along(page, wire, visit)
        page.goto(at(wire, "visit-form", visit.pk))
        page.locator("[name=summary]").fill("บันทึกครั้งแรก")
        page.locator("[data-keep] .button-main").click()
        page.wait_for_url(at(wire, "visit", visit.pk))
        cut(page, wire)
        page.goto(at(wire, "visit-form", visit.pk))
        expect(page.locator("[name=summary]")).to_have_value("บันทึกครั้งแรก")
        expect(page.locator("[name=version]")).to_have_value("1")


def test_no_page_is_kept_that_nobody_asked_for(wire, browser, cookies_of, visit):
    other = VisitFactory(supervisor=visit.supervisor, center=visit.center, committee=visit.committee)
    with page_in(browser, 390, cookies=cookies_of(visit.supervisor), expected=NO_NETWORK) as page:
        take_along(page, wire, visit)
        for name, args in (("visits", ()), ("visit", (other.pk,)), ("visit-form", (other.pk,))):
            page.goto(at(wire, name, *args))
        pages = [path for path in page.evaluate(SHELVES) if not path.startswith("/static/")]
        assert pages == [reverse("visit-form", args=[visit.pk])]


def test_what_was_taken_along_is_named_and_can_be_removed(wire, browser, cookies_of, visit):
    with page_in(browser, 390, cookies=cookies_of(visit.supervisor)) as page:
        take_along(page, wire, visit)
        expect(page.locator("[data-take] li")).to_contain_text(visit.center.name)
        page.get_by_role("button", name="ลบออกจากเครื่องนี้").click()
        expect(page.get_by_role("button", name="นำแบบนิเทศติดตัวไป")).to_be_visible()
        assert page.evaluate(SHELVES) == []


def test_signing_out_empties_the_shelf(wire, browser, cookies_of, visit):
    with page_in(browser, 1280, cookies=cookies_of(visit.supervisor)) as page:
        take_along(page, wire, visit)
        page.locator("header").get_by_role("button", name="ออกจากระบบ").click()
        page.wait_for_load_state()
        page.goto(at(wire, "landing"))
        assert page.evaluate(SHELVES) == []
        assert page.evaluate("localStorage.length") == 0


def test_signing_out_asks_before_unsent_words_are_lost(wire, browser, cookies_of, visit):
    with page_in(browser, 1280, cookies=cookies_of(visit.supervisor), expected=NO_NETWORK) as page:
        page.goto(at(wire, "visit-form", visit.pk))
        page.locator("[name=summary]").fill("ยังไม่ส่ง")
        page.goto(at(wire, "home"))
        page.on("dialog", lambda dialog: dialog.dismiss())
        page.locator("header").get_by_role("button", name="ออกจากระบบ").click()
        assert page.url == at(wire, "home")
        assert "ยังไม่ส่ง" in page.evaluate("Object.values(localStorage).join()")


def test_without_script_there_is_no_button_and_the_form_works(wire, browser, cookies_of, visit):
    with page_in(browser, 390, cookies=cookies_of(visit.supervisor), script=False) as page:
        page.goto(at(wire, "visit", visit.pk))
        assert not page.get_by_role("button", name="นำแบบนิเทศติดตัวไป").is_visible()
        page.goto(at(wire, "visit-form", visit.pk))
        page.locator("[name=summary]").fill("ไม่มีสคริปต์")
        page.locator("[data-keep] .button-main").click()
        page.wait_for_url(at(wire, "visit", visit.pk))
    visit.refresh_from_db()
    assert visit.summary == "ไม่มีสคริปต์"
