"""The public verification page against a Django view that reads the same row by one SELECT, in turns in one run.

Both pass every middleware of the portal and are asked by nobody who is signed in, for 1,000 different certificates.
The page shows every printed fact in both languages; the view answers with the number alone.
"""

from collections import Counter
from typing import Any

from tests.bench._cpu import of_children
from tests.bench.booking import asked, percentiles
from tests.bench.certificates import issued
from tests.bench.harness import House, Pair, house, report

CERTIFICATES, ROUNDS = 1000, 5
SLOWEST = 100  # ms, for 99 of 100


def main(as_json: bool) -> None:
    with house("verify", worker=False, settings="tests.bench.settings") as here:
        here.django()
        measured = measure(here)
    report("verify", json=as_json, **measured)


def measure(here: House) -> dict[str, Any]:
    """A warm-up, then the three ways in turns."""
    numbers = issued(CERTIFICATES)
    ways = {
        "page": [get(f"/verify/{number}") for number in numbers],
        "json": [get(f"/verify/{number}", "Accept: application/json\r\n") for number in numbers],
        "select": [get(f"/bench/one-certificate/{number}") for number in numbers],
    }
    rates: dict[str, list[float]] = {name: [] for name in ways}
    cpu: dict[str, list[float]] = {name: [] for name in ways}
    waits: dict[str, list[float]] = {name: [] for name in ways}
    statuses: Counter[int] = Counter()
    for requests in ways.values():
        asked(here, requests)
    for _ in range(ROUNDS):
        for name, requests in ways.items():
            before = of_children()
            heard = asked(here, requests)
            cpu[name].append(round((of_children() - before) / len(requests) * 1000, 3))
            rates[name].append(round(len(requests) / heard["seconds"], 1))
            statuses.update(answer[0] for answer in heard["answers"])
            waits[name] += [(answer[3] - answer[2]) * 1000 for answer in heard["answers"]]
    return verdict(rates, cpu, waits, statuses)


def get(path: str, more: str = "") -> str:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{more}\r\n"


def verdict(
    rates: dict[str, list[float]],
    cpu: dict[str, list[float]],
    waits: dict[str, list[float]],
    statuses: Counter[int],
) -> dict[str, Any]:
    peer = "a Django view reading the same row"
    waited = {name: percentiles(found) for name, found in waits.items()}
    return {
        "pairs": [
            Pair("verification page", rates["page"], peer, rates["select"], "answers/s"),
            Pair("the same as JSON", rates["json"], peer, rates["select"], "answers/s"),
            Pair("work for a page", cpu["page"], peer, cpu["select"], "CPU ms", less=True),
        ],
        "counts": {"ms of an answer": waited, "answers by status": dict(statuses)},
        "must": {
            "every answer is 200": set(statuses) == {200},
            f"99 of 100 pages within {SLOWEST} ms": waited["page"]["p99"] <= SLOWEST,
        },
        "notes": "Client, web, PostgreSQL (fsync on) and Redis share the cores; 32 clients, kept-alive connections.",
    }
