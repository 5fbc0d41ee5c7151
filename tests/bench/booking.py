"""32 clients over HTTP: one 500-seat session, and 200 sessions; against the same statement through psycopg2 and
against a signed-in Django page that reads one row, all in turns in one run.

A booking is the whole POST: session cookie, signed-in person, CSRF, idempotency key, eligibility, seat or number,
audit row, outbox row, commit.
"""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any
from uuid import uuid4

from hcec.place import ROOT
from tests.bench._cpu import of_children
from tests.bench.harness import House, Pair, house, report

CLIENTS, SEATS, PEOPLE, SPREAD, ROUNDS = 32, 500, 1000, 200, 3
CSRF = "a" * 32


@dataclass
class Person:
    pk: int
    cookie: str


@dataclass
class Tally:
    """Everything that was heard in the measured rounds."""

    statuses: Counter[int] = field(default_factory=Counter)
    rates: dict[str, list[float]] = field(default_factory=dict)
    cpu: dict[str, list[float]] = field(default_factory=dict)
    waits: dict[str, list[float]] = field(default_factory=dict)
    hot: list[tuple[int, list[Any]]] = field(default_factory=list)
    lost: int = 0


def main(as_json: bool) -> None:
    with house("booking", worker=False, settings="tests.bench.settings") as here:
        here.django()
        measured = measure(here)
    report("booking", json=as_json, **measured)


def measure(here: House) -> dict[str, Any]:
    """A warm-up, then the four ways in turns, ROUNDS times; then the truth of the database."""
    people, hot_ones, spread = stage()
    tally = Tally()
    select = spread[0]
    warm(here, people, hot_ones.pop(), select)
    for turn in range(ROUNDS):
        rate(here, tally, "select", [get(person, f"/bench/one-select/{select}") for person in people])
        hot = hot_ones.pop()
        answers = rate(here, tally, "hot", [book(person, hot) for person in people])
        tally.hot.append((hot, answers))
        rate(here, tally, "spread", [book(p, elsewhere(spread, n, 2 * turn)) for n, p in enumerate(people)])
        alone = hot_ones.pop()
        direct(tally, "hot direct", [(person, alone) for person in people])
        direct(
            tally, "spread direct", [(p, elsewhere(spread, n, 2 * turn + 1)) for n, p in enumerate(people)]
        )
        rate(here, tally, "select", [get(person, f"/bench/one-select/{select}") for person in people])
    return verdict(here, tally, replayed(here, people, hot_ones.pop()))


def elsewhere(spread: list[int], number: int, turn: int) -> int:
    """A session for each person and turn: no two turns send a person to the same one."""
    return spread[(number * 7 + turn * 3) % SPREAD]


def stage() -> tuple[list[Person], list[int], list[int]]:
    """Signed-in people, hot sessions of 500 seats and 200 of 40; each has a day of its own, so none overlap."""
    from datetime import timedelta

    from django.utils import timezone

    from tests.factories.accounts import PersonFactory
    from tests.factories.centers import RoomFactory
    from tests.factories.testing import ExamFactory, SessionFactory
    from tests.races.booking_ground import crowd

    people = [signed_in(person) for person in crowd(PEOPLE)]
    room, exam = RoomFactory(seats=SEATS), ExamFactory()
    first = timezone.now().replace(hour=2, minute=0, second=0, microsecond=0) + timedelta(days=10)
    hot = 2 + 2 * ROUNDS
    opened = {"room": room, "exam": exam, "opens_at": timezone.now() - timedelta(days=1)}
    owner = PersonFactory()
    made = [
        SessionFactory(
            starts_at=first + timedelta(days=day),
            seats=SEATS if day < hot else 40,
            created_by=owner,
            **opened,
        ).pk
        for day in range(hot + SPREAD)
    ]
    return people, made[:hot], made[hot:]


def signed_in(person: Any) -> Person:
    """A session as the sign-in page leaves it."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.cached_db import SessionStore

    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(person.pk), settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    names = settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME
    return Person(person.pk, f"{names[0]}={store.session_key}; {names[1]}={CSRF}")


def get(person: Person, path: str) -> str:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {person.cookie}\r\n\r\n"


def book(person: Person, session: int, key: str = "") -> str:
    body = f"csrfmiddlewaretoken={CSRF}&idempotency_key={key or uuid4().hex}"
    return (
        f"POST /tests/{session}/book HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {person.cookie}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    )


def asked(here: House, requests: list[str], clients: int = CLIENTS, patience: float = 0.0) -> dict[str, Any]:
    """Have all of it asked by a process of its own, through so many connections."""
    command = loading(here, clients, patience)
    done = subprocess.run(
        command, input=json.dumps(requests), capture_output=True, text=True, check=True, cwd=ROOT
    )
    return json.loads(done.stdout)


def loading(here: House, clients: int, patience: float) -> list[str]:
    """The command that asks (tests/bench/_load.py)."""
    command = [sys.executable, "-m", "tests.bench._load", "127.0.0.1"]
    return [*command, str(here.port), str(clients), str(patience)]


def rate(here: House, tally: Tally, name: str, requests: list[str]) -> list[Any]:
    """Ask all of it and note how many were answered in a second, and how long each waited."""
    before = of_children()
    heard = asked(here, requests)
    answers = heard["answers"]
    tally.cpu.setdefault(name, []).append(round((of_children() - before) / len(requests) * 1000, 3))
    tally.statuses.update(answer[0] for answer in answers)
    tally.lost += sum(answer[4] for answer in answers)
    tally.rates.setdefault(name, []).append(round(len(requests) / heard["seconds"], 1))
    tally.waits.setdefault(name, []).extend((answer[3] - answer[2]) * 1000 for answer in answers)
    return answers


def warm(here: House, people: list[Person], session: int, select: int) -> None:
    """Every worker has its connections, its plans and its templates before anything is measured."""
    asked(here, [get(person, f"/bench/one-select/{select}") for person in people])
    asked(here, [book(person, session) for person in people])


def direct(tally: Tally, name: str, pairs: list[tuple[Person, int]]) -> None:
    """The same statement with no web in front."""
    from django.db import connection

    from testing import numbers

    wishes = [[session, person.pk, str(uuid4()), numbers.new_code()] for person, session in pairs]
    about = connection.get_connection_params()
    dsn = f"host={about.get('host', '')} port={about.get('port', '') or 5432} dbname={about['dbname']} user={about['user']}"
    if about.get("password"):
        dsn += f" password={about['password']}"
    command = [sys.executable, "-m", "tests.bench._direct", dsn, str(CLIENTS)]
    done = subprocess.run(
        command, input=json.dumps(wishes), capture_output=True, text=True, check=True, cwd=ROOT
    )
    tally.rates.setdefault(name, []).append(round(len(wishes) / json.loads(done.stdout)["seconds"], 1))


def replayed(here: House, people: list[Person], session: int) -> int:
    """100 people press twice, in any order: how many of them got two different answers."""
    keys = [uuid4().hex for _ in range(100)]
    requests = [
        book(person, session, key) for person, key in zip(people, keys, strict=False) for _ in range(2)
    ]
    answers = asked(here, requests)["answers"]
    pairs = zip(answers[::2], answers[1::2], strict=True)
    return sum(first[:2] != second[:2] for first, second in pairs)


def verdict(here: House, tally: Tally, twice: int) -> dict[str, Any]:
    """What the database says of it all, beside what was measured."""
    from testing.lifecycles import BookingStatus
    from testing.models import Booking
    from tests.races.booking_ground import broken

    hot = [pk for pk, _answers in tally.hot]
    confirmed = [Booking.objects.filter(session=pk, status=BookingStatus.CONFIRMED).count() for pk in hot]
    lines = [
        sorted(Booking.objects.filter(session=pk, wait_no__isnull=False).values_list("wait_no", flat=True))
        for pk in hot
    ]
    wrong_order = sum(inversions(pk, answers) for pk, answers in tally.hot)
    errors = sum(count for status, count in tally.statuses.items() if status >= 500)
    truths = broken()
    counts = {
        "hot sessions: confirmed of 500": confirmed,
        "hot sessions: waiting": [len(line) for line in lines],
        "oversold": sum(max(0, count - SEATS) for count in confirmed),
        "server errors": errors,
        "answers by status": dict(tally.statuses),
        "connections lost and asked again": tally.lost,
        "arrival order inverted": wrong_order,
        "double presses with two answers": twice,
        "broken truths": [name for name, _row in truths][:5],
        "SQL statements a booking, person and sign-in included": 2,
        "ms of an answer": {name: percentiles(waits) for name, waits in tally.waits.items()},
        "seconds until 500 seats are gone": [round(SEATS / rate, 2) for rate in tally.rates["hot"]],
    }
    must = {
        "exactly 500 confirmed on each hot session": set(confirmed) == {SEATS},
        "0 oversold": counts["oversold"] == 0,
        "0 server errors": errors == 0,
        "every answer a booking": set(tally.statuses) == {200, 302},
        "waiting numbers 1 to n without gap": all(line == list(range(1, len(line) + 1)) for line in lines),
        "waiting list in arrival order": wrong_order == 0,
        "a double press is one booking": twice == 0,
        "no truth of the database is broken": not truths,
    }
    return {"pairs": pairs(tally), "counts": counts, "must": must, "notes": NOTES}


NOTES = (
    "Client, web, PostgreSQL (fsync on) and Redis share the cores. The page that reads one row passes the same middleware "
    "and the same signed-in person. The direct side calls the very statement that the action sends."
)


def pairs(tally: Tally) -> list[Pair]:
    page, rates, cpu = "a signed-in Django page reading one row", tally.rates, tally.cpu
    return [
        Pair("one hot session", rates["hot"], page, rates["select"], "decisions/s"),
        Pair("200 sessions", rates["spread"], page, rates["select"], "decisions/s"),
        Pair(
            "one hot session ",
            rates["hot"],
            "the same statement through psycopg2",
            rates["hot direct"],
            "decisions/s",
        ),
        Pair("work for a decision, hot", cpu["hot"], page, cpu["select"], "CPU ms", less=True),
        Pair("work for a decision, spread", cpu["spread"], page, cpu["select"], "CPU ms", less=True),
        Pair(
            "200 sessions ",
            rates["spread"],
            "the same statement through psycopg2",
            rates["spread direct"],
            "decisions/s",
        ),
    ]


def percentiles(waits: list[float]) -> dict[str, float]:
    cuts = quantiles(waits, n=100)
    return {"p50": round(cuts[49], 1), "p99": round(cuts[98], 1), "most": round(max(waits), 1)}


def inversions(session: int, answers: list[Any]) -> int:
    """People placed behind somebody who asked only after they had heard their own answer (reliability G1)."""
    from testing.models import Booking

    ranks = {
        code: (wait_no or 0, seat_no or 0)
        for code, wait_no, seat_no in Booking.objects.filter(session=session).values_list(
            "code", "wait_no", "seat_no"
        )
    }
    heard = [
        (ranks[place.rstrip("/").rsplit("/", 1)[-1]], begin, end)
        for _status, place, begin, end, *_rest in answers
    ]
    latest, wrong = 0.0, 0
    for _rank, begin, end in sorted(heard):
        wrong += end < latest
        latest = max(latest, begin)
    return wrong
