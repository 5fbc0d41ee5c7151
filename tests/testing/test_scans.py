"""The desk: every code is judged, kept and answered with what to do next; scans kept without network are merged."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from testing import numbers, snapshots
from testing.actions import attendance, scans
from testing.actions.scans import Kept
from testing.lifecycles import BookingStatus, SessionStatus
from testing.models import Outcome, Scan, Seat, Session
from testing.refusals import Refusal
from testing.scan_words import WORDS
from tests.factories.centers import RoomFactory
from tests.factories.testing import BookingFactory, SessionFactory

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


@pytest.fixture
def today(room):
    return SessionFactory(room=room, starts_at=now() - timedelta(minutes=5), status=SessionStatus.CLOSED)


def of(session, **about):
    return BookingFactory(session=session, **about).code


def elsewhere_in(today, **about):
    return SessionFactory(room=RoomFactory(center=today.center), **about)


CASES = {
    Outcome.NOT_CODE: lambda t, c: "ABC",
    Outcome.UNKNOWN: lambda t, c: numbers.new_code(),
    Outcome.OTHER_CENTER: lambda t, c: of(SessionFactory()),
    Outcome.OTHER_DAY: lambda t, c: of(elsewhere_in(t)),
    Outcome.OTHER_SESSION: lambda t, c: of(elsewhere_in(t, starts_at=t.starts_at)),
    Outcome.CANCELLED: lambda t, c: of(t, status=BookingStatus.CANCELLED),
    Outcome.LAPSED: lambda t, c: of(t, status=BookingStatus.LAPSED),
    Outcome.WAITING: lambda t, c: of(t, status=BookingStatus.WAITING),
    Outcome.ALREADY: lambda t, c: of(t, status=BookingStatus.ATTENDED),
    Outcome.OWN: lambda t, c: of(t, person=c),
}


@pytest.mark.parametrize("outcome", CASES)
def test_a_refusal_is_kept_and_says_why_and_what_to_do_next(clerk, today, outcome):
    code = CASES[outcome](today, clerk.person)
    answer = clerk.post(reverse("manage-check-in", args=[today.pk]), {"code": code})
    made = Scan.objects.get(session=today)
    assert (made.outcome, made.by) == (outcome, clerk.person)
    reason, following = scans.said(made)
    assert "%(" not in reason
    assert reason in str(answer.context["form"].errors["code"][0])
    assert str(WORDS[outcome][1]) == following


def judged(session, booking, clerk, at=None):
    return scans.scan(session, booking.code, by=clerk.person, at=at or now())


def test_the_time_the_seat_and_the_session_are_looked_at(clerk, today):
    booking = BookingFactory(session=today)
    assert judged(today, booking, clerk, today.starts_at - timedelta(hours=3)).outcome == Outcome.EARLY
    assert judged(today, booking, clerk, today.ends_at).outcome == Outcome.OVER
    Seat.objects.filter(session=today, number=booking.seat_no).update(closed=True)
    assert judged(today, booking, clerk).outcome == Outcome.SEAT_CLOSED
    Session.objects.filter(pk=today.pk).update(
        status="called_off", called_off_by=clerk.person, called_off_at=now(), called_off_reason="น้ำท่วม"
    )
    made = judged(today, booking, clerk)
    assert made.outcome == Outcome.CALLED_OFF and "น้ำท่วม" in scans.said(made)[0]


def test_after_confirmation_nobody_is_let_in(clerk, today):
    booking = BookingFactory(session=today)
    Session.objects.filter(pk=today.pk).update(
        status="held",
    )
    Session.objects.filter(pk=today.pk).update(
        status="finalised", finalised_by=clerk.person, finalised_at=now()
    )
    assert judged(today, booking, clerk).outcome == Outcome.CONFIRMED


def test_there_are_at_least_twelve_reasons_each_with_a_next_step():
    assert len(WORDS) >= 12
    assert set(WORDS) == set(Outcome.values) - {Outcome.IN}


def test_the_address_on_a_pass_is_read_as_its_code(clerk, today):
    booking = BookingFactory(session=today)
    made = scans.scan(today, f"https://hcec.example/manage/scan/{booking.code}", by=clerk.person, at=now())
    booking.refresh_from_db()
    assert (made.outcome, booking.status) == (Outcome.IN, BookingStatus.ATTENDED)


def test_a_scan_is_never_rewritten(clerk, today):
    judged(today, BookingFactory(session=today), clerk)
    with pytest.raises(DatabaseError), transaction.atomic():
        Scan.objects.update(outcome=Outcome.UNKNOWN)


def sent(clerk, session, *rows, token=None):
    body = [{"key": str(key), "code": code, "at": at.isoformat()} for key, code, at in rows]
    token = token or snapshots.token(session, clerk.person, now())
    return clerk.post(
        reverse("manage-scans-merge", args=[session.pk]), {"token": token, "scans": json.dumps(body)}
    )


def test_what_a_device_kept_is_merged_once_and_whoever_was_first_stays_first(clerk, today):
    one, two = BookingFactory(session=today), BookingFactory(session=today)
    first = attendance.check_in(two, by=clerk.person, at=now()).marked_at
    rows = [
        (uuid4(), one.code, now() - timedelta(minutes=2)),
        (uuid4(), two.code, now() - timedelta(minutes=1)),
    ]
    answer = sent(clerk, today, *rows).json()
    assert (len(answer["taken"]), answer["refused_count"]) == (2, 1)
    one.refresh_from_db(), two.refresh_from_db()
    assert one.status == BookingStatus.ATTENDED and one.marked_at == rows[0][2]
    assert two.marked_at == first
    sent(clerk, today, *rows)
    assert Scan.objects.filter(session=today).count() == 2


def test_two_devices_with_the_same_code_leave_one_conflict_for_a_person(clerk, today):
    booking = BookingFactory(session=today)
    sent(clerk, today, (uuid4(), booking.code, now() - timedelta(minutes=3)))
    sent(clerk, today, (uuid4(), booking.code, now() - timedelta(minutes=2)))
    conflict = Scan.objects.conflicts().get()
    assert conflict.outcome == Outcome.ALREADY
    path = reverse("manage-scans", args=[today.pk])
    assert booking.person.name in clerk.read(path)
    clerk.post(reverse("manage-scan-decide", args=[today.pk, conflict.pk]), {"words": "สแกนซ้ำสองเครื่อง"})
    assert not Scan.objects.conflicts().exists()
    assert "สแกนซ้ำสองเครื่อง" in clerk.read(path)
    with pytest.raises(Refusal):
        scans.decide(conflict, words="อีกครั้ง", by=clerk.person, at=now())


def test_a_list_that_is_not_ours_is_turned_away(clerk, manager, today):
    row = (uuid4(), BookingFactory(session=today).code, now())
    assert sent(clerk, today, row, token="x").status_code == 409
    assert sent(clerk, today, row, token=snapshots.token(today, manager.person, now())).status_code == 409
    assert not Scan.objects.exists()


def test_a_device_whose_clock_runs_ahead_marks_nobody_in_the_future(clerk, today):
    booking = BookingFactory(session=today)
    scans.merge(today, [Kept(uuid4(), booking.code, now() + timedelta(hours=1))], by=clerk.person, at=now())
    booking.refresh_from_db()
    assert booking.marked_at <= now()


def test_what_cannot_be_read_is_refused(clerk, today):
    answer = clerk.post(
        reverse("manage-scans-merge", args=[today.pk]),
        {"token": snapshots.token(today, clerk.person, now()), "scans": "[{}]"},
    )
    assert answer.status_code == 409


def test_the_desk_and_its_scans_cost_no_more_for_many(clerk, today):
    for _number in range(4):
        judged(today, BookingFactory(session=today), clerk)
    clerk.cost(reverse("manage-check-in", args=[today.pk]))
    clerk.cost(reverse("manage-scans", args=[today.pk]))
