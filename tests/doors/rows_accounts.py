"""Doors of accounts: sign-up, sign-in, passwords, second factors, sessions, profile and inbox."""

from tests.doors.table import Door, anyone, signed_in

KEY = {"uidb36": "1-x", "key": "no-such-key"}

DOORS = [
    Door("account_login", anyone()),
    Door("account_logout", anyone()),
    Door("account_signup", anyone()),
    Door("account_inactive", anyone()),
    Door("account_email_verification_sent", anyone()),
    Door("account_confirm_email", anyone(), where=lambda w: {"key": "no-such-key"}),
    Door("account_confirm_login_code", anyone()),
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
    Door("mfa_authenticate", anyone()),
    Door("mfa_login_webauthn", anyone()),
]
