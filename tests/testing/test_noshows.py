"""Absences: told, appealed, decided by somebody else; the second of twelve months lowers the weight in draws."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from hcec.accounts.models import Notice
from hcec.core import outbox
from testing.actions import bookings, noshows, sessions
from testing.lifecycles import BookingStatus, NoShowStatus, SessionStatus
from testing.models import NoShowAppeal
from testing.queries.noshows import counted
from testing.refusals import Refusal
from tests.factories.accounts import PersonFactory
from tests.factories.centers import RoomFactory
from tests.factories.testing import BookingFactory, SessionFactory, finalised_session

pytestmark = pytest.mark.django_db


def absence(person=None, days=7, **fields):
    starts_at = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(days=days)
    session = finalised_session(starts_at=starts_at, **fields)
    return BookingFactory(session=session, person=person or PersonFactory(), status=BookingStatus.ABSENT)


def appeal(booking):
    return noshows.appeal(booking, reason="รถเสีย", by=booking.person, at=timezone.now())


def decide(made, by=None, excuse=True):
    return noshows.decide(made, excuse=excuse, answer="ตรวจแล้ว", by=by or PersonFactory(), at=timezone.now())


def test_who_did_not_come_is_told_when_attendance_is_confirmed():
    held = SessionFactory(
        starts_at=timezone.now() - timedelta(hours=5), status=SessionStatus.HELD, room=RoomFactory()
    )
    missing = BookingFactory(session=held)
    sessions.finalise(held, by=PersonFactory(), at=timezone.now())
    outbox.run_all_due()
    notice = Notice.objects.get(person=missing.person)
    assert notice.path == reverse("no-show", args=[missing.code])


def test_the_second_of_twelve_months_is_told_with_what_follows():
    person = PersonFactory()
    first, second = absence(person, 40), absence(person, 7)
    noshows.tell([second])
    outbox.run_all_due()
    assert "2" in Notice.objects.get(person=person).body
    assert list(counted(person, timezone.now())) == [second, first]


def test_an_old_an_excused_and_an_unconfirmed_absence_do_not_count():
    person = PersonFactory()
    absence(person, 370)
    decide(appeal(absence(person, 20)))
    BookingFactory(
        session=SessionFactory(starts_at=timezone.now() - timedelta(days=3), status=SessionStatus.HELD),
        person=person,
        status=BookingStatus.ABSENT,
    )
    assert list(counted(person, timezone.now())) == []


def test_an_absence_that_stands_counts_and_needs_a_reason():
    booking = absence()
    made = appeal(booking)
    with pytest.raises(Refusal):
        noshows.decide(made, excuse=False, answer=" ", by=PersonFactory(), at=timezone.now())
    assert decide(made, excuse=False).status == NoShowStatus.UPHELD
    assert list(counted(booking.person, timezone.now())) == [booking]
    outbox.run_all_due()
    assert "ตรวจแล้ว" in Notice.objects.get(person=booking.person).body


def test_nobody_decides_on_an_absence_they_marked_or_had():
    booking = absence()
    made = appeal(booking)
    for person in (booking.marked_by, booking.person):
        with pytest.raises(Refusal):
            decide(made, by=person)
        with pytest.raises(IntegrityError, match="marked_or_had"), transaction.atomic():
            NoShowAppeal.objects.filter(pk=made.pk).update(
                status=NoShowStatus.EXCUSED, decided_by=person, decided_at=timezone.now()
            )


def test_one_appeals_once_in_time_and_only_a_confirmed_absence_of_ones_own():
    booking = absence()
    appeal(booking)
    came = BookingFactory(session=booking.session, status=BookingStatus.ATTENDED)
    for other, by in (
        (booking, booking.person),
        (absence(days=40), None),
        (absence(), PersonFactory()),
        (came, None),
    ):
        with pytest.raises(Refusal):
            noshows.appeal(other, reason="รถเสีย", by=by or other.person, at=timezone.now())


def test_an_absence_shuts_nobody_out():
    person = PersonFactory()
    for days in (7, 14, 21):
        absence(person, days)
    assert bookings.book(SessionFactory().pk, by=person, key=uuid4()).outcome == "confirmed"


def test_the_pages_from_booking_to_decision(teacher, director, center):
    booking = absence(teacher.person, room=RoomFactory(center=center))
    page = reverse("no-show", args=[booking.code])
    assert page in teacher.read(reverse("booking", args=[booking.code]))
    teacher.read(page)
    teacher.cost(page)
    teacher.post(page, {"reason": "รถเสียกลางทาง"})
    made = NoShowAppeal.objects.get()
    assert "รถเสียกลางทาง" in teacher.read(page)
    assert teacher.person.name in director.read(reverse("manage-no-shows"))
    director.cost(reverse("manage-no-shows"))
    decision = reverse("manage-no-show", args=[made.pk])
    assert "รถเสียกลางทาง" in director.read(decision)
    director.post(decision, {"decision": "excuse", "answer": ""})
    made.refresh_from_db()
    assert made.status == NoShowStatus.EXCUSED
    director.read(decision)
    teacher.read(page)
