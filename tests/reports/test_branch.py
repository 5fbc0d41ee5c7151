"""The pages of figures: page, sheet and value say the same; everybody sees her own branch and nothing beside it."""

import re
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from centers.models import Center
from committees.models import Position
from hcec.accounts.models import User
from hcec.reports.figures import figures
from hcec.reports.measures import MEASURES
from hcec.reports.scopes import Scope
from testing.models import Booking
from tests.factories.committees import person_with
from tests.reports.scene import Scene as Laid
from tests.reports.scene import lay

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Laid:
    return lay()


@pytest.fixture
def supervisor(scene: Laid) -> User:
    return person_with(Position.SUPERVISOR, province=scene.here.province)


def page_of(client: Client, person: User, path: str):
    client.force_login(person)
    return client.get(path)


def numbers_of(html: str) -> list[list[int]]:
    """The numbers of each line of the table of places, its foot included."""
    table = html[html.index('<table class="rows figures">') :].split("</table>")[0]
    lines = table.split("<tr>")[2:]
    return [
        [int(re.sub(r"<[^>]+>|,", "", cell)) for cell in re.findall(r"<td[^>]*>(.*?)</td>", line)]
        for line in lines
    ]


def test_page_sheet_and_value_say_the_same(client: Client, scene: Laid, supervisor: User) -> None:
    scope = Scope(province=scene.here.province)
    found = figures(scope, scene.period)
    expected = [*(line.counts.values for line in found.lines), found.total.values]
    address = f"{scope.path}?{scene.period.query}"
    page = page_of(client, supervisor, address)
    assert numbers_of(page.content.decode()) == expected
    sheet = load_workbook(BytesIO(client.get(f"{address}&export=xlsx").content)).active
    rows = [list(row[1:]) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert rows[: len(expected)] == expected


def test_the_sheet_holds_the_levels_too(client: Client, scene: Laid, supervisor: User) -> None:
    answer = page_of(client, supervisor, f"{Scope(center=scene.here).path}?{scene.period.query}&export=csv")
    assert "B1,3" in answer.content.decode("utf-8-sig")


def test_a_supervisor_is_led_to_her_province(client: Client, scene: Laid, supervisor: User) -> None:
    answer = page_of(client, supervisor, reverse("branch"))
    assert answer["Location"] == reverse("branch-province", args=[scene.here.province.code])


def test_a_manager_is_led_to_her_center(client: Client, scene: Laid) -> None:
    manager = person_with(Position.CENTER_MANAGER, center=scene.here)
    answer = page_of(client, manager, reverse("branch"))
    assert answer["Location"] == Scope(center=scene.here).path


def test_who_sits_at_two_centers_chooses(client: Client, scene: Laid) -> None:
    manager = person_with(Position.CENTER_MANAGER, center=scene.here)
    person_with(Position.CENTER_SUPERVISOR, center=scene.away, person=manager)
    page = page_of(client, manager, reverse("branch")).content.decode()
    assert scene.here.name in page
    assert scene.away.name in page


@pytest.mark.parametrize("path", ["branch-province", "branch-center", "rows"])
def test_another_province_is_not_found(client: Client, scene: Laid, supervisor: User, path: str) -> None:
    code = scene.away.province.code
    addresses = {
        "branch-province": reverse("branch-province", args=[code]),
        "branch-center": reverse("branch-center", args=[code, scene.away.code]),
        "rows": f"{reverse('branch-rows', args=['booked'])}?province={code}",
    }
    assert page_of(client, supervisor, addresses[path]).status_code == 404


def test_a_center_under_another_provinces_address_is_not_found(
    client: Client, scene: Laid, supervisor: User
) -> None:
    path = reverse("branch-center", args=[scene.away.province.code, scene.here.code])
    assert page_of(client, supervisor, path).status_code == 404


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.key)
def test_every_number_opens_its_rows(client: Client, scene: Laid, supervisor: User, measure) -> None:
    scope = Scope(province=scene.here.province)
    path = f"{reverse('branch-rows', args=[measure.key])}?{scope.query}&{scene.period.query}"
    page = page_of(client, supervisor, path)
    assert page.status_code == 200
    assert page.context["listing"].count == measure.rows(scope, scene.period).count()


def test_the_table_links_its_numbers_to_these_rows(client: Client, scene: Laid, supervisor: User) -> None:
    page = page_of(client, supervisor, f"{Scope(province=scene.here.province).path}?{scene.period.query}")
    path = reverse("branch-rows", args=["attended"])
    assert (
        f"{path}?center={scene.here.code}&amp;{scene.period.query.replace('&', '&amp;')}"
        in page.content.decode()
    )


def test_names_are_shown_to_those_who_may_see_a_person(client: Client, scene: Laid, supervisor: User) -> None:
    path = f"{reverse('branch-rows', args=['attended'])}?province={scene.here.province.code}&{scene.period.query}"
    name = Booking.objects.filter(session__center=scene.here).first().person.name_th
    assert name in page_of(client, supervisor, path).content.decode()
    ministry = person_with(Position.MINISTRY_MEMBER)
    assert name not in page_of(Client(), ministry, path).content.decode()


def test_searching_the_rows_stays_within_place_and_period(
    client: Client, scene: Laid, supervisor: User
) -> None:
    path = (
        f"{reverse('branch-rows', args=['booked'])}?province={scene.here.province.code}&{scene.period.query}"
    )
    page = page_of(client, supervisor, path).content.decode()
    assert f'name="province" value="{scene.here.province.code}"' in page
    assert f'name="year" value="{scene.period.year}"' in page


def test_a_measure_that_is_none_is_not_found(client: Client, scene: Laid, supervisor: User) -> None:
    assert page_of(client, supervisor, reverse("branch-rows", args=["money"])).status_code == 404


def test_the_nation_leads_to_its_provinces(client: Client, scene: Laid) -> None:
    page = page_of(client, person_with(Position.OBEC_MEMBER), f"{reverse('branch')}?{scene.period.query}")
    assert reverse("branch-province", args=[scene.away.province.code]) in page.content.decode()


def asked_for_every_center(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse("branch") + "?by=center").status_code == 200
    return len(queries)


def test_the_nation_center_by_center_costs_the_same_queries_for_3_and_for_185(
    client: Client, scene: Laid
) -> None:
    client.force_login(person_with(Position.OBEC_MEMBER))
    asked_for_every_center(client)
    few = asked_for_every_center(client)
    province = scene.here.province
    Center.objects.bulk_create(
        Center(code=f"HCEC-M{n}", number=1000 + n, name_th=f"ศูนย์ {n}", province=province)
        for n in range(185 - Center.objects.count())
    )
    assert asked_for_every_center(client) == few <= 12
    html = client.get(reverse("branch") + "?by=center").content.decode()
    assert len(numbers_of(html)) == 185 + 1


def test_centers_and_provinces_add_up_to_the_same_total(client: Client, scene: Laid) -> None:
    client.force_login(person_with(Position.OBEC_MEMBER))
    by_center = numbers_of(client.get(reverse("branch") + "?by=center").content.decode())
    by_province = numbers_of(client.get(reverse("branch")).content.decode())
    assert by_center[-1] == by_province[-1] == [sum(column) for column in zip(*by_center[:-1], strict=True)]
