"""Anyone finds the centers; nobody is told a placeholder school as if it were the host."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from centers.models import Center
from tests.factories.centers import CenterFactory, RoomFactory, SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def placeholder():
    return CenterFactory(
        host_verified=False,
        name_th="ศูนย์ HCEC โรงเรียนสมมติวิทยา",
        host_school=SchoolFactory(name_th="โรงเรียนสมมติวิทยา"),
    )


def test_a_confirmed_host_is_named(client):
    center = CenterFactory(name_th="ศูนย์ HCEC โรงเรียนจริงวิทยา")
    assert "โรงเรียนจริงวิทยา" in client.get(reverse("centers")).content.decode()
    assert (
        center.host_school.name_th
        in client.get(reverse("center", kwargs={"code": center.code})).content.decode()
    )


def test_a_placeholder_is_never_named_in_public(client, placeholder):
    for address in (reverse("centers"), reverse("center", kwargs={"code": placeholder.code})):
        page = client.get(address).content.decode()
        assert "สมมติวิทยา" not in page
        assert placeholder.province.name_th in page
    assert "สมมติวิทยา" not in client.get(reverse("centers"), {"export": "csv"}).content.decode()


def test_no_search_tells_a_placeholder(client, placeholder):
    page = client.get(reverse("centers"), {"q": "สมมติวิทยา"})
    assert page.context["listing"].count == 0


def test_a_center_is_found_by_its_province(client, placeholder):
    CenterFactory()
    page = client.get(reverse("centers"), {"q": placeholder.province.name_th})
    assert [center.pk for center in page.context["listing"].page] == [placeholder.pk]


def test_the_filter_by_province_is_in_the_address(client, placeholder):
    CenterFactory()
    page = client.get(reverse("centers"), {"province": placeholder.province_id})
    assert page.context["listing"].count == 1


def test_a_room_out_of_use_is_not_offered(client):
    room = RoomFactory(name_th="ห้องเก่า", active=False)
    assert "ห้องเก่า" not in client.get(reverse("center", kwargs={"code": room.center.code})).content.decode()


def test_an_unknown_center_is_not_there(client):
    assert client.get(reverse("center", kwargs={"code": "HCEC-00-99"})).status_code == 404


def test_the_whole_country_costs_a_few_queries(client, django_assert_max_num_queries):
    call_command("load_reference", verbosity=0)
    with django_assert_max_num_queries(6):
        page = client.get(reverse("centers"))
    assert page.context["listing"].count == 185


def test_of_the_real_centers_one_host_is_named(client):
    call_command("load_reference", verbosity=0)
    exported = client.get(reverse("centers"), {"export": "csv"}).content.decode()
    named = [center.name_th for center in Center.objects.all() if center.name_th in exported]
    assert named == ["ศูนย์ HCEC โรงเรียนพรเจริญวิทยา"]
