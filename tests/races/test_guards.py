"""Each guard of booking is taken away once, and the loss is found (reliability G3); beside it the same story with the guard.

Here: the number in line drawn outside the lock, a number that a conflict leaks, an answer before the commit, REPEATABLE
READ, and holds that only a timer ends. In test_booking.py: no row lock, no unique seat index, no exclusion of overlaps, no
idempotency key, a cancel without the lock. In test_moves.py: locks in reversed order, giving back before holding.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from hcec.accounts.models import User
from testing import numbers
from testing.actions import bookings, offers, wishes
from testing.models import Booking, Offer, Session
from testing.refusals import Refusal
from tests.factories.centers import RoomFactory
from tests.factories.testing import SessionFactory, WishFactory
from tests.races.booking_ground import (
    WAIT_AT_GATE,
    Line,
    booked,
    broken,
    crowd,
    meet_at_gate,
    mutant,
    race,
    sql,
)

committed = pytest.mark.django_db(transaction=True)  # where threads must see each other's rows
LOCKED = "SELECT * INTO s FROM testing_session WHERE id = p_session FOR NO KEY UPDATE;"
NUMBER = "SELECT coalesce(max(o.wait_no), 0) + 1 INTO number_in_line FROM testing_booking o WHERE o.session_id = s.id;"
GATE_FIRST = (LOCKED, f"{WAIT_AT_GATE} {LOCKED}")
UNHURRIED = ("SET lock_timeout = '3s'", "SET lock_timeout = '60s'")  # the gate is a lock too
READ_FIRST = (LOCKED, f"{NUMBER.replace('s.id', 'p_session')} {WAIT_AT_GATE} {LOCKED}")
AND_KEEP_IT = (
    f"    IF seat IS NULL THEN  -- a number is never taken from a booking again, so none is given twice\n        {NUMBER}\n    END IF;\n",
    "",
)


def full(seats: int = 1) -> Session:
    """A session whose every seat is taken."""
    session = SessionFactory(room=RoomFactory(seats=seats))
    for person in crowd(seats):
        bookings.book(session.pk, by=person, key=uuid4())
    return session


def press(session: Session, person: User) -> tuple:
    """The statement itself, without the second try that hides a lost race."""
    facts = (session.pk, person.pk, person.kind, str(uuid4()), numbers.new_code(), "", "", False)
    with connection.cursor() as cursor:
        cursor.execute(bookings.BOOK, facts)
        return cursor.fetchone()


@committed
def test_control_a_number_read_before_the_lock_is_drawn_twice():
    session = full()
    with mutant(UNHURRIED, AND_KEEP_IT, READ_FIRST):
        faults = meet_at_gate(lambda person: press(session, person), crowd(2))
    assert [type(fault) for fault in faults] == [IntegrityError]


@committed
def test_numbers_drawn_under_the_lock_by_two_at_once_are_two():
    session = full()
    with mutant(UNHURRIED, GATE_FIRST):
        assert meet_at_gate(lambda person: press(session, person), crowd(2)) == []
    waiting = Booking.objects.filter(session=session, wait_no__isnull=False)
    assert sorted(waiting.values_list("wait_no", flat=True)) == [1, 2]


LEAK = (  # numbers from a counter of their own, and a conflict instead of a look
    (NUMBER, "number_in_line := nextval('testing_leaking_numbers');"),
    ("ELSIF look.here IS NOT NULL OR look.elsewhere IS NOT NULL THEN", "ELSIF false THEN"),
    ("        RETURNING id\n    ), noted AS", "        ON CONFLICT DO NOTHING RETURNING id\n    ), noted AS"),
)


def twice_then_another() -> list[tuple[str, tuple]]:
    """Somebody presses in two windows, then another comes; what of the truths is broken."""
    session, (first, second) = full(), crowd(2)
    for person in (first, first, second):
        press(session, person)
    return broken()


@pytest.mark.django_db
def test_control_a_conflict_that_is_passed_over_leaks_a_number():
    sql("CREATE SEQUENCE testing_leaking_numbers")
    with mutant(*LEAK):
        found = twice_then_another()
    assert [name for name, _row in found if name.startswith("waiting numbers run")]


@pytest.mark.django_db
def test_a_second_press_draws_no_number():
    assert twice_then_another() == []


def cut_off_after_the_answer(session: Session, person: User, ledger: list[Line], *, early: bool) -> None:
    """Book, write the answer down, and lose the connection the next moment; `early`: inside an open transaction."""

    def work(_n: int) -> None:
        if not early:
            booked(session, ledger)(person)
            cut_off()
            return
        with transaction.atomic():
            booked(session, ledger)(person)
            cut_off()

    faults = race(work, [1], threads=1)
    assert all(isinstance(fault, (DatabaseError, InterfaceError)) for fault in faults), faults


def cut_off() -> None:
    """End this connection's server process as a crash would; the next statement finds out."""
    with connection.cursor() as cursor, pytest.raises(OperationalError):
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def lost(ledger: list[Line]) -> int:
    """Answers that people have heard and that the database knows nothing of."""
    return sum(not Booking.objects.filter(code=line.answer.code).exists() for line in ledger)


@committed
@pytest.mark.parametrize(("early", "many"), [(True, 1), (False, 0)], ids=["control", "as it is"])
def test_an_answer_before_the_commit_can_be_lost_and_one_after_it_cannot(early: bool, many: int):
    ledger: list[Line] = []
    cut_off_after_the_answer(full(), *crowd(1), ledger, early=early)
    assert len(ledger) == 1 and lost(ledger) == many


@committed
@pytest.mark.parametrize(
    ("level", "faults"), [("REPEATABLE READ", 1), ("READ COMMITTED", 0)], ids=["control", "as it is"]
)
def test_repeatable_read_refuses_who_waited_for_the_lock_and_read_committed_does_not(level: str, faults: int):
    session = full()

    def work(person: User) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL {level}")
        press(session, person)

    with mutant(UNHURRIED, GATE_FIRST):
        found = meet_at_gate(work, crowd(2))
    assert len(found) == faults and all(isinstance(fault, OperationalError) for fault in found)


def offered() -> Offer:
    """A seat that is held for somebody who waits by need; nobody has looked at the clock since."""
    session = SessionFactory(room=RoomFactory(seats=1))
    WishFactory(skill=session.exam.skill)
    (offer,) = wishes.look(session.pk, at=timezone.now())
    return offer


@pytest.mark.django_db
def test_control_a_hold_that_only_a_timer_ends_is_taken_too_late(monkeypatch: pytest.MonkeyPatch):
    offer, true = offered(), offers.own

    def without_a_look_at_the_clock(offer: Offer, by: User) -> Offer:
        found = true(offer, by)
        found.answer_by += timedelta(days=365)
        return found

    monkeypatch.setattr(offers, "own", without_a_look_at_the_clock)
    assert offers.accept(offer, by=offer.person, at=offer.answer_by).status == "confirmed"


@pytest.mark.django_db
def test_a_hold_whose_time_is_over_is_taken_by_nobody_even_before_the_timer_ends_it():
    offer = offered()
    with pytest.raises(Refusal):
        offers.accept(offer, by=offer.person, at=offer.answer_by)
    assert not Booking.objects.filter(status="confirmed").exists()
