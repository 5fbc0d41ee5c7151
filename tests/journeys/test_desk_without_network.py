"""The desk on a phone: the list is taken along, people are let in without network, and all is handed over later."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from committees.models import Position
from testing.lifecycles import BookingStatus, SessionStatus
from testing.models import Outcome, Scan
from tests.factories.committees import person_with
from tests.factories.testing import BookingFactory, SessionFactory
from tests.journeys.test_take_along import NO_NETWORK, cut, mend
from tests.support.browser import page_in, too_wide, violations
from tests.support.wire import wire_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TAKEN = "รายชื่ออยู่ในเครื่องนี้แล้ว เปิดได้โดยไม่ต้องมีเครือข่าย"


@pytest.fixture
def wire(live_server):
    with wire_to(live_server.thread.port) as wire:
        yield wire


def test_people_are_let_in_without_network_and_merged_afterwards(wire, browser, cookies_of):
    session = SessionFactory(starts_at=timezone.now() - timedelta(minutes=5), status=SessionStatus.CLOSED)
    first, second = BookingFactory(session=session), BookingFactory(session=session)
    clerk = person_with(Position.CLERK, center=session.center)
    address = f"{wire.url}{reverse('manage-check-in', args=[session.pk])}"
    with page_in(browser, 390, cookies=cookies_of(clerk), expected=NO_NETWORK) as page:
        page.goto(address)
        page.locator("[data-take-desk]").click()
        expect(page.locator("[data-say]")).to_have_text(TAKEN)
        assert too_wide(page) == 0 and violations(page) == []
        context = page.context
        cut(page, wire)
        page.close()
        cold = context.new_page()
        cold.goto(address)
        cold.locator("[name=code]").fill(first.code_shown.lower())
        cold.locator("[data-desk-code] button").click()
        expect(cold.locator(f"#seat-{first.seat_no} .desk-state")).to_contain_text("ชั่วคราว")
        cold.locator("[name=code]").fill("ZZZZZZZZZ")
        cold.locator("[data-desk-code] button").click()
        expect(cold.locator("[data-say]")).to_contain_text("ไม่อยู่ในรายชื่อ")
        first.refresh_from_db()
        assert first.status == BookingStatus.CONFIRMED
        mend(cold, wire)
        expect(cold.locator(f"#seat-{first.seat_no}")).to_have_attribute(
            "data-status", "attended", timeout=20000
        )
        assert cold.evaluate("localStorage.length") == 0
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.status, second.status) == (BookingStatus.ATTENDED, BookingStatus.CONFIRMED)
    made = dict(Scan.objects.order_by("pk").values_list("typed", "outcome"))
    assert made == {first.code_shown.lower(): Outcome.IN, "ZZZZZZZZZ": Outcome.NOT_CODE}
