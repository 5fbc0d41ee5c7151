"""Openings that many wait for: through the live queue (I2), first come first served (G1), many sessions at once (G2), and
requests around the opening against a web server whose clock is wrong (G35). `--full`: 5,000 people in the queue, 3,000 for
40 seats, 185 sessions and 12,000 people, 5,000 requests around the opening.
"""

import asyncio
import json as jsonlib
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from statistics import median, quantiles
from typing import Any
from uuid import uuid4

from hcec.place import ROOT
from tests.bench import _load
from tests.bench.booking import Person, asked, book, inversions, signed_in
from tests.bench.harness import House, house, report

SEATS = 40
PACE = 60  # people let in a second
CONNECTIONS = 64  # as a proxy in front opens them
COMING = 0.7  # of the people are there before the opening
CLOCKS = (300.0, -300.0)  # seconds by which the web server's clock is wrong


@dataclass(frozen=True)
class Size:
    """How many: people in the queue, seconds in which they come, people and connections of G1, sessions and people of G2,
    requests around the opening for each wrong clock."""

    queue: int = 1000
    coming: float = 20.0
    plain: int = 1000
    connections: int = 300
    sessions: int = 20
    people: int = 1500
    around: int = 250


FULL = Size(queue=5000, coming=90.0, plain=3000, sessions=185, people=12_000, around=2500)


def main(json: bool, full: bool = False) -> None:
    size = FULL if full else Size()
    with house("rush", beat=True, settings="tests.bench.settings", HCEC_LOG="WARNING") as here:
        here.django()
        counts: dict[str, Any] = {}
        must: dict[str, bool] = {}
        for part in (queue, plain, many_sessions, around):
            found, held = part(here, size)
            counts |= found
            must |= held
        must["no truth of the database is broken"] = not (broken := truths())
        counts["broken truths"] = broken
    report("rush", json=json, pairs=[], counts=counts, must=must, notes=NOTES)


NOTES = (
    "Client, web, worker, beat, PostgreSQL (fsync on) and Valkey share the cores. A time begins when the person asks, before "
    "she gets a connection. The answer page is the POST and the page to which it leads."
)

Part = tuple[dict[str, Any], dict[str, bool]]


def queue(here: House, size: Size) -> Part:
    """So many people, 40 seats, one live queue; most are there before the opening."""
    from django.utils import timezone

    from testing.models import Session

    people = crowd(size.queue)
    opens = timezone.now() + timedelta(seconds=size.coming * COMING + 5)
    session = opening(seats=SEATS, opens_at=opens, queue_rate=PACE)
    chance = random.Random(7)
    guests = [[person.cookie, chance.uniform(0, size.coming)] for person in people]
    stories = in_the_queue(here, session, guests)
    Session.objects.filter(pk=session).update(queue_rate=None)
    return judge_queue(session, opens.timestamp(), stories)


def in_the_queue(here: House, session: int, guests: list[list[Any]]) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "tests.bench._queue", "127.0.0.1"]
    command += [str(here.port), str(session), str(CONNECTIONS)]
    done = subprocess.run(
        command, input=jsonlib.dumps(guests), capture_output=True, text=True, check=True, cwd=ROOT
    )
    return jsonlib.loads(done.stdout)


def judge_queue(session: int, opens: float, stories: list[dict[str, Any]]) -> Part:
    from testing.models import Booking

    rows = list(Booking.objects.filter(session=session).values_list("code", "seat_no", "wait_no"))
    told = Counter(story["place"].rstrip("/").rsplit("/", 1)[-1] for story in stories)
    numbers = sorted(row[2] for row in rows if row[2])
    statuses = Counter(status for story in stories for status in story["statuses"])
    looks = sorted(seconds for story in stories for seconds in story["look_seconds"])
    answers = sorted(story["answer_seconds"] for story in stories)
    first = min(
        (when for story in stories for when, state, _before in story["looks"] if state == "in"), default=opens
    )
    last = max(story["answered"] for story in stories)
    grown = sum(grew([before for _when, state, before in s["looks"] if state == "wait"]) for s in stories)
    pairs = [pair for story in stories for pair in story["windows"]]
    counts = {
        "queue: people, seats, let in a second": [len(stories), SEATS, PACE],
        "queue: answers by status": dict(statuses),
        "queue: connections lost": sum(story["lost"] for story in stories),
        "queue: decisions a second, from the first to the last": round(len(stories) / (last - first), 1),
        "queue: seconds from the opening to the last answer": round(last - opens, 1),
        "queue: answer page, seconds": spread(answers),
        "queue: page of the queue, seconds": spread(looks),
        "queue: looks a person": round(len(looks) / len(stories), 2),
        "queue: seconds by which the told wait was off": told_and_true(stories),
        "queue: second windows opened": len(pairs),
    }
    must = {
        "queue: everybody got one answer": len(told) == len(stories)
        and set(told) == {row[0] for row in rows},
        "queue: exactly as many seated as seats": sum(bool(row[1]) for row in rows)
        == min(SEATS, len(stories)),
        "queue: waiting numbers 1 to n without gap": numbers == list(range(1, len(stories) - SEATS + 1)),
        "queue: 0 server errors": not any(status >= 500 for status in statuses),
        "queue: nobody's place ever fell back": grown == 0,
        "queue: a second window shows the same place or a better one": all(b <= a for a, b in pairs),
        "queue: nobody is let in before the opening": first >= opens,
        "queue: p99 of the answer page under 1 s": spread(answers)["p99"] < 1,
        "queue: at least 50 decisions a second": counts[
            "queue: decisions a second, from the first to the last"
        ]
        >= 50,
    }
    return counts, must


def grew(places: list[int]) -> bool:
    return any(later > earlier for earlier, later in zip(places, places[1:], strict=False))


def told_and_true(stories: list[dict[str, Any]]) -> dict[str, float]:
    """How far the wait that the page told was from the one that came."""
    off = [
        abs(story["looks"][-1][0] - when - (before + 1) / PACE)
        for story in stories
        for when, state, before in story["looks"]
        if state == "wait" and story["looks"][-1][1] == "in"
    ]
    return spread(sorted(off)) if len(off) > 1 else {}


def plain(here: House, size: Size) -> Part:
    """First come first served: so many people for 40 seats through 300 connections, no queue in front."""
    from testing.models import Booking

    session = opening(seats=SEATS)
    people = crowd(size.plain)
    heard = asked(here, [book(person, session) for person in people], size.connections)
    answers = heard["answers"]
    rows = dict(Booking.objects.filter(session=session).values_list("code", "wait_no"))
    told = [answer[1].rstrip("/").rsplit("/", 1)[-1] for answer in answers if answer[0] == 302]
    numbers = sorted(number for number in rows.values() if number)
    per_minute = round(len(people) / heard["seconds"] * 60)
    counts = {
        "plain: people, seats, connections": [len(people), SEATS, size.connections],
        "plain: decisions a minute": per_minute,
        "plain: answer, seconds": spread(sorted(answer[3] - answer[2] for answer in answers)),
        "plain: answers by status": dict(Counter(answer[0] for answer in answers)),
    }
    must = {
        "plain: exactly 40 confirmed": sum(number is None for number in rows.values()) == SEATS,
        "plain: 0 acknowledged lost": len(told) == len(people) and set(told) == set(rows),
        "plain: waiting numbers 1 to n without gap": numbers == list(range(1, len(people) - SEATS + 1)),
        "plain: 0 real-time order inversions": inversions(session, answers) == 0,
        "plain: 0 server errors": all(answer[0] < 500 for answer in answers),
        "plain: at least 6,000 decisions a minute": per_minute >= 6000,
    }
    return counts, must


def many_sessions(here: House, size: Size) -> Part:
    """A national opening: sessions chosen by Zipf's law, double clicks, two tabs, and people who want two places at once."""
    from testing.models import Booking

    sessions = [opening(seats=SEATS, day=number // 2, room=number % 2) for number in range(size.sessions)]
    people, chance = crowd(size.people), random.Random(11)
    weights = [1 / rank for rank in range(1, len(sessions) + 1)]
    requests, twins = [], []
    for person in people:
        place, luck = chance.choices(range(len(sessions)), weights)[0], chance.random()
        request = book(person, sessions[place], uuid4().hex)
        requests.append(request)
        if luck < 0.10:
            twins.append(len(requests) - 1)
            requests.append(request)
        elif luck < 0.20:
            requests.append(book(person, sessions[place]))
        elif luck < 0.25:
            requests.append(
                book(person, sessions[place ^ 1] if place ^ 1 < len(sessions) else sessions[place])
            )
    heard = asked(here, requests, size.connections)
    answers = heard["answers"]
    seated = Counter(
        Booking.objects.filter(session__in=sessions, seat_no__isnull=False).values_list("session", flat=True)
    )
    longest = max(answer[3] - answer[2] for answer in answers)
    counts = {
        "many: sessions, people, requests": [len(sessions), len(people), len(requests)],
        "many: decisions a second": round(len(requests) / heard["seconds"], 1),
        "many: answers by status": dict(Counter(answer[0] for answer in answers)),
        "many: answer, seconds": spread(sorted(answer[3] - answer[2] for answer in answers)),
    }
    must = {
        "many: 0 oversold": max(seated.values()) <= SEATS,
        "many: 0 server errors": all(answer[0] < 500 for answer in answers),
        "many: a double click is one booking": all(answers[n][:2] == answers[n + 1][:2] for n in twins),
        "many: every request answered within 10 s": longest <= 10,
    }
    return counts, must


def around(here: House, size: Size) -> Part:
    """Requests before and after the opening, against web servers whose clocks are five minutes wrong."""
    from hcec.core.db import database_now

    early, late, wrong = 0, 0, 0
    for off in CLOCKS:
        here.processes["web"].stop()
        here.place.env["BENCH_CLOCK_OFF"] = str(off)
        here.start("web")
        people = crowd(size.around)
        length = max(12.0, size.around / 60)
        opens = database_now() + timedelta(seconds=length / 2 + 2)
        session = opening(seats=SEATS, opens_at=opens)
        requests = [book(person, session) for person in people]
        for status, began, ended in asyncio.run(paced(here.port, requests, opens.timestamp(), length)):
            early += ended < opens.timestamp()
            late += began >= opens.timestamp()
            wrong += (status == 302 and ended < opens.timestamp()) or (
                status != 302 and began >= opens.timestamp()
            )
    here.place.env["BENCH_CLOCK_OFF"] = "0"
    counts = {"around: answered before the opening, asked after it": [early, late]}
    return counts, {"around: none accepted before the opening, all after it": not wrong and early > 0 < late}


async def paced(
    port: int, requests: list[str], middle: float, length: float
) -> list[tuple[int, float, float]]:
    """Ask at even distances, half of it before the middle: status, asked and heard by the clock of this machine."""

    async def one(number: int, request: str) -> tuple[int, float, float]:
        await asyncio.sleep(max(0.0, middle - length / 2 + length * number / len(requests) - time.time()))
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        began = time.time()
        status, *_rest = await _load.ask(reader, writer, request.encode())
        ended = time.time()
        writer.close()
        return status, began, ended

    return await asyncio.gather(*(one(number, request) for number, request in enumerate(requests)))


def crowd(count: int) -> list[Person]:
    from tests.races import booking_ground

    return [signed_in(person) for person in booking_ground.crowd(count)]


def opening(*, seats: int, day: int | None = None, room: int = 0, **fields: Any) -> int:
    """A session of so many seats, open since yesterday unless told otherwise; the key of it."""
    from django.utils import timezone

    from tests.factories.testing import SessionFactory

    exam, rooms, owner = ground()
    if day is None:
        day = next(days)
        room = 0
        first = 400
    else:
        first = 10
    at = timezone.now().replace(hour=2, minute=0, second=0, microsecond=0) + timedelta(days=first + day)
    fields.setdefault("opens_at", timezone.now() - timedelta(days=1))
    return SessionFactory(
        exam=exam, room=rooms[room], seats=seats, starts_at=at, created_by=owner, **fields
    ).pk


days = iter(range(1000))
made: list[Any] = []


def ground() -> Any:
    """One exam, two rooms and who runs them, for all openings."""
    from tests.factories.accounts import PersonFactory
    from tests.factories.centers import RoomFactory
    from tests.factories.testing import ExamFactory

    if not made:
        made.extend([ExamFactory(), [RoomFactory(seats=SEATS), RoomFactory(seats=SEATS)], PersonFactory()])
    return made


def spread(values: list[float]) -> dict[str, float]:
    """Middle, last hundredth and largest of sorted values."""
    cuts = quantiles(values, n=100)
    return {"p50": round(median(values), 3), "p99": round(cuts[98], 3), "most": round(values[-1], 3)}


def truths() -> list[str]:
    """What is broken of sessions and bookings; the worker is still writing the notices of the last thousands."""
    from tests.races.booking_ground import broken

    return [name for name, _row in broken()]
