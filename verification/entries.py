"""What the public log says of a certificate: entries without names, and the commitments that only a salt opens.

An entry is one line of JSON: `at`, `commit`, `kind` (issue, correct, revoke), `number` (without its last group, which
opens the certificate's page), `previous` (of a correction: the number that it follows), `v`. Names sorted, no spaces,
ASCII. `commit` is SHA-256 over the salt and the record in the same spelling (UTF-8, RFC 8785 for what we write). This
form never changes: a changed one is another `v`.
"""

import secrets
from datetime import datetime
from hashlib import sha256
from typing import Any

from verification import numbers
from verification.moments import instant
from verification.spelling import as_json

VERSION = 1
OPENING = ("issue", "correct")  # kinds that begin a certificate; "revoke" ends one
SALT = 32  # bytes
GROUP = numbers.LENGTH + 1  # the last group with its dash


def new_salt() -> bytes:
    return secrets.token_bytes(SALT)


def place(number: str) -> str:
    """The number without its last group: center, fiscal year, place in line."""
    return number[:-GROUP]


def issued_record(number: str, issued_at: datetime, facts: dict[str, Any]) -> dict[str, Any]:
    """What is committed to when a certificate is issued: the record inside the PDF, without the address of this portal."""
    return {"number": number, "issued_at": instant(issued_at), "facts": facts}


def revoked_record(number: str, revoked_at: datetime, reason: str, office: dict[str, str]) -> dict[str, Any]:
    """What is committed to when it is revoked: what its page says for ever."""
    return {"number": number, "revoked_at": instant(revoked_at), "reason": reason, "office": office}


def commitment(salt: bytes, record: dict[str, Any]) -> str:
    return sha256(bytes(salt) + as_json(record)).hexdigest()


def entry(kind: str, number: str, commit: str, at: datetime, previous: str = "") -> bytes:
    """The bytes of an entry. `number` and `previous` are whole numbers; what is written are their places."""
    told: dict[str, Any] = {
        "v": VERSION, "kind": kind, "number": place(number), "commit": commit, "at": instant(at),
    }  # fmt: skip
    if previous:
        told["previous"] = place(previous)
    return as_json(told)


def of_issue(
    number: str, issued_at: datetime, facts: dict[str, Any], salt: bytes, previous: str = ""
) -> bytes:
    """The entry of a certificate: a correction where it follows one that was revoked."""
    commit = commitment(salt, issued_record(number, issued_at, facts))
    return entry("correct" if previous else "issue", number, commit, issued_at, previous)


def of_revocation(
    number: str, revoked_at: datetime, reason: str, office: dict[str, str], salt: bytes
) -> bytes:
    """The entry of a revocation, under the salt of its certificate."""
    return entry(
        "revoke", number, commitment(salt, revoked_record(number, revoked_at, reason, office)), revoked_at
    )
