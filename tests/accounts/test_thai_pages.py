"""Every page and mail of accounts speaks Thai to the last word, and needs no inline script or style."""

import re

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone, translation

from tests.accounts.reading import latin_leftovers, words
from tests.factories.accounts import NoticeFactory, give_second_factor

pytestmark = pytest.mark.django_db

FOR_ALL = ("account_login", "account_signup", "account_email_verification_sent", "account_reset_password",
           "account_reset_password_done", "account_reset_password_from_key_done", "account_inactive")  # fmt: skip
FOR_MEMBERS = ("account_logout", "account_email", "account_change_password", "account_reauthenticate", "usersessions_list",
               "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "profile", "inbox")  # fmt: skip
WITH_FACTOR = ("mfa_index", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes")
MAILS = sorted(
    path.name.removesuffix("_message.txt")
    for folder in ("account", "mfa")
    for path in (settings.BASE_DIR / "templates" / folder / "email").glob("*_message.txt")
    if not path.name.startswith("base_")
)
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|\sstyle=|<style|\son[a-z]+=", re.I)


def check(page, *known: str) -> None:
    html = page.content.decode()
    assert page.status_code == 200, page.status_code
    assert not INLINE.search(html), INLINE.search(html)
    assert not latin_leftovers(words(html), *known), latin_leftovers(words(html), *known)


@pytest.mark.parametrize("name", FOR_ALL)
def test_a_page_for_everyone_is_thai(client, name):
    check(client.get(reverse(name)))


@pytest.mark.parametrize("name", FOR_ALL[:2])
def test_a_page_full_of_errors_is_thai(client, name):
    check(client.post(reverse(name), {"email": "x", "login": "x", "password1": "a", "password2": "b"}))


@pytest.mark.parametrize("name", FOR_MEMBERS)
def test_a_page_of_ones_account_is_thai(signed_in, person, name):
    page = signed_in.get(reverse(name))
    secret = (
        re.findall(r'class="code">([A-Z2-7]+)<', page.content.decode()) if name == "mfa_activate_totp" else []
    )
    check(page, person.email, person.first_name_en, person.last_name_en, *secret)


@pytest.mark.parametrize("name", WITH_FACTOR)
def test_a_page_of_the_second_factor_is_thai(signed_in, person, name):
    give_second_factor(person)
    RecoveryCodes.activate(person)
    page = signed_in.get(reverse(name))
    codes = re.findall(r'class="code">(\w+)<', page.content.decode())
    check(page, person.email, *codes)


def test_the_page_that_asks_for_the_digits_is_thai(person):
    give_second_factor(person)
    client = Client()
    answer = client.post(reverse("account_login"), {"login": person.email, "password": "ครูดีศรีแผ่นดิน-2569"})
    check(client.get(answer.url))


@pytest.mark.parametrize("name", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
def test_the_pages_of_one_passkey_are_thai(signed_in, person, name):
    key = Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "โทรศัพท์"})
    check(signed_in.get(reverse(name, kwargs={"pk": key.pk})), person.email)


def test_the_page_behind_the_confirmation_link_is_thai(client, person):
    address = EmailAddress.objects.create(user=person, email="second@example.org")
    key = EmailConfirmationHMAC(address).key
    check(client.get(reverse("account_confirm_email", kwargs={"key": key})))
    check(client.get(reverse("account_confirm_email", kwargs={"key": "broken"})))
    check(client.get(reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "broken"})))


def test_a_message_in_the_inbox_is_thai(signed_in, person):
    notice = NoticeFactory(person=person)
    check(signed_in.get(reverse("inbox")), person.email)
    check(signed_in.get(reverse("notice", kwargs={"pk": notice.pk})), person.email)


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_is_thai(person, name):
    folder = (
        "mfa" if (settings.BASE_DIR / "templates/mfa/email" / f"{name}_message.txt").exists() else "account"
    )
    filled = {
        "user": person, "email": person.email, "activate_url": "http://testserver/a", "password_reset_url": "http://testserver/b",
        "signup_url": "http://testserver/c", "timestamp": timezone.now(), "ip": "10.0.0.1", "user_agent": "Mozilla",
        "from_email": "a@example.org", "to_email": "b@example.org", "deleted_email": "c@example.org",
    }  # fmt: skip
    request = RequestFactory().get("/")
    with translation.override("th"), context.request_context(request):
        mail = get_adapter(request).render_mail(f"{folder}/email/{name}", person.email, filled)
    assert not latin_leftovers(f"{mail.subject} {mail.body}"), latin_leftovers(f"{mail.subject} {mail.body}")
    assert mail.subject
    assert "\n" not in mail.subject


def test_english_is_one_click_away(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "Sign in" in client.get(reverse("account_login")).content.decode()
