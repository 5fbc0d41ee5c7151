"""verify_integrity finds what constraints cannot see: each truth is broken once, by hand, past every trigger."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from testing.integrity import INVARIANTS
from testing.lifecycles import BookingStatus
from tests.factories.testing import BookingFactory, ResultFactory, SessionFactory, finalised_session

pytestmark = pytest.mark.django_db

GIVEN_UP = (
    "UPDATE testing_booking SET seat_no = NULL, status = 'cancelled', cancelled_at = now(),"
    " cancelled_by_id = person_id WHERE status = 'confirmed'"
)


def by_hand(sql: str) -> None:
    """Change rows as somebody at the database's own console could, with triggers and foreign keys asleep."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET session_replication_role = DEFAULT")


def story():
    """A full session with a line of two, and one of last week with a result."""
    session = SessionFactory(seats=2)
    for _ in range(2):
        BookingFactory(session=session)
    long_ago = timezone.now() - timedelta(minutes=5)
    for minute in range(2):
        BookingFactory(
            session=session, status=BookingStatus.WAITING, booked_at=long_ago + timedelta(seconds=minute)
        )
    ResultFactory(booking=BookingFactory(session=finalised_session(), status=BookingStatus.ATTENDED))


def broken():
    return [truth.name for truth in INVARIANTS if truth.broken()]


def test_a_true_story_breaks_nothing():
    story()
    assert broken() == []


@pytest.mark.parametrize(
    ("truth", "sql"),
    [
        (
            "no session has more people seated than seats, nor more seats than its room",
            "UPDATE centers_room SET seats = 1",
        ),
        (
            "a session has its seats 1 to n and no others",
            "DELETE FROM testing_seat WHERE number = 2",
        ),
        (
            "seat numbers are given once and exist",
            "UPDATE testing_booking SET seat_no = 99 WHERE seat_no = 2",
        ),
        (
            "no seat below the hint of its session is free",
            GIVEN_UP + " AND seat_no = 1",
        ),
        (
            "a booking's hours are its session's, and the session's are its room's",
            "UPDATE testing_booking SET ends_at = ends_at + interval '1 hour'",
        ),
        (
            "waiting numbers run 1 to n without gap, in the order in which people came",
            "UPDATE testing_booking SET wait_no = 7 WHERE wait_no = 2",
        ),
        (
            "nobody waits while a seat is free that could be hers",
            GIVEN_UP + " AND seat_no = 2",
        ),
        (
            "only who attended has a result, and only after attendance was confirmed",
            "UPDATE testing_booking SET status = 'absent' WHERE status = 'attended'",
        ),
        (
            "a result's levels are of its exam's scale",
            "UPDATE testing_result SET scale_id = scale_id + 100000",
        ),
    ],
)
def test_a_broken_truth_is_named(truth, sql):
    story()
    by_hand(sql)
    assert truth in broken()
