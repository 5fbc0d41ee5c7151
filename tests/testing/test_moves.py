"""Moving to another session: the old seat is kept until the new one is held, and then goes to the next in line."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from hcec.accounts.models import Notice
from hcec.core import outbox
from testing.actions import moves
from testing.lifecycles import BookingStatus
from testing.models import Booking, Exchange
from testing.queries.moves import ways
from testing.refusals import Refusal
from tests.factories.accounts import PersonFactory
from tests.factories.centers import AffiliationFactory, RoomFactory
from tests.factories.testing import BookingFactory, ExamFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return SessionFactory(seats=1)


@pytest.fixture
def there(here):
    return SessionFactory(exam=here.exam, starts_at=here.starts_at + timedelta(days=1))


def move(booking, to, key=None):
    return moves.move(booking, to=to, by=booking.person, at=timezone.now(), key=key or uuid4())


def keeps(booking):
    booking.refresh_from_db()
    return (booking.status, booking.seat_no) == (BookingStatus.CONFIRMED, 1)


def test_the_old_seat_goes_to_the_next_in_line(here, there):
    mine = BookingFactory(session=here)
    waiting = BookingFactory(session=here, status=BookingStatus.WAITING)
    fresh = move(mine, there)
    mine.refresh_from_db()
    waiting.refresh_from_db()
    assert (fresh.session, fresh.status, mine.status) == (
        there,
        BookingStatus.CONFIRMED,
        BookingStatus.CANCELLED,
    )
    assert (waiting.status, waiting.seat_no) == (BookingStatus.CONFIRMED, 1)


def test_the_two_bookings_know_each_other(here, there):
    mine = BookingFactory(session=here)
    fresh = move(mine, there)
    assert Exchange.objects.get().got == fresh and mine.moved_to.got == fresh


def test_a_full_session_is_refused_and_the_seat_is_kept(here):
    full = SessionFactory(exam=here.exam, seats=1)
    BookingFactory(session=full)
    mine = BookingFactory(session=here)
    with pytest.raises(Refusal):
        move(mine, full)
    assert keeps(mine) and Booking.objects.filter(person=mine.person).count() == 1


def test_a_session_at_the_same_hours_elsewhere_is_possible(here):
    mine = BookingFactory(session=here)
    assert move(mine, SessionFactory(exam=here.exam, starts_at=here.starts_at)).seat_no == 1


def test_hours_of_a_third_booking_are_refused_and_the_seat_is_kept(here, there):
    mine = BookingFactory(session=here)
    BookingFactory(session=SessionFactory(starts_at=there.starts_at), person=mine.person)
    with pytest.raises(Refusal):
        move(mine, there)
    assert keeps(mine)


def test_an_audience_that_is_not_hers_is_refused_and_the_seat_is_kept(here, there):
    there.audience_affiliations.add(AffiliationFactory())
    mine = BookingFactory(session=here)
    with pytest.raises(Refusal):
        move(mine, there)
    assert keeps(mine)


def test_another_exam_is_refused(here):
    mine = BookingFactory(session=here)
    with pytest.raises(Refusal):
        move(mine, SessionFactory(exam=ExamFactory(), starts_at=here.starts_at + timedelta(days=1)))
    assert keeps(mine)


def test_after_the_cancel_deadline_it_is_refused(there):
    late = SessionFactory(exam=there.exam, cancel_until=timezone.now() - timedelta(minutes=1))
    mine = BookingFactory(session=late)
    with pytest.raises(Refusal):
        move(mine, there)
    assert keeps(mine)


def test_who_waits_has_no_seat_to_move(here, there):
    BookingFactory(session=here)
    waiting = BookingFactory(session=here, status=BookingStatus.WAITING)
    with pytest.raises(Refusal):
        move(waiting, there)


def test_nobody_moves_the_booking_of_another(here, there):
    mine = BookingFactory(session=here)
    with pytest.raises(Refusal):
        moves.move(mine, to=there, by=PersonFactory(), at=timezone.now(), key=uuid4())
    assert keeps(mine)


def test_the_same_key_moves_once(here, there):
    mine, key = BookingFactory(session=here), uuid4()
    assert move(mine, there, key) == move(mine, there, key)
    assert Booking.objects.filter(person=mine.person).count() == 2


def test_one_message_tells_of_both(here, there):
    mine = BookingFactory(session=here)
    move(mine, there)
    outbox.run_all_due()
    (notice,) = Notice.objects.filter(person=mine.person)
    assert here.center.public_name in notice.body and there.center.public_name in notice.body


def test_the_ways_are_free_and_of_the_same_exam(here, there):
    mine = BookingFactory(session=here)
    SessionFactory(starts_at=there.starts_at)
    full = SessionFactory(exam=here.exam, seats=1)
    BookingFactory(session=full)
    assert list(ways(mine, timezone.now())) == [there]


def test_the_page_lists_ways_and_the_press_moves(teacher, here, there):
    mine = BookingFactory(session=here, person=teacher.person)
    assert reverse("move-booking", args=[mine.code]) in teacher.read(reverse("booking", args=[mine.code]))
    to = reverse("move-booking-to", args=[mine.code, there.pk])
    assert to in teacher.read(reverse("move-booking", args=[mine.code]))
    assert str(there.center.public_name) in teacher.read(to)
    answer = teacher.post(to, {"idempotency_key": uuid4().hex})
    fresh = Booking.objects.get(session=there, person=teacher.person)
    assert answer["Location"] == reverse("booking", args=[fresh.code])
    assert fresh.code in teacher.read(reverse("booking", args=[mine.code]))


def test_a_refused_press_says_why_and_that_the_seat_is_kept(teacher, here):
    full = SessionFactory(exam=here.exam, seats=1)
    BookingFactory(session=full)
    mine = BookingFactory(session=here, person=teacher.person)
    answer = teacher.post(
        reverse("move-booking-to", args=[mine.code, full.pk]), {"idempotency_key": uuid4().hex}
    )
    assert answer.status_code == 409 and keeps(mine)


def test_after_the_deadline_the_pages_say_until_when(teacher):
    late = SessionFactory(cancel_until=timezone.now() - timedelta(minutes=1))
    mine = BookingFactory(session=late, person=teacher.person)
    assert reverse("move-booking", args=[mine.code]) not in teacher.read(reverse("booking", args=[mine.code]))
    teacher.read(reverse("move-booking", args=[mine.code]))


def test_the_list_of_ways_costs_the_same_for_many(teacher, here):
    mine = BookingFactory(session=here, person=teacher.person)
    for day in range(1, 6):
        SessionFactory(
            exam=here.exam,
            starts_at=here.starts_at + timedelta(days=day),
            room=RoomFactory(center=here.center),
        )
    teacher.cost(reverse("move-booking", args=[mine.code]))
