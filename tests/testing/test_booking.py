"""A booking is a seat, a number in line, or a sentence that says why not."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hcec.accounts.models import Notice, User
from hcec.core import outbox
from hcec.core.models import AuditEntry, Job
from testing.actions import bookings
from testing.lifecycles import BookingStatus, SessionStatus
from testing.models import Booking
from testing.refusals import AlreadyBooked, Refusal
from tests.factories.accounts import PersonFactory
from tests.factories.centers import AffiliationFactory, RoomFactory, WorkplaceFactory
from tests.factories.testing import BookingFactory, SessionFactory

pytestmark = pytest.mark.django_db


def book(session, person=None):
    return bookings.book(session.pk, by=person or PersonFactory(), key=uuid4())


def test_the_first_gets_the_first_seat():
    session = SessionFactory()
    answer = book(session)
    booking = Booking.objects.get(code=answer.code)
    assert (answer.outcome, booking.status, booking.seat_no) == ("confirmed", BookingStatus.CONFIRMED, 1)


def test_who_comes_after_the_last_seat_waits_in_line():
    session = SessionFactory(seats=2)
    answers = [book(session) for _ in range(4)]
    found = Booking.objects.filter(session=session).order_by("pk").values_list("seat_no", "wait_no")
    assert list(found) == [(1, None), (2, None), (None, 1), (None, 2)]
    assert [answer.outcome for answer in answers] == ["confirmed", "confirmed", "waiting", "waiting"]


def test_a_booking_is_one_statement():
    session, person = SessionFactory(), PersonFactory()
    with CaptureQueriesContext(connection) as queries:
        book(session, person)
    assert len(queries) == 1


def test_a_booking_leaves_an_audit_row_and_a_job_that_tells_the_person():
    person = PersonFactory()
    answer = book(SessionFactory(), person)
    entry = AuditEntry.objects.get(subject_type="testing.booking", subject_id=str(answer.booking_id))
    assert (entry.verb, entry.actor_id, entry.facts["seat"]) == ("book", person.pk, 1)
    assert Job.objects.get(kind="booking.tell").payload == {"booking": answer.booking_id, "what": "confirmed"}


def test_the_notice_names_seat_place_and_day():
    person = PersonFactory()
    book(session := SessionFactory(), person)
    outbox.run_all_due()
    notice = Notice.objects.get(person=person)
    assert "ที่นั่ง" in notice.subject or "seat" in notice.subject
    assert session.center.public_name in notice.body


def test_the_same_key_gives_the_same_booking():
    session, person, key = SessionFactory(), PersonFactory(), uuid4()
    first = bookings.book(session.pk, by=person, key=key)
    second = bookings.book(session.pk, by=person, key=key)
    assert (second.outcome, second.code) == ("again", first.code)
    assert Booking.objects.count() == 1


def test_the_key_of_another_person_is_refused():
    session, key = SessionFactory(), uuid4()
    bookings.book(session.pk, by=PersonFactory(), key=key)
    with pytest.raises(Refusal):
        bookings.book(session.pk, by=PersonFactory(), key=key)


def test_a_second_booking_of_the_same_session_leads_to_the_first():
    session, person = SessionFactory(), PersonFactory()
    first = book(session, person)
    with pytest.raises(AlreadyBooked) as refusal:
        book(session, person)
    assert refusal.value.code == first.code


def test_after_cancelling_one_may_book_again():
    session, person = SessionFactory(), PersonFactory()
    first = Booking.objects.get(code=book(session, person).code)
    bookings.cancel(first, by=person, at=timezone.now())
    assert book(session, person).outcome == "confirmed"


def test_a_seat_at_the_same_time_elsewhere_is_refused_with_its_place():
    session, person = SessionFactory(), PersonFactory()
    other = SessionFactory(starts_at=session.starts_at + timedelta(hours=1))
    book(session, person)
    with pytest.raises(Refusal, match=session.center.public_name):
        book(other, person)


def test_a_session_that_begins_when_the_other_ends_is_no_clash():
    session, person = SessionFactory(), PersonFactory()
    other = SessionFactory(starts_at=session.ends_at)
    book(session, person)
    assert book(other, person).outcome == "confirmed"


@pytest.mark.parametrize("status", [SessionStatus.DRAFT, SessionStatus.CLOSED])
def test_a_session_that_is_not_open_is_refused(status):
    with pytest.raises(Refusal):
        book(SessionFactory(status=status))


def test_before_the_window_the_refusal_says_when_it_opens():
    session = SessionFactory(opens_at=timezone.now() + timedelta(minutes=5))
    with pytest.raises(Refusal, match=r"\d"):
        book(session)
    assert Booking.objects.count() == 0


def test_after_the_window_nothing_is_booked():
    with pytest.raises(Refusal):
        book(SessionFactory(closes_at=timezone.now() - timedelta(seconds=1)))


def test_the_audience_is_judged_by_the_kind_of_person():
    session = SessionFactory(audience_kinds=[User.Kind.TEACHER, User.Kind.PERSONNEL])
    assert book(session, PersonFactory(kind=User.Kind.PERSONNEL)).outcome == "confirmed"
    with pytest.raises(Refusal):
        book(session, PersonFactory(kind=User.Kind.STUDENT))


def test_the_audience_is_judged_by_the_affiliation():
    session = SessionFactory()
    session.audience_affiliations.add(obec := AffiliationFactory(code="obec"))
    assert book(session, WorkplaceFactory(affiliation=obec).person).outcome == "confirmed"
    with pytest.raises(Refusal):
        book(session, WorkplaceFactory(affiliation=AffiliationFactory(code="ovec")).person)
    with pytest.raises(Refusal):
        book(session, PersonFactory())


def test_a_person_without_a_name_cannot_book():
    with pytest.raises(Refusal):
        book(SessionFactory(), PersonFactory(first_name_th="", first_name_en=""))


def test_a_cancelled_seat_goes_to_the_next_in_line():
    session = SessionFactory(seats=1)
    first, second, third = PersonFactory(), PersonFactory(), PersonFactory()
    for person in (first, second, third):
        book(session, person)
    bookings.cancel(Booking.objects.get(person=first), by=first, at=timezone.now())
    promoted = Booking.objects.get(person=second)
    assert (promoted.status, promoted.seat_no, promoted.wait_no) == (BookingStatus.CONFIRMED, 1, 1)
    assert Booking.objects.get(person=third).status == BookingStatus.WAITING
    assert Job.objects.filter(payload={"booking": promoted.pk, "what": "promoted"}).exists()


def test_a_free_seat_without_a_line_goes_to_the_next_who_books():
    session = SessionFactory(seats=3)
    people = [PersonFactory() for _ in range(3)]
    for person in people:
        book(session, person)
    bookings.cancel(Booking.objects.get(person=people[1]), by=people[1], at=timezone.now())
    assert Booking.objects.get(code=book(session).code).seat_no == 2
    assert book(session).outcome == "waiting"


def test_who_sits_elsewhere_at_that_time_keeps_her_number_and_is_passed_over():
    session = SessionFactory(seats=1)
    holder, busy, free = PersonFactory(), PersonFactory(), PersonFactory()
    for person in (holder, busy, free):
        book(session, person)
    book(SessionFactory(starts_at=session.starts_at), busy)
    bookings.cancel(Booking.objects.get(person=holder), by=holder, at=timezone.now())
    assert Booking.objects.get(person=free).status == BookingStatus.CONFIRMED
    assert Booking.objects.get(person=busy, session=session).status == BookingStatus.WAITING


def test_who_gives_up_the_other_seat_gets_the_one_she_waited_for():
    session = SessionFactory(seats=1)
    holder, busy = PersonFactory(), PersonFactory()
    book(session, holder)
    book(session, busy)
    elsewhere = Booking.objects.get(code=book(SessionFactory(starts_at=session.starts_at), busy).code)
    bookings.cancel(Booking.objects.get(person=holder), by=holder, at=timezone.now())
    bookings.cancel(elsewhere, by=busy, at=timezone.now())
    outbox.run_all_due()
    assert Booking.objects.get(person=busy, session=session).status == BookingStatus.CONFIRMED


def test_after_the_deadline_the_person_cannot_cancel_but_staff_can():
    session = SessionFactory(cancel_until=timezone.now() - timedelta(hours=1))
    booking = BookingFactory(session=session)
    with pytest.raises(Refusal):
        bookings.cancel(booking, by=booking.person, at=timezone.now())
    cancelled = bookings.cancel(booking, by=PersonFactory(), at=timezone.now(), reason="โทรแจ้งศูนย์")
    assert cancelled.status == BookingStatus.CANCELLED


def test_a_booking_that_is_over_cannot_be_cancelled_again():
    booking = BookingFactory()
    bookings.cancel(booking, by=booking.person, at=timezone.now())
    with pytest.raises(Refusal.__mro__[1]):
        bookings.cancel(booking, by=booking.person, at=timezone.now())


def test_a_late_job_does_not_tell_what_is_over():
    person = PersonFactory()
    answer = book(SessionFactory(), person)
    bookings.cancel(Booking.objects.get(code=answer.code), by=person, at=timezone.now())
    outbox.run_all_due()
    assert Notice.objects.filter(person=person).count() == 1


def test_more_seats_than_the_room_has_cannot_be_stored():
    with pytest.raises(Exception, match="testing_session_agrees_with_its_room"):
        SessionFactory(room=RoomFactory(seats=10), seats=11)
