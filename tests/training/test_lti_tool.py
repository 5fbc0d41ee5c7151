"""A real LTI tool in a real browser: opened from one's own course, scored, and counted in the portal (3.1.2)."""

from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories.lti import a_tool, a_tool_link
from tests.factories.training import enrol
from tests.support.browser import page_in
from tests.support.desks import signed_in
from tests.training.tool import tool_served
from training.models import Attendance, Launch, Meeting, Pseudonym, Score
from training.queries.online import done

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def running(meeting):
    """The meeting moved to now, with its round."""
    back = meeting.starts_at - timezone.now() + timedelta(hours=1)
    round = meeting.round
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=meeting.starts_at - back, ends_at=meeting.ends_at - back
    )
    type(round).objects.filter(pk=round.pk).update(
        starts_at=round.starts_at - back, ends_at=round.ends_at - back, closes_at=round.closes_at - back,
        cancel_until=round.cancel_until - back, opens_at=round.opens_at - back,
    )  # fmt: skip


@pytest.fixture
def outside(live_server, settings):
    """A platform that the ministry registered, and a person with a place in e-learning that is opened in it."""
    settings.PUBLIC_URL = live_server.url
    with tool_served() as tool:
        tool.row = a_tool(
            login_url=f"{tool.url}/login/",
            redirect_uris=[f"{tool.url}/launch/"],
            jwks_url=f"{tool.url}/keys/",
            jwks=None,
        )
        tool.configure(live_server.url, str(tool.row.client_id), str(tool.row.deployment_id))
        tool.link = a_tool_link(tool=tool.row, target=f"{tool.url}/units/1")
        tool.place = enrol(tool.link.meeting.round)
        running(tool.link.meeting)
        yield tool


def opened(browser, live_server, outside, *, script=True):
    """The person opens the e-learning from her course; gives what the page said at the end."""
    session = signed_in(outside.place.person).client.cookies[django_settings.SESSION_COOKIE_NAME].value
    cookie = {"name": django_settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
    with page_in(browser, 390, cookies=[cookie], script=script, expected=("400",)) as page:
        page.goto(live_server.url + reverse("enrolment", args=[outside.place.pk]))
        page.get_by_role("link", name="เปิดอีเลิร์นนิง").click()
        if not script:
            page.get_by_role("button", name="เปิดอีเลิร์นนิง").click()
        expect(page.locator("h1, body")).not_to_have_count(0)
        page.wait_for_url(f"{outside.url}/launch/")
        return page.content()


@pytest.mark.parametrize("script", [True, False])
def test_a_real_tool_is_launched_and_its_score_is_the_persons_attendance(
    browser, live_server, outside, script
):
    assert "Unit 1 is done" in opened(browser, live_server, outside, script=script)
    [data] = outside.launched
    assert data["sub"] == str(Pseudonym.objects.get(person=outside.place.person).key)
    assert "name" not in data and "email" not in data
    assert outside.line_item.get_label() == "บทที่ 1"
    score = Score.objects.get()
    assert (score.given, score.maximum, score.enrolment) == (9, 10, outside.place)
    assert Attendance.objects.get().minutes == outside.link.meeting.minutes
    assert done(outside.place).complete and Launch.objects.count() == 1


def test_the_name_is_told_only_to_a_tool_that_may_have_it(browser, live_server, outside):
    type(outside.row).objects.update(sends_name=True)
    opened(browser, live_server, outside)
    assert outside.launched[0]["name"] == outside.place.person.name


def test_a_score_that_is_not_the_end_counts_nothing_yet(browser, live_server, outside):
    outside.score = {"activity": "InProgress", "grading": "Pending"}
    opened(browser, live_server, outside)
    assert Score.objects.exists() and not Attendance.objects.exists()
    assert not done(outside.place).complete


def test_a_tool_of_another_deployment_refuses_the_launch(browser, live_server, outside):
    outside.configure(live_server.url, str(outside.row.client_id), "another")
    assert "refused" in opened(browser, live_server, outside)
    assert not outside.launched and not Score.objects.exists()
