"""What time does by itself, and that doing it twice does nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hcec.accounts.models import Notice
from hcec.core import outbox
from hcec.core.models import AuditEntry
from testing.actions import clock
from testing.lifecycles import BookingStatus, SessionStatus
from testing.tasks import move_with_time
from tests.factories.testing import BookingFactory, SessionFactory

pytestmark = pytest.mark.django_db


def state(row):
    row.refresh_from_db()
    return row.status


def begun(**ago):
    return timezone.now() - timedelta(**ago)


def test_a_session_closes_when_its_window_ends():
    session = SessionFactory(closes_at=begun(minutes=1))
    move_with_time()
    assert state(session) == SessionStatus.CLOSED


def test_an_open_window_stays_open():
    session = SessionFactory()
    move_with_time()
    assert state(session) == SessionStatus.OPEN


def test_a_test_that_has_ended_waits_for_its_attendance():
    session = SessionFactory(starts_at=begun(hours=3), status=SessionStatus.CLOSED)
    move_with_time()
    assert state(session) == SessionStatus.HELD


def test_a_session_that_nobody_closed_is_closed_and_held_in_one_go():
    session = SessionFactory(starts_at=begun(hours=3))
    move_with_time()
    assert state(session) == SessionStatus.HELD


def test_a_test_under_way_is_not_yet_held():
    session = SessionFactory(starts_at=begun(minutes=30), status=SessionStatus.CLOSED)
    move_with_time()
    assert state(session) == SessionStatus.CLOSED


def test_the_waiting_list_ends_when_the_test_begins_and_the_people_are_told():
    session = SessionFactory(seats=1, starts_at=begun(minutes=1), status=SessionStatus.CLOSED)
    BookingFactory(session=session)
    waiting = BookingFactory(session=session, status=BookingStatus.WAITING)
    move_with_time()
    assert state(waiting) == BookingStatus.LAPSED
    outbox.run_all_due()
    assert Notice.objects.filter(person=waiting.person).count() == 1


def test_doing_it_twice_does_nothing_the_second_time():
    SessionFactory(closes_at=begun(minutes=1))
    SessionFactory(starts_at=begun(hours=3), status=SessionStatus.CLOSED)
    assert clock.move_with_time(at=timezone.now()) == 2
    rows = AuditEntry.objects.count()
    assert clock.move_with_time(at=timezone.now()) == 0
    assert AuditEntry.objects.count() == rows


def test_a_draft_and_a_called_off_session_are_left_alone():
    draft = SessionFactory(starts_at=begun(hours=3), status=SessionStatus.DRAFT)
    assert clock.move_with_time(at=timezone.now()) == 0
    assert state(draft) == SessionStatus.DRAFT
