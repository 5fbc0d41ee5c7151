"""Many want few seats at once. Each guard is first taken away, to prove that the race would show."""

import time
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from hcec.core.models import AuditEntry
from testing.actions import bookings
from testing.lifecycles import BookingStatus
from testing.models import Booking, Session
from tests.factories.centers import RoomFactory
from tests.factories.testing import SessionFactory
from tests.races.booking_ground import (
    NO_LOCK,
    SEAT_INDEX,
    SLOW,
    booked,
    broken,
    crowd,
    inversions,
    mutant,
    race,
    without_index,
)

pytestmark = pytest.mark.django_db(transaction=True)
SEATS, PEOPLE = 40, 240


def hot(seats: int = SEATS) -> Session:
    return SessionFactory(room=RoomFactory(seats=seats))


def naive(session: Session):
    """Count, then insert: what one writes who does not think of others."""

    def book(person) -> None:
        taken = Booking.objects.filter(session=session, seat_no__isnull=False).count()
        time.sleep(0.01)  # long enough for another to count the same
        if taken >= SEATS:
            return
        Booking.objects.create(
            session=session, person=person, status=BookingStatus.CONFIRMED, seat_no=taken + 1,
            code=uuid4().hex[:9], idempotency_key=uuid4(), starts_at=session.starts_at, ends_at=session.ends_at,
            booked_at=timezone.now(),
        )  # fmt: skip

    return book


def seated(session: Session) -> int:
    return Booking.objects.filter(session=session, seat_no__isnull=False).count()


def test_control_counting_first_sells_seats_twice():
    session = hot()
    with without_index(SEAT_INDEX):
        race(naive(session), crowd(PEOPLE))
        sold = seated(session)
        assert broken()
    assert sold > SEATS


def test_the_seat_index_alone_stops_the_naive_way_at_the_last_seat():
    session = hot()
    faults = race(naive(session), crowd(PEOPLE))
    assert faults and all(isinstance(fault, IntegrityError) for fault in faults)
    assert seated(session) <= SEATS


def test_everyone_gets_one_answer_no_seat_is_sold_twice_and_the_line_has_no_gap():
    session, ledger = hot(), []
    faults = race(booked(session, ledger), crowd(PEOPLE))
    assert faults == []
    assert Counter(line.answer.outcome for line in ledger) == {"confirmed": SEATS, "waiting": PEOPLE - SEATS}
    numbers = Booking.objects.filter(session=session, wait_no__isnull=False).values_list("wait_no", flat=True)
    assert sorted(numbers) == list(range(1, PEOPLE - SEATS + 1))
    assert inversions(ledger) == 0
    assert broken() == []


def test_control_without_the_lock_the_line_breaks():
    """Two draw the same number; only the unique index then stops the second, who asks again and again."""
    session, ledger = hot(1), []
    with mutant(NO_LOCK, SLOW):
        faults = race(booked(session, ledger), crowd(64))
    assert faults, "nobody met anybody: the race was not one"


def test_control_without_lock_and_index_two_sit_on_one_seat():
    session = hot(1)
    with mutant(NO_LOCK, SLOW), without_index(SEAT_INDEX):
        race(booked(session, []), crowd(32))
        assert seated(session) > 1


def two_places(hour: int):
    sessions = [SessionFactory(room=RoomFactory()) for _ in range(2)]
    for session in sessions:
        assert session.starts_at == sessions[0].starts_at
    return sessions


def book_both(people, sessions) -> int:
    """Every person books both sessions at the same moment; how many then sit in two places."""
    todo = [(person, session) for person in people for session in sessions]
    race(lambda wish: bookings.book(wish[1].pk, by=wish[0], key=uuid4()), todo)
    places = Counter(Booking.objects.filter(status=BookingStatus.CONFIRMED).values_list("person", flat=True))
    return sum(count > 1 for count in places.values())


def test_control_looking_first_lets_a_person_sit_in_two_places():
    with without_index(bookings.ONE_PLACE), mutant(SLOW):
        assert book_both(crowd(12), two_places(9)) > 0


def test_nobody_sits_in_two_places():
    with mutant(SLOW):
        assert book_both(crowd(12), two_places(9)) == 0
    assert broken() == []


def test_a_double_click_from_eight_windows_is_one_booking():
    session, (person,), key, answers = hot(), crowd(1), uuid4(), []
    race(lambda _n: answers.append(bookings.book(session.pk, by=person, key=key)), range(16), threads=8)
    assert len({answer.code for answer in answers}) == 1 and len(answers) == 16
    assert Booking.objects.count() == 1


def test_control_without_its_indexes_a_double_click_books_twice():
    session, (person,), key = hot(), crowd(1), uuid4()
    with (
        mutant(NO_LOCK, SLOW),
        without_index("testing_a_person_books_a_session_once"),
        without_index("testing_booking_idempotency_key_key"),
        without_index(bookings.ONE_PLACE),
        without_index(SEAT_INDEX),
    ):
        race(lambda _n: bookings.book(session.pk, by=person, key=key), range(8), threads=8)
        assert Booking.objects.count() > 1


def full_with_line(seats: int, waiting: int) -> tuple[Session, list[Booking]]:
    session = hot(seats)
    for person in crowd(seats + waiting):
        bookings.book(session.pk, by=person, key=uuid4())
    return session, list(
        Booking.objects.filter(session=session, seat_no__isnull=False).select_related("person")
    )


def cancel(booking: Booking) -> None:
    bookings.cancel(booking, by=booking.person, at=timezone.now())


def test_each_cancelled_seat_goes_to_exactly_one_in_the_order_of_the_line():
    session, holders = full_with_line(20, 30)
    assert race(cancel, holders) == []
    rows = Booking.objects.filter(session=session)
    assert sorted(rows.filter(status=BookingStatus.CONFIRMED).values_list("wait_no", flat=True)) == list(
        range(1, 21)
    )
    assert sorted(rows.filter(status=BookingStatus.WAITING).values_list("wait_no", flat=True)) == list(
        range(21, 31)
    )
    assert broken() == []


def test_control_without_the_lock_cancelled_seats_collide(monkeypatch: pytest.MonkeyPatch):
    session, holders = full_with_line(20, 30)
    monkeypatch.setattr(bookings, "locked", lambda pk: Session.objects.get(pk=pk))
    monkeypatch.setattr(bookings, "cancel", bookings.cancel.__wrapped__)  # without the second try
    look = bookings.lowest_free_seat

    def look_slowly(session):
        seat = look(session)
        time.sleep(0.02)
        return seat

    monkeypatch.setattr(bookings, "lowest_free_seat", look_slowly)
    faults = race(cancel, holders)
    assert faults or promoted_twice(), "nobody met anybody: the race was not one"


def promoted_twice() -> list[str]:
    """Bookings that were given a seat more than once."""
    given = Counter(AuditEntry.objects.filter(verb="promote").values_list("subject_id", flat=True))
    return [pk for pk, times in given.items() if times > 1]


def test_booking_and_cancelling_at_once_keep_every_truth():
    session, holders = full_with_line(20, 5)
    ledger: list = []
    book, newcomers = booked(session, ledger), crowd(60)
    todo = [wish for pair in zip(holders, newcomers, strict=False) for wish in pair] + newcomers[20:]
    faults = race(lambda wish: cancel(wish) if isinstance(wish, Booking) else book(wish), todo)
    assert faults == []
    assert seated(session) == 20
    assert broken() == []


def test_the_clock_of_the_database_decides_not_ours(monkeypatch: pytest.MonkeyPatch):
    """Requests around the opening: none before, all after, however wrong the clock of the web server is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now() + interval '0.6 seconds'")
        opens_at = cursor.fetchone()[0]
    session = hot()
    Session.objects.filter(pk=session.pk).update(opens_at=opens_at)
    monkeypatch.setattr(timezone, "now", lambda: opens_at + timedelta(hours=5))
    ledger: list = []
    early = race(booked(session, ledger), crowd(100), threads=8)
    race(lambda _n: connection.cursor().execute("SELECT pg_sleep(0.7)"), [1], threads=1)
    late = race(booked(session, ledger), crowd(20), threads=8)
    assert early and late == []
    assert Booking.objects.filter(booked_at__lt=opens_at).count() == 0


def test_an_answer_and_its_repetition_are_told_when_the_disk_has_them():
    """The commit that frees the session does not wait for the disk, so the answer has to (decision 0024)."""
    session, (person,), key = hot(), crowd(1), uuid4()
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")
        try:
            for _press in range(2):
                cursor.execute("SELECT pg_current_wal_insert_lsn()")
                (before,) = cursor.fetchone()
                bookings.book(session.pk, by=person, key=key)
                cursor.execute("SELECT pg_current_wal_flush_lsn() > %s::pg_lsn", [before])
                assert cursor.fetchone() == (True,)
        finally:
            cursor.execute("RESET synchronous_commit")


def test_a_booking_inside_a_transaction_goes_with_it():
    session, (person,) = hot(), crowd(1)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        bookings.book(session.pk, by=person, key=uuid4())
        raise ZeroDivisionError
    assert not Booking.objects.exists()
