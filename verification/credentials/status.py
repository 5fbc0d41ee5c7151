"""Whether a credential still counts: its place in a Bitstring Status List (W3C, 2025) and the list itself.

A certificate's list is the number of its row divided by the length of a list; its place there is what a permutation
with the list's secret makes of the rest. So every place is taken once, all are equally likely, neighbours cannot
be told from it, and nothing is written for it when certificates are issued.
"""

import base64
import gzip
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import blake2s
from typing import Any

from django.conf import settings
from django.urls import reverse

from verification import moments
from verification.credentials import keys
from verification.models import Certificate, Revocation, StatusList

HALF = 9  # bits: the permutation works on two halves
LENGTH = 1 << 2 * HALF  # 262,144 places; the standard asks for at least 131,072
ROUNDS = 10
LIVES = timedelta(seconds=30)  # how long a copy may be kept; one older than a minute is never given


def list_of(certificate: int) -> int:
    """The number of the list on which the certificate with this primary key has its place."""
    return certificate // LENGTH


def place_of(certificate: int, secret: bytes) -> int:
    """Its place: a Feistel permutation of 0 to LENGTH - 1 under the secret of its list."""
    left, right = divmod(certificate % LENGTH, 1 << HALF)
    for turn in range(ROUNDS):
        left, right = right, left ^ _mixed(turn, right, secret)
    return left << HALF | right


def _mixed(turn: int, half: int, secret: bytes) -> int:
    digest = blake2s(bytes([turn]) + half.to_bytes(2, "big"), key=secret, digest_size=2).digest()
    return int.from_bytes(digest, "big") & (1 << HALF) - 1


def entry_of(certificate: Certificate) -> dict[str, Any]:
    """What the credential says of where its status is to be looked up."""
    found = StatusList.objects.get(number=list_of(certificate.pk))
    place = place_of(certificate.pk, bytes.fromhex(found.secret))
    return {
        "id": f"{address(found.number)}#{place}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(place),
        "statusListCredential": address(found.number),
    }


def address(number: int) -> str:
    """Where the list is read."""
    return settings.PUBLIC_URL + reverse("credential-status", args=[number])


def credential(found: StatusList, *, at: datetime) -> dict[str, Any]:
    """The list as of now, from the table of revocations and nothing else."""
    first = found.number * LENGTH
    revoked = Revocation.objects.filter(certificate__gte=first, certificate__lt=first + LENGTH)
    secret = bytes.fromhex(found.secret)
    taken_back = (place_of(pk, secret) for pk in revoked.values_list("certificate_id", flat=True).iterator())
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": address(found.number),
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": keys.issuer(),
        "validFrom": moments.instant(at),
        "credentialSubject": {
            "id": f"{address(found.number)}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(taken_back),
            "ttl": int(LIVES / timedelta(milliseconds=1)),
        },
    }


def encoded(places: Iterable[int]) -> str:
    """The bits, the first at the left, packed by gzip and written as multibase base64url without padding."""
    bits = bytearray(LENGTH // 8)
    for place in places:
        bits[place >> 3] |= 0x80 >> (place & 7)
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).rstrip(b"=").decode()
