"""Doors of accounts: sign-up, sign-in, passwords, second factors, sessions, profile and inbox."""

from typing import Any

from allauth.mfa.models import Authenticator

from tests.doors.table import (
    ELSEWHERE,
    GET_CLOSED,
    HERE,
    ROLES,
    Door,
    Outcome,
    anyone,
    nobody,
    only,
    owner,
    signed_in,
)
from tests.factories.accounts import NoticeFactory, PersonFactory


def furnish(world: Any) -> None:
    """A notice of the teacher, and a passkey of somebody else."""
    world.notice = NoticeFactory(person=world.teacher)
    world.passkey = Authenticator.objects.create(
        user=PersonFactory(), type=Authenticator.Type.WEBAUTHN, data={"name": "โทรศัพท์"}
    )


DOORS = [
    Door("account_login", anyone()),
    Door("account_logout", anyone()),
    Door("account_signup", anyone()),
    Door("account_inactive", anyone()),
    Door("account_email_verification_sent", anyone()),
    Door(
        "account_confirm_email",
        anyone(),
        post=dict.fromkeys(ROLES, Outcome.UNKNOWN),
        where=lambda w: {"key": "no-such-key"},
    ),
    Door("account_confirm_login_code", signed_in()),
    Door("account_reset_password", anyone()),
    Door("account_reset_password_done", anyone()),
    Door("account_reset_password_from_key", anyone(), where=lambda w: {"uidb36": "1", "key": "no-such-key"}),
    Door("account_reset_password_from_key_done", anyone()),
    Door("account_reauthenticate", signed_in()),
    Door("account_email", signed_in()),
    Door("account_change_password", signed_in()),
    Door("account_set_password", signed_in()),
    Door("usersessions_list", signed_in()),
    Door("mfa_index", signed_in()),
    # These two need a sign-in that has begun; without one they lead to its start.
    Door("mfa_authenticate", signed_in()),
    Door("mfa_login_webauthn", signed_in()),
    Door("mfa_reauthenticate", signed_in()),
    Door("mfa_reauthenticate_webauthn", signed_in()),
    Door("mfa_activate_totp", signed_in()),
    # Only those who hold a seat have set up the app in this world.
    Door("mfa_deactivate_totp", only(*HERE, *ELSEWHERE, rest=Outcome.UNKNOWN)),
    # None of these people has recovery codes.
    Door("mfa_view_recovery_codes", nobody(), post=signed_in()),
    Door("mfa_generate_recovery_codes", signed_in()),
    Door("mfa_download_recovery_codes", nobody()),
    Door("mfa_list_webauthn", signed_in()),
    Door("mfa_add_webauthn", signed_in()),
    # Without having signed in a moment ago all are asked for the password first, and learn nothing of the key.
    Door("mfa_edit_webauthn", signed_in(), where=lambda w: {"pk": w.passkey.pk}),
    Door("mfa_remove_webauthn", signed_in(), where=lambda w: {"pk": w.passkey.pk}),
    Door("inbox", signed_in()),
    Door("inbox-read-all", GET_CLOSED, post=signed_in()),
    Door("notice", owner("teacher"), where=lambda w: {"pk": w.notice.pk}),
]
