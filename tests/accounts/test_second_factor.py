"""The second factor: asked of those who approve, set up in a minute, never lost without a way back."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from committees.models import Position
from tests.accounts.totp import digits
from tests.factories.accounts import PASSWORD, give_second_factor
from tests.factories.centers import CenterFactory
from tests.factories.committees import person_with

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


def switch_on(client) -> list[str]:
    """Set up the app as a person does; returns the recovery codes shown."""
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'class="code">([A-Z2-7]+)<', page)[1]
    answer = client.post(reverse("mfa_activate_totp"), {"code": digits(secret)})
    assert answer.url == reverse("mfa_view_recovery_codes")
    return re.findall(r'class="code">(\w+)<', client.get(answer.url).content.decode())


def test_the_app_is_set_up_and_gives_ten_recovery_codes(signed_in):
    assert len(switch_on(signed_in)) == 10
    assert "บัญชีของท่านมีการยืนยันตัวตนขั้นที่สองแล้ว" in signed_in.get(reverse("mfa_index")).content.decode()


def test_a_director_without_a_second_factor_is_told_why_and_how():
    director = person_with(Position.SCHOOL_DIRECTOR, center=CenterFactory(), second_factor=False)
    client = Client()
    client.post(reverse("account_login"), {"login": director.email, "password": PASSWORD})
    page = client.get(reverse("mfa_index")).content.decode()
    assert "อำนาจหน้าที่ของท่านต้องใช้การยืนยันตัวตนขั้นที่สอง" in page
    assert reverse("mfa_activate_totp") in page
    assert reverse("mfa_add_webauthn") in page


def test_who_has_the_app_signs_in_with_its_digits(client, person):
    give_second_factor(person)
    answer = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert answer.url == reverse("mfa_authenticate")
    assert client.get(reverse("profile")).status_code == 302, "half signed in is not signed in"
    assert client.post(answer.url, {"code": digits(SECRET)}).url == reverse("home")
    assert client.get(reverse("profile")).status_code == 200


def test_wrong_digits_are_refused_in_a_sentence(client, person):
    give_second_factor(person)
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert "รหัสไม่ถูกต้อง" in client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()


def test_a_recovery_code_works_once(signed_in, person):
    code = switch_on(signed_in)[0]
    for expected in (302, 200):
        client = Client()
        client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
        assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == expected


def test_removing_the_app_takes_the_powers_away(client):
    director = person_with(Position.SCHOOL_DIRECTOR, center=CenterFactory())
    Authenticator.objects.filter(user=director).delete()
    client.force_login(director, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert not client.get(reverse("profile")).wsgi_request.access.second_factor


def test_a_change_of_factors_is_told_by_mail(signed_in, mails, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        switch_on(signed_in)
    assert "เปิดใช้แอปยืนยันตัวตนแล้ว" in [mail.subject for mail in mails()]


def test_the_passkey_page_hands_the_device_its_question(signed_in):
    page = signed_in.get(reverse("mfa_add_webauthn")).content.decode()
    assert 'data-passkey="create"' in page
    assert "&quot;challenge&quot;" in page


def test_the_sign_in_page_offers_a_passkey(client):
    page = client.get(reverse("account_login")).content.decode()
    assert f'data-options-url="{reverse("mfa_login_webauthn")}"' in page
    assert (
        "challenge"
        in client.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"}).json()[
            "request_options"
        ]["publicKey"]
    )


def test_who_confirms_assessments_carries_a_second_factor(client):
    province = CenterFactory().province
    head = person_with(Position.DEVELOPMENT_HEAD, province=province, second_factor=False)
    client.force_login(head, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(reverse("manage-standards")).headers.get("Location") == reverse("mfa_index")
    give_second_factor(head)
    assert client.get(reverse("manage-standards")).status_code == 200
