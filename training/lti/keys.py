"""The platform's own keys (RS256), sealed in the database, and the keys of a tool."""

import os
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey

from hcec.core.db import database_now
from training.lti.outgoing import Unreachable, fetch_json
from training.models import PlatformKey, Tool

ALGORITHM, BITS, NONCE = "RS256", 2048, 12
KEPT_FOR = 3600  # seconds that a tool's fetched keys are believed
ASKED_AGAIN_AFTER = 60  # seconds between two looks for a key that was not among them


def _cipher() -> AESGCM:
    secret = settings.SECRET_KEY.encode()
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"hcec lti platform key").derive(secret))


def make(at: datetime) -> PlatformKey:
    """A new key, which signs from now on."""
    key = RSAKey.generate_key(BITS)
    kid, nonce = key.thumbprint(), os.urandom(NONCE)
    sealed = nonce + _cipher().encrypt(nonce, key.as_pem(private=True), kid.encode())
    return PlatformKey.objects.create(kid=kid, sealed=sealed, made_at=at)


def opened(row: PlatformKey) -> RSAKey | None:
    """The key of a row; None where another portal's secret sealed it."""
    blob = bytes(row.sealed)
    try:
        pem = _cipher().decrypt(blob[:NONCE], blob[NONCE:], row.kid.encode())
    except InvalidTag:
        return None
    return RSAKey.import_key(pem, {"kid": row.kid})


def signing() -> RSAKey:
    """The key that signs; made when the first tool is registered, or else with the first launch."""
    for row in PlatformKey.objects.order_by("-made_at", "-pk"):
        if key := opened(row):
            return key
    with transaction.atomic():
        made = make(timezone.now())
    key = opened(made)
    assert key
    return key


def published() -> dict[str, list[dict[str, Any]]]:
    """The public halves of all keys (RFC 7517), as a tool fetches them. Looking makes none."""
    found = (opened(row) for row in PlatformKey.objects.order_by("-made_at", "-pk"))
    about = {"use": "sig", "alg": ALGORITHM}
    return {"keys": [{**key.as_dict(private=False), "kid": key.kid, **about} for key in found if key]}


def of_tool(tool: Tool, *, fresh: bool = False) -> KeySet:
    """The public keys of a tool, from its row or its address. Raises Unreachable."""
    place = f"lti-keys:{tool.pk}:{tool.jwks_url}"
    found = tool.jwks if not tool.jwks_url else (None if fresh else cache.get(place))
    if found is None:
        if fresh and not cache.add(f"{place}:asked", database_now().isoformat(), ASKED_AGAIN_AFTER):
            raise Unreachable("asked a moment ago")
        found = fetch_json(tool.jwks_url)
        cache.set(place, found, KEPT_FOR)
    try:
        keys = [key for key in found["keys"] if key.get("kty") == "RSA"]
        return KeySet.import_key_set({"keys": keys})
    except (JoseError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise Unreachable("these are no public keys") from error
