"""Tokens for a tool: its signed request for one is checked, the token itself is signed by the portal and kept nowhere.

RFC 6749 4.4 with RFC 7523 2.2, as the 1EdTech Security Framework 1.0 asks (4.1).
"""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.db import IntegrityError, transaction
from joserfc import jwt
from joserfc.errors import JoseError

from training.lti import keys
from training.lti.outgoing import Unreachable
from training.models import Tool, UsedAssertion

AGS = "https://purl.imsglobal.org/spec/lti-ags/scope/"
SCORE, LINE_ITEM = f"{AGS}score", f"{AGS}lineitem.readonly"
SCOPES = frozenset({SCORE, LINE_ITEM})
LASTS = 3600  # seconds that a token counts
LONGEST = timedelta(minutes=15)  # that a request for one may be good for
LEEWAY = 60  # seconds that two clocks may differ
SALT = "hcec.lti.token"
CLAIMS: dict[str, Any] = {name: {"essential": True} for name in ("iss", "sub", "aud", "exp", "iat", "jti")}


class Denied(Exception):
    """The request is not answered; `code` is the word that OAuth 2 has for why (RFC 6749, 5.2)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def tool_named(client_id: Any) -> Tool:
    """The tool in use with this client id. Raises Denied."""
    try:
        return Tool.objects.get(client_id=UUID(str(client_id)), active=True)
    except (ValueError, Tool.DoesNotExist):
        raise Denied("invalid_client") from None


def issue(assertion: str, scopes: set[str], *, audience: str, at: datetime) -> tuple[str, list[str]]:
    """A token and the scopes it is for, against a request signed by a tool's key. A request opens nothing twice.

    Raises Denied: unknown tool, wrong signature, audience or time, used before, no scope that is known.
    """
    tool = tool_named(unverified_issuer(assertion))
    claims = verified(tool, assertion, audience, at)
    granted = sorted(scopes & SCOPES)
    if not granted:
        raise Denied("invalid_scope")
    expires = datetime.fromtimestamp(claims["exp"], UTC)
    UsedAssertion.objects.filter(tool=tool, expires_at__lt=at - timedelta(hours=1)).delete()
    try:
        with transaction.atomic():
            UsedAssertion.objects.create(tool=tool, jti=claims["jti"], expires_at=expires)
    except IntegrityError:
        raise Denied("invalid_client") from None
    return signing.dumps({"tool": tool.pk, "scopes": granted}, salt=SALT), granted


def unverified_issuer(assertion: str) -> Any:
    """Who says to have signed it: only to find the key that it is then checked with. Raises Denied."""

    try:
        body = assertion.split(".")[1]
        return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))["iss"]
    except (IndexError, ValueError, KeyError, TypeError):
        raise Denied("invalid_client") from None


def verified(tool: Tool, assertion: str, audience: str, at: datetime) -> dict[str, Any]:
    """The claims of a request that the tool signed for us, just now. Raises Denied."""
    claims = decoded(tool, assertion)
    registry = jwt.JWTClaimsRegistry(now=lambda: int(at.timestamp()), leeway=LEEWAY, **CLAIMS)
    wanted, who = claims.get("aud"), str(tool.client_id)
    try:
        registry.validate(claims)
        lasts = timedelta(seconds=claims["exp"] - claims["iat"])
    except (JoseError, TypeError, ValueError):
        raise Denied("invalid_client") from None
    for_us = audience in (wanted if isinstance(wanted, list) else [wanted])
    jti = claims["jti"]
    named = claims["iss"] == who and claims["sub"] == who and isinstance(jti, str) and 0 < len(jti) <= 255
    if not (for_us and named and timedelta() < lasts <= LONGEST):
        raise Denied("invalid_client")
    return claims


def decoded(tool: Tool, assertion: str) -> dict[str, Any]:
    """Checked with the tool's keys; where none fits, they are asked for once more, since tools change them."""
    for fresh in (False, True):
        try:
            found = jwt.decode(assertion, keys.of_tool(tool, fresh=fresh), algorithms=[keys.ALGORITHM])
            return dict(found.claims)
        except (JoseError, Unreachable, ValueError):
            if not tool.jwks_url:
                break
    raise Denied("invalid_client")


def holder(header: str, scope: str) -> Tool:
    """The tool whose token stands in an Authorization header, where it is for this scope. Raises Denied."""
    kind, _space, token = header.partition(" ")
    try:
        told = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        raise Denied("invalid_token") from None
    tool = Tool.objects.filter(pk=told["tool"], active=True).first()
    if kind.lower() != "bearer" or tool is None:
        raise Denied("invalid_token")
    if scope not in told["scopes"]:
        raise Denied("insufficient_scope")
    return tool
