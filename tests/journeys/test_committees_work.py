"""Committees' work in a real browser: a visit without network, minutes written by two, a directive, a meeting."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from committees.models import Acknowledgement, Position
from tests.factories.accounts import PersonFactory
from tests.factories.committees import AppointmentFactory, person_with
from tests.factories.work import DirectiveFactory, SittingFactory, VisitFactory, chain
from tests.support.browser import page_in, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEPT, SAVED = "เก็บไว้ในเครื่องนี้ จะส่งเมื่อเครือข่ายกลับมา", "บันทึกแล้ว"
NO_NETWORK = ("ERR_INTERNET_DISCONNECTED",)
REFUSED = ("409",)


@pytest.fixture
def visit():
    return VisitFactory()


def at(live_server, name: str, *args) -> str:
    return f"{live_server.url}{reverse(name, args=args)}"


def press(page: Page) -> None:
    """The main button of the form."""
    page.locator("[data-keep] .button-main").click()


def type_a_visit(page: Page, visit) -> None:
    """Mark the first statement, write a finding, with the thumb on a phone."""
    page.locator(f"input[name=score_{visit.form.items.first().pk}][value='4']").check()
    page.locator("[name=finding_0]").fill("ไฟดับบ่อย")
    page.locator("[name=summary]").fill("โดยรวมดี")


def test_a_visit_typed_without_network_is_kept_and_sent_by_itself(live_server, browser, cookies_of, visit):
    with page_in(browser, 390, cookies=cookies_of(visit.supervisor), expected=NO_NETWORK) as page:
        page.goto(at(live_server, "visit-form", visit.pk))
        assert too_wide(page) == 0
        page.context.set_offline(True)
        type_a_visit(page, visit)
        press(page)
        expect(page.locator("[data-state]")).to_have_text(KEPT)
        expect(page.locator("[data-state]")).to_be_in_viewport()
        page.locator("[name=summary]").fill("โดยรวมดีมาก")
        page.context.set_offline(False)
        expect(page.locator("[data-state]")).to_have_text(SAVED)
    visit.refresh_from_db()
    assert (visit.summary, visit.findings.get().text) == ("โดยรวมดีมาก", "ไฟดับบ่อย")
    assert visit.ratings.get(score__isnull=False).score == 4


def test_what_was_typed_survives_that_the_page_is_closed(live_server, browser, cookies_of, visit):
    with page_in(browser, 390, cookies=cookies_of(visit.supervisor), expected=NO_NETWORK) as page:
        page.goto(at(live_server, "visit-form", visit.pk))
        page.context.set_offline(True)
        type_a_visit(page, visit)
        press(page)
        expect(page.locator("[data-state]")).to_have_text(KEPT)
        context = page.context
        page.close()
        context.set_offline(False)
        later = context.new_page()
        later.goto(at(live_server, "visit-form", visit.pk))
        expect(later.locator("[name=summary]")).to_have_value("โดยรวมดี")
        expect(later.locator("[data-state]")).to_have_text(SAVED)
    visit.refresh_from_db()
    assert visit.summary == "โดยรวมดี"


def test_a_visit_saved_on_another_device_is_never_written_over(live_server, browser, cookies_of, visit):
    cookies = cookies_of(visit.supervisor)
    with page_in(browser, 390, cookies=cookies, expected=NO_NETWORK + REFUSED) as phone:
        phone.goto(at(live_server, "visit-form", visit.pk))
        phone.context.set_offline(True)
        type_a_visit(phone, visit)
        with page_in(browser, 1280, cookies=cookies) as desk:
            desk.goto(at(live_server, "visit-form", visit.pk))
            desk.locator("[name=summary]").fill("ของโต๊ะทำงาน")
            press(desk)
            desk.wait_for_url(at(live_server, "visit", visit.pk))
        phone.context.set_offline(False)
        expect(phone.locator("[data-state] .tone-bad")).to_be_visible()
        press(phone)
        expect(phone.locator(".alert", has_text="ของโต๊ะทำงาน")).to_be_visible()
        expect(phone.locator("[name=summary]")).to_have_value("โดยรวมดี")
        press(phone)
        phone.wait_for_url(at(live_server, "visit", visit.pk))
    visit.refresh_from_db()
    assert visit.summary == "โดยรวมดี"


@pytest.fixture
def open_meeting():
    """A meeting in session with the manager and the clerk, who both keep its minutes."""
    sitting = SittingFactory(status="open", opened_at=timezone.now())
    manager = person_with(Position.CENTER_MANAGER, center=sitting.committee.center)
    clerk = person_with(Position.CLERK, center=sitting.committee.center)
    return sitting, manager, clerk


def test_minutes_save_themselves_and_two_writers_lose_nothing(live_server, browser, cookies_of, open_meeting):
    sitting, manager, clerk = open_meeting
    item = sitting.items.get()
    where = at(live_server, "meeting-minutes", sitting.pk, item.pk)
    with (
        page_in(browser, 1280, cookies=cookies_of(manager)) as first,
        page_in(browser, 1280, cookies=cookies_of(clerk), expected=REFUSED) as second,
    ):
        first.goto(where)
        second.goto(where)
        first.locator("[name=text]").press_sequentially("ประธานแจ้ง")
        expect(first.locator("[data-state]")).to_have_text(SAVED)
        second.locator("[name=text]").fill("ที่ประชุมรับทราบ")
        expect(second.locator("[data-state] .tone-bad")).to_be_visible()
        second.locator("[name=text]").press_sequentially(" ตามเสนอ")
        press(second)
        expect(second.locator(".alert", has_text="ประธานแจ้ง")).to_be_visible()
        expect(second.locator("[name=text]")).to_have_value("ที่ประชุมรับทราบ ตามเสนอ")
        second.locator("[name=text]").fill("ประธานแจ้ง ที่ประชุมรับทราบ ตามเสนอ")
        press(second)
        second.wait_for_url(at(live_server, "meeting", sitting.pk))
    item.refresh_from_db()
    assert item.minutes == "ประธานแจ้ง ที่ประชุมรับทราบ ตามเสนอ"


def test_minutes_kept_on_the_device_do_not_overwrite_what_others_saved_since(
    live_server, browser, cookies_of, open_meeting
):
    sitting, manager, _clerk = open_meeting
    item = sitting.items.get()
    where = at(live_server, "meeting-minutes", sitting.pk, item.pk)
    with page_in(browser, 390, cookies=cookies_of(manager), expected=NO_NETWORK + REFUSED) as page:
        page.goto(where)
        page.context.set_offline(True)
        page.locator("[name=text]").fill("พิมพ์ขณะไม่มีเครือข่าย")
        expect(page.locator("[data-state]")).to_have_text(KEPT)
        item.minutes, item.version = "ของอีกคน", 1
        item.save()
        page.goto("about:blank")
        page.context.set_offline(False)
        page.goto(where)
        expect(page.locator("[data-state] .tone-bad")).to_be_visible()
        expect(page.locator("[name=text]")).to_have_value("พิมพ์ขณะไม่มีเครือข่าย")
    item.refresh_from_db()
    assert item.minutes == "ของอีกคน"


def test_minutes_are_written_without_script_too(live_server, browser, cookies_of, open_meeting):
    sitting, manager, _clerk = open_meeting
    item = sitting.items.get()
    with page_in(browser, 390, cookies=cookies_of(manager), script=False) as page:
        page.goto(at(live_server, "meeting-minutes", sitting.pk, item.pk))
        page.locator("[name=text]").fill("ประธานแจ้ง")
        press(page)
        page.wait_for_url(at(live_server, "meeting", sitting.pk))
    item.refresh_from_db()
    assert item.minutes == "ประธานแจ้ง"


def test_a_directive_is_acknowledged_on_a_phone(live_server, browser, cookies_of):
    _obec, province, _center = chain()
    person = person_with(Position.AREA_DIRECTOR, province=province.province)
    directive = DirectiveFactory(
        status="published", published_at=timezone.now(), published_by=PersonFactory(), plan_asked=True
    )
    with page_in(browser, 390, cookies=cookies_of(person)) as page:
        page.goto(at(live_server, "directives"))
        page.get_by_role("link", name=directive.subject).click()
        assert too_wide(page) == 0
        page.get_by_role("button", name="รับทราบ").click()
        expect(page.get_by_text("ขอแผนของพื้นที่").last).to_be_visible()
        page.locator("[name=plan]").fill("เปิดสอบเดือนมกราคม")
        page.get_by_role("button", name="รับทราบ").click()
        expect(page.get_by_text("เปิดสอบเดือนมกราคม")).to_be_visible()
        assert page.get_by_role("button", name="รับทราบ").count() == 0
    assert Acknowledgement.objects.get().committee == province


def tab_to(page: Page, name: str) -> None:
    """Move on with the Tab key until the button of this name has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"no Tab stop says {name}")


def test_who_is_in_the_room_is_marked_by_keyboard_alone(live_server, browser, cookies_of):
    sitting = SittingFactory(status="called", quorum=1)
    manager = person_with(Position.CENTER_MANAGER, center=sitting.committee.center)
    AppointmentFactory(committee=sitting.committee)
    with page_in(browser, 1280, cookies=cookies_of(manager)) as page:
        page.goto(at(live_server, "meeting", sitting.pk))
        tab_to(page, "มาถึง")
        page.keyboard.press("Enter")
        page.wait_for_url("**#room")
        tab_to(page, "ออก")
        page.keyboard.press("Enter")
        page.wait_for_load_state()
        expect(page.get_by_role("button", name="มาถึง")).to_have_count(2)
    presence = sitting.presences.get()
    assert presence.left_at is not None
