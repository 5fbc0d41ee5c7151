"""Lost seats: a session called off or a failed workstation leads to offers of other seats near the person."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hcec.core import outbox
from testing.actions import lost, offers, sessions
from testing.lifecycles import BookingStatus, OfferStatus, WishStatus
from testing.models import Booking, Exchange, Offer, Seat, Wish
from tests.factories.centers import CenterFactory, RoomFactory, WorkplaceFactory
from tests.factories.testing import BookingFactory, SessionFactory, WishFactory
from tests.races.booking_ground import broken

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return SessionFactory()


def near(session, **fields):
    """Another session of the same exam the day after, in the same center."""
    room = RoomFactory(center=session.center)
    return SessionFactory(
        exam=session.exam, room=room, starts_at=session.starts_at + timedelta(days=1), **fields
    )


def call_off(session):
    sessions.call_off(session, by=session.created_by, at=timezone.now(), reason="น้ำท่วม")
    outbox.run_all_due()


def open_offer(person):
    return Offer.objects.get(person=person, status=OfferStatus.OPEN)


def test_whoever_had_a_seat_is_offered_one_nearby_in_the_order_of_booking(session):
    other = near(session, seats=1)
    now = timezone.now()
    late = BookingFactory(session=session, booked_at=now - timedelta(hours=1))
    early = BookingFactory(session=session, booked_at=now - timedelta(days=2))
    call_off(session)
    offer = open_offer(early.person)
    assert (offer.session, offer.wish.instead_of) == (other, early)
    assert Wish.objects.get(person=late.person).status == WishStatus.OPEN
    booking = offers.accept(offer, by=early.person, at=timezone.now())
    assert booking.status == BookingStatus.CONFIRMED
    assert broken() == []


def test_whoever_only_waited_is_not_put_in_line(session):
    near(session)
    waiting = BookingFactory(session=session, status=BookingStatus.WAITING)
    call_off(session)
    assert not Wish.objects.filter(person=waiting.person).exists()


def test_her_own_province_is_the_limit(session):
    near(session)
    booking = BookingFactory(session=session)
    home = CenterFactory()
    WorkplaceFactory(person=booking.person, province=home.province)
    call_off(session)
    wish = Wish.objects.get(person=booking.person)
    assert (wish.status, list(wish.provinces.all())) == (WishStatus.OPEN, [home.province])


def test_a_wish_of_hers_keeps_its_limits_and_gets_the_earlier_place(session):
    near(session)
    booked = timezone.now() - timedelta(days=2)
    booking = BookingFactory(session=session, booked_at=booked)
    far = CenterFactory()
    wish = WishFactory(person=booking.person, skill=session.exam.skill, provinces=[far.province])
    call_off(session)
    wish.refresh_from_db()
    assert (wish.instead_of, wish.asked_at, wish.status) == (booking, booked, WishStatus.OPEN)


def test_looking_twice_puts_nobody_in_line_twice(session):
    booking = BookingFactory(session=session)
    call_off(session)
    assert lost.find_another(booking.pk, at=timezone.now()) is None
    assert Wish.objects.count() == 1


def test_a_seat_that_is_not_lost_leads_to_nothing(session):
    assert lost.find_another(BookingFactory(session=session).pk, at=timezone.now()) is None


def broken_seat(session):
    booking = BookingFactory(session=session)
    Seat.objects.filter(session=session, number=booking.seat_no).update(closed=True)
    lost.find_another(booking.pk, at=timezone.now())
    outbox.run_all_due()
    return booking


def test_with_a_broken_workstation_a_yes_gives_the_broken_seat_back(session):
    other = near(session)
    booking = broken_seat(session)
    offer = open_offer(booking.person)
    fresh = offers.accept(offer, by=booking.person, at=timezone.now())
    booking.refresh_from_db()
    assert (booking.status, fresh.session) == (BookingStatus.CANCELLED, other)
    assert Exchange.objects.get().got == fresh
    assert broken() == []


def test_with_a_broken_workstation_a_no_keeps_the_booking(session):
    near(session)
    booking = broken_seat(session)
    offers.decline(open_offer(booking.person), by=booking.person, at=timezone.now())
    booking.refresh_from_db()
    assert booking.status == BookingStatus.CONFIRMED
    assert Booking.objects.filter(person=booking.person).count() == 1


def test_a_seat_at_the_same_hours_may_replace_a_broken_one(session):
    other = SessionFactory(
        exam=session.exam, room=RoomFactory(center=session.center), starts_at=session.starts_at
    )
    booking = broken_seat(session)
    fresh = offers.accept(open_offer(booking.person), by=booking.person, at=timezone.now())
    assert (fresh.session, fresh.status) == (other, BookingStatus.CONFIRMED)
