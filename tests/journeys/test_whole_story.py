"""The main job of the portal, told once in a real browser: from an opened session to a certificate that anyone verifies.

The teacher works at 390 px, the staff at 1280. No worker runs: the outbox is emptied between the chapters, as a
worker would do it. Between booking and the day itself the clock is turned by moving the session into the past.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from centers.models import Center, Reservation
from committees.models import Position
from hcec.accounts.models import User
from hcec.core import outbox
from hcec.core.integrity import all_invariants
from testing.models import Session
from tests.factories.accounts import PersonFactory
from tests.factories.centers import AffiliationFactory, RoomFactory
from tests.factories.committees import person_with
from tests.factories.testing import ExamFactory
from tests.support.browser import page_in, too_wide
from verification.models import Certificate

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE, DESK = 390, 1280
EMAIL, PASSWORD = "malee@example.org", "ครูมาลี-รักการสอน-2569"
OF_A_WHOLE_COUNTRY = (
    "77 provinces",
    "185 centers",
    "committee",
    "manager",
)  # truths that one test center cannot have


class Story:
    """The stage: one center with its room, its people, and an exam."""

    def __init__(
        self, url: str, browser: Browser, cookies_of: Callable[[User], list[dict[str, Any]]]
    ) -> None:
        self.url, self.browser, self.cookies_of = url, browser, cookies_of
        self.room = RoomFactory(seats=20)
        self.center: Center = self.room.center
        self.exam, self.body = ExamFactory(), AffiliationFactory()
        self.manager = person_with(
            Position.CENTER_MANAGER, center=self.center, person=PersonFactory(last_name_th="จัดการ")
        )
        self.deputy = person_with(Position.DEPUTY_DIRECTOR, center=self.center)
        self.director = person_with(Position.SCHOOL_DIRECTOR, center=self.center)

    def at(self, name: str, *args: Any) -> str:
        return f"{self.url}{reverse(name, args=args)}"

    def staff(self, person: User) -> Any:
        return page_in(self.browser, DESK, cookies=self.cookies_of(person))


@pytest.fixture
def story(live_server: Any, browser: Browser, cookies_of: Any) -> Story:
    return Story(live_server.url, browser, cookies_of)


def fill_day(page: Page, field: str, at: datetime) -> None:
    """Day, month, year of the Buddhist era and hour, in their four boxes."""
    here = timezone.localtime(at)
    boxes = {"day": here.day, "month": here.month, "year": here.year + 543, "time": f"{here:%H.%M}"}
    for part, value in boxes.items():
        page.locator(f"[name={field}_{part}]").fill(str(value))


def press(page: Page) -> None:
    """The one main button of the page, also where it asks again."""
    main = page.locator("main .button-main").first
    main.click()
    again = page.locator("main details[open] .confirm-box button")
    if again.count():
        again.click()


def open_a_session(story: Story) -> Session:
    """The manager plans a session for a week from now and opens it for booking."""
    starts_at = (timezone.localtime() + timedelta(days=7)).replace(hour=9, minute=0, second=0, microsecond=0)
    with story.staff(story.manager) as page:
        page.goto(story.at("manage-sessions"))
        press(page)
        page.locator("[name=exam]").select_option(str(story.exam.pk))
        page.locator("[name=room]").select_option(str(story.room.pk))
        fill_day(page, "starts_at", starts_at)
        fill_day(page, "opens_at", timezone.now() - timedelta(hours=2))
        fill_day(page, "closes_at", starts_at - timedelta(days=1))
        press(page)
        press(page)
        expect(page.locator("main .badge").first).to_have_text("เปิดรับจอง")
    return Session.objects.get()


def sign_up(story: Story, page: Page) -> None:
    """The teacher makes an account, confirms her address by the mail's link, and says who she is."""
    page.goto(story.at("account_signup"))
    page.locator("[name=email]").fill(EMAIL)
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("[name=password2]").fill(PASSWORD)
    press(page)
    outbox.run_all_due()
    link = re.search(r"https?://\S+confirm\S+", str(mail.outbox[-1].body))
    assert link
    page.goto(story.url + "/" + link[0].split("/", 3)[3])
    press(page)


def sign_in(story: Story, page: Page) -> None:
    page.locator("[name=login]").fill(EMAIL)
    page.locator("[name=password]").fill(PASSWORD)
    press(page)


def say_who_i_am(story: Story, page: Page) -> None:
    page.goto(story.at("profile"))
    words = {
        "title": "นางสาว",
        "first_name_th": "มาลี",
        "last_name_th": "ใฝ่รู้",
        "first_name_en": "Mali",
        "last_name_en": "Fairu",
    }
    for name, value in words.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=kind][value=teacher]").check()
    page.locator("[name=affiliation]").select_option(str(story.body.pk))
    page.locator("[name=province]").select_option(str(story.center.province.pk))
    page.locator("[name=id_number]").fill("1101700207366")
    press(page)


def book(story: Story, session: Session) -> str:
    """On her phone: sign up, sign in, find the test from the front page, book; returns the booking's code."""
    with page_in(story.browser, PHONE) as page:
        sign_up(story, page)
        if "login" in page.url:
            sign_in(story, page)
        say_who_i_am(story, page)
        page.goto(story.at("landing"))
        assert too_wide(page) == 0
        page.locator(f"a[href='{reverse('session', args=[session.pk])}']").first.click()
        press(page)
        page.wait_for_url("**/my/bookings/*/")
        expect(page.locator("main")).to_contain_text("ที่นั่ง")
        code = page.url.rstrip("/").rsplit("/", 1)[1]
        page.goto(story.at("home"))
        expect(page.locator(".next")).to_contain_text(story.exam.name_th)
        assert too_wide(page) == 0
    return code


def time_passes(session: Session, days: float) -> None:
    """Everything of the session happened so many days earlier; its bookings follow by their foreign key."""
    delta = timedelta(days=days)
    with transaction.atomic():
        Reservation.objects.filter(session=session).update(
            starts_at=F("starts_at") - delta, ends_at=F("ends_at") - delta
        )
        moments = ("starts_at", "ends_at", "opens_at", "closes_at", "cancel_until", "created_at")
        Session.objects.filter(pk=session.pk).update(**{name: F(name) - delta for name in moments})
    session.refresh_from_db()


def check_in_and_confirm(story: Story, session: Session, code: str) -> None:
    """On the day the manager types the code at the desk; when the test is over, attendance is confirmed."""
    now = timezone.now()
    time_passes(session, (session.starts_at - now - timedelta(minutes=30)) / timedelta(days=1))
    with story.staff(story.manager) as page:
        page.goto(story.at("manage-check-in", session.pk))
        page.locator("[name=code]").fill(code)
        press(page)
        expect(page.locator(".desk-count")).to_contain_text("1")
        expect(page.locator(".desk-line .badge")).to_have_text("เข้าสอบ")
        time_passes(session, 1)
        page.goto(story.at("manage-session", session.pk))
        press(page)
        expect(page.locator("main .badge").first).to_have_text("ยืนยันผู้เข้าสอบแล้ว")


def enter(story: Story, session: Session) -> None:
    """The manager enters parts and the overall level."""
    booking = session.bookings.get()
    with story.staff(story.manager) as page:
        page.goto(story.at("manage-session-results", session.pk))
        for column, mark in {"listening": "B2", "reading": "B1"}.items():
            page.locator(f"[name='{booking.pk}-{column}']").fill(mark)
        page.locator(f"[name='{booking.pk}-overall']").select_option("B2")
        press(page)
        page.goto(story.at("manage-session-results", session.pk))
        expect(page.locator("main .badge").first).to_have_text("รอประกาศผล")


def release(story: Story, session: Session) -> None:
    """A second person looks at the results and releases them."""
    with story.staff(story.deputy) as page:
        page.goto(story.at("home"))
        page.locator(f"main .task a[href^='{reverse('manage-releases')}']").first.click()
        page.goto(story.at("manage-release", session.pk))
        page.locator("main details.confirm summary").click()
        page.locator("main .confirm-box button").click()
        expect(page.locator("main .badge").first).to_have_text("ประกาศผลแล้ว")


def issue(story: Story) -> Certificate:
    """The manager prepares what is ready, the director approves it; the outbox numbers it and prints its paper."""
    with story.staff(story.manager) as page:
        page.goto(story.at("home"))
        page.locator(f"main .task a[href^='{reverse('issue')}']").first.click()
        press(page)
        page.locator("main form .button-main").click()
        page.wait_for_url("**/issue/runs/*/")
    with story.staff(story.director) as page:
        page.goto(story.at("home"))
        page.locator(f"main .task a[href='{reverse('issue-runs')}']").first.click()
        page.locator("#listing a[href^='/issue/runs/']").first.click()
        page.locator("[name=release][value=now]").check()
        page.locator("main form .button-main").first.click()
        page.locator("#run").wait_for()
        outbox.run_all_due()
        page.reload()
        expect(page.locator("main .alert.tone-good")).to_be_visible()
    return Certificate.objects.get()


def receive(story: Story, certificate: Certificate) -> None:
    """The teacher reads the good news in her inbox and takes the paper with her."""
    with page_in(story.browser, PHONE, cookies=story.cookies_of(certificate.holder)) as page:
        page.goto(story.at("my-certificates"))
        expect(page.locator("main")).to_contain_text(certificate.number)
        with page.expect_download() as paper:
            page.locator("main a.button-main").click()
        assert paper.value.path().read_bytes().startswith(b"%PDF")
        page.goto(story.at("inbox"))
        expect(page.locator("main")).to_contain_text("ใบประกาศนียบัตร")
        assert too_wide(page) == 0


def verify(story: Story, certificate: Certificate) -> None:
    """Anybody types the number at the front door and compares."""
    with page_in(story.browser, PHONE) as page:
        page.goto(story.at("landing"))
        page.locator("[name=number]").fill(certificate.number.lower().replace("-", " "))
        page.locator("[name=number]").press("Enter")
        main = page.locator("main")
        for fact in ("นางสาวมาลี ใฝ่รู้", "B2", story.exam.name_th, certificate.number):
            expect(main).to_contain_text(fact)


def test_from_an_opened_session_to_a_certificate_that_anyone_verifies(story: Story) -> None:
    session = open_a_session(story)
    code = book(story, session)
    check_in_and_confirm(story, session, code)
    enter(story, session)
    release(story, session)
    certificate = issue(story)
    receive(story, certificate)
    verify(story, certificate)
    broken = {each.name for each in all_invariants() if each.broken()}
    assert {name for name in broken if not any(words in name for words in OF_A_WHOLE_COUNTRY)} == set()
