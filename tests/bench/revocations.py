"""Certificates revoked one after the other, each asked for over HTTP as soon as its revocation is committed (G19): the public
answer says so within a second, never "unknown", and within a minute every one of them is on its status list.

300 certificates; `--full`: 10,000.
"""

import http.client
import json as jsonlib
import time
from collections import Counter
from typing import Any

from tests.bench.certificates import issued
from tests.bench.harness import House, house, report

SHORT, FULL = 300, 10_000
AT_ONCE, ON_THE_LIST = 1.0, 60.0  # seconds


def main(json: bool, full: bool = False) -> None:
    with house("revocations", worker=False, settings="tests.bench.settings") as here:
        here.django()
        measured = measure(here, FULL if full else SHORT)
    report("revocations", json=json, pairs=[], **measured)


def measure(here: House, count: int) -> dict[str, Any]:
    """Issue, keep a copy of the status lists as they are, revoke and ask, then ask the lists until they tell of all."""
    from committees.models import Position
    from tests.factories.committees import person_with

    officer, numbers = person_with(Position.OBEC_OFFICER), issued(count)
    asking = http.client.HTTPConnection("127.0.0.1", here.port)
    lists_of(asking)  # a copy that knows of none of it is kept from now on
    words: Counter[str] = Counter()
    waits = []
    for number in numbers:
        told, seconds = revoked_and_asked(asking, number, officer)
        words[told] += 1
        waits.append(seconds)
    ended = time.monotonic()
    listed = 0
    while listed < count and time.monotonic() - ended <= ON_THE_LIST:
        time.sleep(1)
        listed = bits(lists_of(asking))
    seconds = time.monotonic() - ended
    waits.sort()
    counts = {
        "revoked": count, "answers": dict(words), "ms from commit to the answer, p50": round(waits[count // 2] * 1000, 1),
        "p99": round(waits[int(count * 0.99)] * 1000, 1), "most": round(waits[-1] * 1000, 1),
        "on their status lists": listed, "seconds until then": round(seconds, 1),
    }  # fmt: skip
    must = {
        "every answer after the commit is revoked, none unknown": words == {"revoked": count},
        "every answer within a second": waits[-1] <= AT_ONCE,
        "every one on its status list within a minute": listed == count and seconds <= ON_THE_LIST,
    }
    return {"counts": counts, "must": must}


def revoked_and_asked(asking: http.client.HTTPConnection, number: str, officer: Any) -> tuple[str, float]:
    """The word of the public answer after the commit, and the seconds from the commit until it was there."""
    from django.utils import timezone

    from verification.actions.revocations import revoke
    from verification.models import Certificate

    certificate = Certificate.objects.select_related("series__center").get(number=number)
    revoke(certificate, by=officer, at=timezone.now(), reason="other", explanation="Drill")
    committed = time.monotonic()
    told = jsonlib.loads(got(asking, f"/verify/{number}"))["answer"]
    return told, time.monotonic() - committed


def lists_of(asking: http.client.HTTPConnection) -> list[str]:
    """Every status list there is, as it is answered now."""
    from django.urls import reverse

    from verification.models import StatusList

    numbers = StatusList.objects.order_by("number").values_list("number", flat=True)
    return [got(asking, reverse("credential-status", args=[number])) for number in numbers]


def bits(lists: list[str]) -> int:
    """How many places are set in all of them (Bitstring Status List 1.0: multibase, base64url, gzip)."""
    import base64
    import gzip

    total = 0
    for token in lists:
        body = token.split(".")[1]
        told = jsonlib.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        packed = told["credentialSubject"]["encodedList"].removeprefix("u")
        plain = gzip.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
        total += int.from_bytes(plain, "big").bit_count()
    return total


def got(asking: http.client.HTTPConnection, path: str) -> str:
    asking.request("GET", path, headers={"Accept": "application/json"})
    return asking.getresponse().read().decode()
