"""National IDs at rest: sealed by AES-256-GCM, found again by a keyed fingerprint, never kept in clear (PDPA s.37)."""

import base64
import hmac
import os
from functools import cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from hcec.core import thai

VERSION = b"\x01"
NONCE = 12


@cache
def _key(master: str, purpose: bytes) -> bytes:
    """One key for one purpose, derived from the master key of the settings. Raises ValueError for a short one."""
    secret = base64.b64decode(master)
    if len(secret) != 32:
        raise ValueError("HCEC_ID_KEY must be 32 bytes in base64")
    return HKDF(SHA256(), 32, salt=None, info=b"hcec national id " + purpose).derive(secret)


def seal(value: str, *, aad: str) -> bytes:
    """Encrypt an ID for one row; `aad` names the row, so that a sealed ID cannot be moved to another."""
    nonce = os.urandom(NONCE)
    cipher = AESGCM(_key(settings.HCEC_ID_KEY, b"seal"))
    return VERSION + nonce + cipher.encrypt(nonce, value.encode(), aad.encode())


def open_sealed(blob: bytes, *, aad: str) -> str:
    """The ID that `seal` closed; raises ValueError for another version, InvalidTag for another row or key."""
    if blob[:1] != VERSION:
        raise ValueError("sealed by an unknown key version")
    nonce, rest = blob[1 : 1 + NONCE], blob[1 + NONCE :]
    return AESGCM(_key(settings.HCEC_ID_KEY, b"seal")).decrypt(nonce, rest, aad.encode()).decode()


def fingerprint(kind: str, value: str) -> bytes:
    """32 bytes that are equal only for the same ID of the same kind, however typed; useless without the key."""
    clean = thai.national_id_clean(value).upper()
    return hmac.digest(_key(settings.HCEC_ID_KEY, b"fingerprint"), f"{kind}:{clean}".encode(), "sha256")


def mask(kind: str, value: str) -> str:
    """As a page may show it: three digits of a Thai ID, the last three signs of anything else."""
    return thai.national_id_mask(value) if kind == "thai" else f"…{value[-3:]}"
