"""Ground for booking races: people at a start line, guards that can be taken away, and a ledger of what was answered."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import connection

from hcec.accounts.models import User
from hcec.core.integrity import Invariant
from testing import integrity
from testing.actions import bookings
from testing.models import Booking, Session
from tests.factories.accounts import PersonFactory

SOURCE = Path(bookings.__file__).parent.parent / "sql" / "0027_book.sql"
SEAT_INDEX = "testing_a_seat_is_one_persons"


@dataclass(frozen=True)
class Line:
    """One answer that really arrived: who, and the moments before asking and after hearing."""

    person: int
    asked: float
    heard: float
    answer: bookings.Answer


def crowd(count: int) -> list[User]:
    """People who want a seat; made in one statement."""
    first = PersonFactory.build()
    people = [
        User(
            email=f"crowd{n}-{uuid4().hex}@example.org",
            first_name_th="ครู",
            last_name_th=f"ที่{n}",
            password=first.password,
        )
        for n in range(count)
    ]
    return User.objects.bulk_create(people)


def race(work: Callable[[Any], object], todo: Sequence[Any], threads: int = 16) -> list[BaseException]:
    """Do the work for every item from many threads that start at once; what they raised."""
    start, faults, queue = threading.Barrier(threads), [], list(reversed(todo))

    def run() -> None:
        start.wait()
        try:
            while True:
                try:
                    item = queue.pop()
                except IndexError:
                    return
                try:
                    work(item)
                except Exception as fault:  # it is the answer
                    faults.append(fault)
        finally:
            connection.close()

    runners = [threading.Thread(target=run) for _ in range(threads)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    return faults


def booked(session: Session, ledger: list[Line]) -> Callable[[User], None]:
    """Work for `race`: book this session through the real action and write the answer down."""

    def book(person: User) -> None:
        asked = time.monotonic()
        answer = bookings.book(session.pk, by=person, key=uuid4())
        ledger.append(Line(person.pk, asked, time.monotonic(), answer))

    return book


def inversions(ledger: Sequence[Line]) -> int:
    """How often somebody stands behind another who asked only after she had heard her own answer (reliability G1)."""
    ranks = {b.pk: (b.wait_no or 0, b.seat_no or 0) for b in Booking.objects.order_by("pk")}
    latest, wrong = 0.0, 0
    for line in sorted(ledger, key=lambda line: ranks[line.answer.booking_id]):
        wrong += line.heard < latest
        latest = max(latest, line.asked)
    return wrong


def broken() -> list[tuple[str, tuple]]:
    """Rows that break a truth of testing."""
    truths: list[Invariant] = integrity.INVARIANTS
    return [(truth.name, row) for truth in truths for row in truth.broken()]


def sql(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text)


@contextmanager
def without_index(name: str) -> Iterator[None]:
    """Take a unique index or an exclusion constraint away; it comes back once the rows that broke it are gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [name])
        row = cursor.fetchone()
        if row:
            drop, back = (
                f"ALTER TABLE testing_booking DROP CONSTRAINT {name}",
                f"ALTER TABLE testing_booking ADD CONSTRAINT {name} {row[0]}",
            )
        else:
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [name])
            drop, back = f"DROP INDEX {name}", cursor.fetchone()[0]
    sql(drop)
    try:
        yield
    finally:
        # Certificates stand on results; their table refuses TRUNCATE unless triggers rest.
        sql("SET session_replication_role = replica")
        sql("TRUNCATE testing_booking CASCADE")
        sql("SET session_replication_role = DEFAULT")
        sql(back)


@contextmanager
def mutant(*changes: tuple[str, str]) -> Iterator[None]:
    """Run with the booking function changed in these places; each must be there, else the control proves nothing."""
    true = SOURCE.read_text(encoding="utf-8")
    changed = true
    for before, after in changes:
        assert before in changed, before
        changed = changed.replace(before, after)
    # The driver's % is not used here: the text goes as it is.
    sql(changed)
    try:
        yield
    finally:
        sql(true)


NO_LOCK = ("WHERE id = p_session FOR NO KEY UPDATE;", "WHERE id = p_session;")
SLOW = ("    WITH made AS (", "    PERFORM pg_sleep(0.03);\n    WITH made AS (")

GATE = 4184  # an advisory lock: whoever must wait takes it shared, and the test holds it until all of them are there
WAIT_AT_GATE = f"PERFORM pg_advisory_xact_lock_shared({GATE});"


def meet_at_gate(work: Callable[[Any], object], todo: Sequence[Any]) -> list[BaseException]:
    """Do the work for all at once, each in a thread; all wait at the gate in their midst until the last has come there.

    Who meets whom is thus no matter of luck. What they raised.
    """
    sql(f"SELECT pg_advisory_lock({GATE})")
    faults: list[BaseException] = []
    runner = threading.Thread(target=lambda: faults.extend(race(work, todo, threads=len(todo))))
    runner.start()
    try:
        end = time.monotonic() + 60
        while waiting_at_gate() < len(todo) and runner.is_alive() and time.monotonic() < end:
            time.sleep(0.01)
    finally:
        sql(f"SELECT pg_advisory_unlock({GATE})")
        runner.join()
    return faults


def waiting_at_gate() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [GATE],
        )
        return cursor.fetchone()[0]
