"""The back office: behind the portal's own sign-in and a second factor, without a way to touch a status."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from centers.models import Affiliation, Center, ReadinessRule
from committees.models import Position
from hcec.accounts.models import User
from hcec.core.models import AuditEntry
from tests.factories.accounts import PersonFactory, give_second_factor
from tests.factories.centers import AffiliationFactory, CenterFactory
from tests.factories.committees import person_with
from tests.factories.registers import a_standard

pytestmark = pytest.mark.django_db


def enter(client, **office):
    person = person_with(Position.OBEC_OFFICER, **office)
    User.objects.filter(pk=person.pk).update(is_staff=True)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def officer(client):
    return enter(client)


def test_an_officer_with_a_second_factor_finds_the_reference_data(officer):
    page = officer.get(reverse("admin:index")).content.decode()
    assert reverse("admin:centers_affiliation_changelist") in page


def test_without_a_second_factor_the_door_leads_to_it(client):
    answer = enter(client, second_factor=False).get(reverse("admin:index"), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("mfa_index")


def test_a_stranger_signs_in_as_everywhere(client):
    answer = client.get(reverse("admin:index"), follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_staff_without_the_power_see_nothing(client):
    person = PersonFactory(is_staff=True)
    give_second_factor(person)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(reverse("admin:centers_center_changelist")).status_code != 200


@pytest.mark.parametrize(
    "model",
    [
        *("affiliation", "skillarea", "province", "servicearea", "school", "center"),
        *("holiday", "readinessrule", "standard"),
    ],
)
def test_every_list_opens(officer, model):
    CenterFactory()
    assert officer.get(reverse(f"admin:centers_{model}_changelist")).status_code == 200


def test_a_status_is_only_shown(officer):
    center = CenterFactory()
    address = reverse("admin:centers_center_change", args=[center.pk])
    html = officer.get(address).content.decode()
    assert 'name="status"' not in html
    officer.post(address, {"name_th": "x", "status": "closed", "code": "HACKED", "host_verified": "on"})
    center.refresh_from_db()
    assert (center.status, center.code) != ("closed", "HACKED")


def test_nothing_is_deleted_here(officer):
    center = CenterFactory()
    assert (
        officer.post(reverse("admin:centers_center_delete", args=[center.pk]), {"post": "yes"}).status_code
        == 403
    )
    assert Center.objects.filter(pk=center.pk).exists()


def test_a_person_shows_neither_number_nor_password(officer):
    person = PersonFactory()
    html = officer.get(reverse("admin:accounts_user_change", args=[person.pk])).content.decode()
    assert person.password not in html
    for field in (
        "password",
        "id_sealed",
        "id_fingerprint",
        "is_superuser",
        "is_staff",
        "groups",
        "user_permissions",
    ):
        assert f'name="{field}"' not in html


def test_a_change_is_written_down(officer):
    row = AffiliationFactory()
    data = {"code": row.code, "name_th": "ชื่อใหม่", "name_en": "New", "sort_order": "5"}
    officer.post(reverse("admin:centers_affiliation_change", args=[row.pk]), data)
    assert AuditEntry.objects.get(verb="office.change").facts == {
        "fields": ["name_th", "name_en", "sort_order"]
    }


def imported(client, text: str):
    file = SimpleUploadedFile("a.csv", text.encode())
    return client.post(
        reverse("admin:centers_affiliation_import"), {"import_file": file, "format": "1", "resource": "0"}
    )


def test_a_sheet_is_looked_at_before_it_is_written(officer):
    answer = imported(officer, "code,name_th,name_en,sort_order\nnew,สังกัดใหม่,New body,70\n")
    assert "สังกัดใหม่" in answer.content.decode()
    assert not Affiliation.objects.filter(code="new").exists()
    officer.post(reverse("admin:centers_affiliation_process_import"), answer.context["confirm_form"].initial)
    assert Affiliation.objects.get(code="new").name_th == "สังกัดใหม่"


def test_a_bad_row_stops_the_whole_sheet(officer):
    answer = imported(officer, "code,name_th,name_en,sort_order\ngood,ดี,Good,1\nbad,ไม่ดี,Bad,many\n")
    assert answer.status_code == 200
    assert "confirm_form" not in answer.context or not answer.context["confirm_form"]
    assert not Affiliation.objects.exists()


def test_nonsense_gets_a_sentence(officer):
    file = io.BytesIO(b"\x00\x01\x02" * 100)
    file.name = "a.xlsx"
    answer = officer.post(
        reverse("admin:centers_affiliation_import"), {"import_file": file, "format": "0", "resource": "0"}
    )
    assert answer.status_code == 200
    assert not Affiliation.objects.exists()


def test_obec_sets_the_day_from_which_the_standards_decide_and_nothing_else_of_a_version(officer):
    standard = a_standard()
    answer = officer.post(
        reverse("admin:centers_standard_change", args=[standard.pk]),
        {"enforced_from": "2027-01-01", "version": "9"},
    )
    assert answer.status_code == 302
    standard.refresh_from_db()
    assert (standard.version, standard.enforced_from.isoformat()) == (1, "2027-01-01")
    assert AuditEntry.objects.get(verb="office.change").facts["fields"] == ["enforced_from"]


def test_a_new_readiness_rule_follows_the_one_in_force_which_stays_as_it_was(officer):
    rule = ReadinessRule.objects.create(in_force_from="2026-01-01")
    new = {"in_force_from": "2099-01-01", "valid_days": "14", "min_kbps": "4000", "max_skew_ms": "3000",
           "min_width": "1280", "min_height": "720", "source": ""}  # fmt: skip
    officer.post(reverse("admin:centers_readinessrule_add"), new)
    assert ReadinessRule.objects.get(in_force_from="2099-01-01").valid_days == 14
    officer.post(reverse("admin:centers_readinessrule_change", args=[rule.pk]), new | {"valid_days": "1"})
    rule.refresh_from_db()
    assert rule.valid_days == 30
