"""A passkey from its making to signing in with nothing else, in a real browser under the real CSP."""

import pytest
from django.urls import reverse

from tests.factories.accounts import PASSWORD, PersonFactory
from tests.support.browser import page_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def at(live_server, settings):
    """Addresses under a name: browsers make no passkey for a bare number."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "localhost"]
    base = live_server.url.replace("127.0.0.1", "localhost")
    return lambda name: base + reverse(name)


def sign_in(page, person):
    page.fill("#id_login", person.email)
    page.fill("#id_password", PASSWORD)
    page.click("form.form .button-main")


def test_a_passkey_is_made_and_signs_in_alone(browser, at):
    person = PersonFactory()
    with page_in(browser, 390) as page:
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        page.goto(at("account_login"))
        sign_in(page, person)
        page.wait_for_url(at("home"))
        page.goto(at("mfa_add_webauthn"))
        page.click("form[data-passkey] .button-main")
        page.wait_for_url(at("mfa_view_recovery_codes"))
        page.goto(at("account_logout"))
        page.click("main form button")
        page.goto(at("account_login"))
        page.click("form[data-passkey] button")
        page.wait_for_url(at("home"))


def test_a_device_without_a_key_says_what_to_do(browser, at):
    with page_in(browser, 390) as page:
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        page.goto(at("account_login"))
        page.click("form[data-passkey] button")
        page.get_by_text("โปรดลองอีกครั้ง หรือเข้าสู่ระบบด้วยรหัสผ่าน").wait_for()
