"""Secrets that are given away and kept as a digest alone: of a share link, of a registered body."""

from hashlib import sha256


def digest(token: str) -> str:
    """What is kept of a token: SHA-256 in hexadecimal."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()
