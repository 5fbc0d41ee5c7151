"""A rush and its ledger: who asked with which key, when, and the answers that really arrived; compared with the database."""

import json
import subprocess
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hcec.place import ROOT
from tests.bench.booking import Person, book, loading
from tests.bench.harness import House


@dataclass(frozen=True)
class Wish:
    """One POST: the same key may be sent several times."""

    person: int
    cookie: str
    key: str

    def request(self, session: int) -> str:
        return book(Person(self.person, self.cookie), session, self.key)


@dataclass
class Rush:
    """Wishes for one session through so many connections, while faults happen in their midst."""

    here: House
    session: int
    wishes: list[Wish]
    clients: int = 16
    patience: float = 0.0
    answers: list[Any] = field(default_factory=list)

    def run(self, *faults: Callable[[], None]) -> "Rush":
        """Ask everything; the faults are spread evenly over the answers, so that each comes in the middle."""
        command = loading(self.here, self.clients, self.patience)
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        with subprocess.Popen(command, cwd=ROOT, text=True, **pipes) as asking:
            assert asking.stdin and asking.stdout and asking.stderr
            asking.stdin.write(json.dumps([wish.request(self.session) for wish in self.wishes]))
            asking.stdin.close()
            heard = 0
            for number, fault in enumerate(faults, start=1):
                due = number * len(self.wishes) // (len(faults) + 1)
                while heard < due and asking.stderr.read(1) == ".":
                    heard += 1
                assert heard >= due, "the rush broke off: " + asking.stderr.read()
                fault()
            told = asking.stdout.read()
            assert asking.wait() == 0, asking.stderr.read()
        self.answers = json.loads(told)["answers"]
        return self

    def rows(self) -> dict[str, tuple]:
        """The session's bookings by their codes: person, key, status, seat and number."""
        connection = self.here.connect()
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT code, person_id, replace(idempotency_key::text, '-', ''), status, seat_no, wait_no, id,"
                    " (SELECT count(*) FROM core_auditentry a WHERE a.subject_type = 'testing.booking'"
                    " AND a.subject_id = b.id::text AND a.verb = 'book'),"
                    " (SELECT count(*) FROM core_job j WHERE j.kind = 'booking.tell' AND (j.payload->>'booking')::bigint = b.id)"
                    " FROM testing_booking b WHERE session_id = %s",
                    [self.session],
                )
                return {row[0]: row[1:] for row in cursor.fetchall()}
        finally:
            connection.close()

    def contradictions(self, seats: int) -> list[str]:
        """Everything in which the database and what people were told differ, in words; empty when all is well."""
        rows, found, told = self.rows(), [], defaultdict(set)
        for wish, (status, place, *_rest) in zip(self.wishes, self.answers, strict=True):
            code = place.rstrip("/").rsplit("/", 1)[-1]
            told[wish.key].add((status, place))
            if status != 302:
                found.append(f"{wish.person} was answered {status}")
            elif code not in rows or rows[code][:2] != (wish.person, wish.key):
                found.append(f"{wish.person} was told of {code}, which the database has not")
        found += [
            f"key {key} has {len(answers)} answers" for key, answers in told.items() if len(answers) > 1
        ]
        people = {wish.person for wish in self.wishes}
        taken = sorted(row[3] for row in rows.values() if row[3])
        numbers = sorted(row[4] for row in rows.values() if row[4])
        free = min(seats, len(people))
        if taken != list(range(1, free + 1)):
            found.append(f"seats given: {taken}")
        if numbers != list(range(1, len(people) - free + 1)):
            found.append(f"waiting numbers: {numbers}")
        halves = [code for code, row in rows.items() if row[6] != 1 or row[7] != 1]
        found += [f"{code} lacks its audit row or its notice, or has two" for code in halves]
        return found + [f"{self.inversions(rows)} stand before somebody who came earlier"] * bool(
            self.inversions(rows)
        )

    def inversions(self, rows: dict[str, tuple]) -> int:
        """How often somebody stands behind another who asked only after she had heard her own answer."""
        spans: dict[str, list[float]] = {}
        for _status, place, asked, heard, *_rest in self.answers:
            code = place.rstrip("/").rsplit("/", 1)[-1]
            if code in rows:
                first = spans.setdefault(code, [asked, heard])
                first[0], first[1] = min(first[0], asked), min(first[1], heard)
        ranked = sorted(spans.items(), key=lambda item: (rows[item[0]][4] or 0, rows[item[0]][3] or 0))
        latest, wrong = 0.0, 0
        for _code, (asked, heard) in ranked:
            wrong += heard < latest
            latest = max(latest, asked)
        return wrong


def crowd_of(people: Sequence[Sequence[Any]], keys: Callable[[], str], times: int = 1) -> list[Wish]:
    """A wish of each person, sent so many times with the same key, the repetitions one round after the other."""
    once = [Wish(pk, cookie, keys()) for pk, cookie in people]
    return once * times
