"""A manager honours people from end to end, without script: words, names, certificates prepared; on a phone and wide."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from committees.models import Position
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory
from tests.factories.committees import person_with
from tests.factories.verification import an_occasion, citations_of, director_of, issue_citations
from tests.support.browser import page_in, too_wide, violations
from verification.models import Citation, IssueRun, Occasion

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def is_sound(page: Page) -> bool:
    return too_wide(page) == 0 and violations(page) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_people_are_honoured_without_script(live_server, browser, cookies_of, width):
    center, people = CenterFactory(), [PersonFactory(), PersonFactory()]
    director_of(center)
    manager = person_with(Position.CENTER_MANAGER, center=center)
    with page_in(browser, width, cookies=cookies_of(manager), script=False) as page:
        page.goto(live_server.url + reverse("occasions"))
        page.locator(f"main a[href='{reverse('occasion-new')}']").first.click()
        page.locator("[name=name_th]").fill("วิทยากรแกนนำดีเด่น ประจำปี ๒๕๖๙")
        for name in ("starts_on", "ends_on"):
            page.locator(f"[name={name}_day]").fill("1")
            page.locator(f"[name={name}_month]").fill("11")
            page.locator(f"[name={name}_year]").fill("2569")
        page.keyboard.press("Enter")
        page.locator("[name=people]").fill(f"{people[0].email}\n{people[1].email}\nnobody@example.org")
        page.locator("[name=role_th]").focus()
        page.keyboard.press("Enter")
        expect(page.locator("[name=people]")).to_have_value("nobody@example.org")
        page.locator("[name=people]").fill("")
        page.locator("[name=role_th]").focus()
        page.keyboard.press("Enter")
        occasion = Occasion.objects.get()
        page.wait_for_url(f"**{reverse('occasion', args=[occasion.pk])}")
        assert {row.person for row in Citation.objects.all()} == set(people)
        page.locator(f"main a[href^='{reverse('issue-confirm')}']").first.click()
        page.locator("main form .button-main").click()
        page.wait_for_url("**/issue/runs/*/")
        assert IssueRun.objects.get().total == 2


@pytest.mark.parametrize("width", [390, 1280])
def test_its_pages_are_sound(live_server, browser, cookies_of, width):
    center = CenterFactory()
    director, manager = director_of(center), person_with(Position.CENTER_MANAGER, center=center)
    occasion = an_occasion(
        PersonFactory(), PersonFactory(), PersonFactory(), center=center, by=manager, role="วิทยากร"
    )
    issue_citations(citations_of(occasion)[0], by=director)
    addresses = [
        reverse("occasions"), reverse("occasion-new"), *(
            reverse(name, args=[occasion.pk]) for name in ("occasion", "occasion-edit", "occasion-cite")
        ), reverse("citation-withdraw", args=[citations_of(occasion)[1].pk]), f"{reverse('issue')}?kind=recognition",
    ]  # fmt: skip
    with page_in(browser, width, cookies=cookies_of(manager)) as page:
        for address in addresses:
            page.goto(live_server.url + address)
            assert is_sound(page), (address, violations(page), too_wide(page))
