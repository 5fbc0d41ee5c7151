"""What an authenticator app shows (RFC 6238)."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value


def digits(secret: str) -> str:
    """The six digits of this half minute."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
