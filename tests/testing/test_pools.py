"""Seats kept for some people until a moment, accessible seats, and seats that stand by (guideline 7.3, 7.4)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from centers.actions import readiness
from hcec.core import outbox
from testing.actions import bookings, clock, plans, pools
from testing.lifecycles import BookingStatus
from testing.models import Booking, Seat, SeatPool, Session
from testing.queries import with_seats
from testing.queries.seats import free_for, share_of
from testing.refusals import Refusal
from tests.factories.accounts import PersonFactory
from tests.factories.centers import (
    AffiliationFactory,
    RoomFactory,
    SchoolFactory,
    ServiceAreaFactory,
    WorkplaceFactory,
)
from tests.factories.registers import stations
from tests.factories.testing import BookingFactory, SessionFactory
from tests.races.booking_ground import broken

pytestmark = pytest.mark.django_db

NOW = timezone.now


@pytest.fixture
def session(room):
    return SessionFactory(room=room, seats=4)


@pytest.fixture
def officer():
    return PersonFactory()


def book(session, person=None, **how):
    answer = bookings.book(session.pk, by=person or PersonFactory(kind="public"), key=uuid4(), **how)
    return Booking.objects.get(code=answer.code)


def keep(session, seats=2, *, by=None, at=None, **whom):
    whom = whom or {"audience_kinds": ("teacher",)}
    wish = pools.Keep(name=whom.pop("name", "ครู"), seats=seats, **whom)
    return pools.add(session, wish, by=by or PersonFactory(), at=at or NOW())


def numbers(session, person):
    return list(free_for(session, person, NOW()).values_list("number", flat=True))


def passed(pool):
    """The pool's moment came after the line was last looked at."""
    SeatPool.objects.filter(pk=pool.pk).update(released_at=NOW() - timedelta(minutes=1))
    Session.objects.filter(pk=pool.session_id).update(pools_served_at=NOW() - timedelta(minutes=2))


def test_a_kept_seat_is_given_only_to_those_it_is_kept_for(session):
    keep(session)
    assert book(session).seat_no == 3
    assert book(session, PersonFactory(kind="teacher")).seat_no == 1
    assert broken() == []


def test_whoever_finds_only_seats_of_others_waits(session):
    keep(session, 3)
    book(session)
    waiting = book(session)
    assert (waiting.status, waiting.wait_no) == (BookingStatus.WAITING, 1)
    assert broken() == []


def test_people_of_a_pool_also_get_the_seats_that_are_for_everyone(session):
    keep(session, 1)
    assert [book(session, PersonFactory(kind="teacher")).seat_no for _ in range(4)] == [1, 2, 3, 4]


def test_an_affiliation_has_its_own_seats(session):
    body = AffiliationFactory(code="private", name_th="เอกชน")
    keep(session, 2, audience_affiliations=(body,))
    own = WorkplaceFactory(affiliation=body).person
    assert numbers(session, own) == [1, 2, 3, 4]
    assert numbers(session, WorkplaceFactory().person) == [3, 4]


def test_the_area_of_a_center_is_the_areas_it_serves(session):
    area = ServiceAreaFactory()
    session.center.areas_served.add(area)
    keep(session, 2, near="area")
    assert numbers(session, WorkplaceFactory(school=SchoolFactory(area=area)).person) == [1, 2, 3, 4]
    assert numbers(session, WorkplaceFactory(school=SchoolFactory(area=ServiceAreaFactory())).person) == [
        3,
        4,
    ]
    assert numbers(session, None) == [3, 4]


def test_the_province_of_a_center_is_where_a_person_works(session):
    keep(session, 2, near="province")
    assert numbers(session, WorkplaceFactory(province=session.center.province).person) == [1, 2, 3, 4]
    assert numbers(session, WorkplaceFactory().person) == [3, 4]


def test_from_its_moment_on_a_pool_is_open_to_everyone(session):
    pool = keep(session, 4)
    assert numbers(session, PersonFactory(kind="public")) == []
    passed(pool)
    assert book(session).seat_no == 1


def test_who_waited_gets_a_released_seat_before_who_comes_new(session):
    pool = keep(session, 4)
    first = book(session)
    passed(pool)
    newcomer = book(session)
    assert newcomer.status == BookingStatus.WAITING
    clock.move_with_time(at=NOW())
    for booking, seat in ((first, 1), (newcomer, 2)):
        booking.refresh_from_db()
        assert booking.seat_no == seat
    assert book(session).seat_no == 3
    assert broken() == []


def test_time_releases_a_pool_once(session):
    pool = keep(session, 4)
    book(session)
    passed(pool)
    at = NOW()
    assert pools.serve_released(at=at) == 1
    assert pools.serve_released(at=at) == 0


def test_a_cancelled_seat_passes_over_those_it_is_not_open_to(session):
    keep(session, 2)
    teachers = [book(session, PersonFactory(kind="teacher")) for _ in range(2)]
    for _ in range(2):
        book(session)
    stranger, teacher = book(session), book(session, PersonFactory(kind="teacher"))
    bookings.cancel(teachers[0], by=teachers[0].person, at=NOW())
    for booking in (stranger, teacher):
        booking.refresh_from_db()
    assert (stranger.seat_no, teacher.seat_no) == (None, 1)
    assert broken() == []


def test_releasing_by_hand_lets_in_who_waits(session):
    pool = keep(session, 4)
    waiting = book(session)
    pools.release(pool, by=PersonFactory(), at=NOW())
    waiting.refresh_from_db()
    assert waiting.seat_no == 1
    with pytest.raises(Refusal, match="แล้ว"):
        pools.release(pool, by=PersonFactory(), at=NOW())


def test_a_pool_taken_away_leaves_its_seats_to_everyone(session):
    pool = keep(session, 4)
    waiting = book(session)
    pools.remove(pool, by=PersonFactory(), at=NOW())
    waiting.refresh_from_db()
    session.refresh_from_db()
    assert waiting.seat_no == 1 and session.pools_served_at is None
    assert book(session).seat_no == 2
    assert broken() == []


@pytest.mark.parametrize(
    ("seats", "whom", "why"),
    [
        (5, {"audience_kinds": ("teacher",)}, "4"),
        (1, {"near": ""}, "ทุกคน"),
        (1, {"audience_kinds": ("teacher",), "released_at": NOW() - timedelta(days=1)}, "ระหว่าง"),
        (1, {"audience_kinds": ("teacher",), "released_at": NOW() + timedelta(days=900)}, "ระหว่าง"),
    ],
)
def test_a_pool_that_cannot_be_is_refused(session, seats, whom, why):
    with pytest.raises(Refusal, match=why):
        keep(session, seats, **whom)
    assert not SeatPool.objects.exists()


def test_two_pools_of_one_name_are_refused(session):
    keep(session, 1)
    with pytest.raises(Refusal, match="ชื่อ"):
        keep(session, 1)


def test_a_session_that_was_held_keeps_nothing_more(session):
    Session.objects.filter(pk=session.pk).update(status="held")
    with pytest.raises(Refusal, match="แก้ไขไม่ได้"):
        keep(session, 1)


def test_an_accessible_seat_goes_to_who_needs_one(session, officer):
    pools.set_kinds(session, accessible=[1], standby=[], until=None, by=officer, at=NOW())
    assert book(session).seat_no == 2
    needing = book(session, needs_access=True)
    assert (needing.seat_no, needing.needs_access) == (1, True)
    assert book(session, needs_access=True).status == BookingStatus.WAITING
    assert broken() == []


def test_where_no_seat_is_accessible_any_seat_will_do(session):
    assert book(session, needs_access=True).seat_no == 1


def test_accessible_seats_open_to_everyone_in_the_end(session, officer):
    pools.set_kinds(session, accessible=[1, 2, 3, 4], standby=[], until=None, by=officer, at=NOW())
    waiting = book(session)
    soon = NOW() + timedelta(minutes=1)
    pools.set_kinds(session, accessible=[1, 2, 3, 4], standby=[], until=soon, by=officer, at=NOW())
    assert pools.serve_released(at=soon + timedelta(seconds=1)) == 1
    waiting.refresh_from_db()
    assert waiting.seat_no == 1


def test_nobody_books_a_standby_seat(session, officer):
    pools.set_kinds(session, accessible=[], standby=[1, 2, 3], until=None, by=officer, at=NOW())
    assert with_seats(Session.objects.filter(pk=session.pk)).get().free == 1
    assert book(session).seat_no == 4
    assert book(session).status == BookingStatus.WAITING
    assert broken() == []


def test_whose_workstation_fails_moves_to_the_standby_seat(officer):
    room = RoomFactory(seats=3)
    stations(room, 3)
    session = SessionFactory(room=room)
    pools.set_kinds(session, accessible=[], standby=[3], until=None, by=officer, at=NOW())
    booking = book(session)
    readiness.report_fault(station=room.stations.get(number=1), what="จอดับ", by=officer, at=NOW())
    outbox.run_all_due()
    booking.refresh_from_db()
    assert booking.seat_no == 3


@pytest.mark.parametrize(
    ("accessible", "standby", "why"),
    [([1], [1], "พร้อมกัน"), ([9], [], "9"), ([], [1, 2, 3, 4], "อย่างน้อย"), ([], [2], "มีผู้จอง")],
)
def test_kinds_that_cannot_be_are_refused(session, officer, accessible, standby, why):
    BookingFactory(session=session, seat_no=2)
    with pytest.raises(Refusal, match=why):
        pools.set_kinds(session, accessible=accessible, standby=standby, until=None, by=officer, at=NOW())


def test_a_smaller_session_loses_the_kept_seats_beyond_its_end(session, officer):
    pool = keep(session, 4)
    plans.edit(session, plans.copy(session, seats=2), version=session.version, by=officer, at=NOW())
    assert list(pool.seats.values_list("number", flat=True)) == [1, 2] or pool.seats.count() == 2
    assert broken() == []


def test_what_is_kept_for_others_is_told_with_its_moment(session):
    moment = NOW() + timedelta(days=1)
    keep(session, 3, audience_kinds=("teacher",), released_at=moment)
    share = share_of(session, PersonFactory(kind="public"), NOW())
    assert share.yours == 1 and [(k.free, k.pool.released_at) for k in share.kept] == [(3, moment)]
    own = share_of(session, PersonFactory(kind="teacher"), NOW())
    assert own.yours == 4 and not own.kept


def test_the_page_says_how_many_remain_for_you(session, teacher, client):
    keep(session, 3, name="นักเรียนของพื้นที่", audience_kinds=("student",), released_at=NOW() + timedelta(days=1))
    for reader in (teacher, client):
        page = reader.get(reverse("session", args=[session.pk])).content.decode()
        assert "นักเรียนของพื้นที่" in page and "3" in page


def test_the_page_offers_an_accessible_seat_and_its_button_books_it(session, teacher, officer):
    pools.set_kinds(session, accessible=[4], standby=[], until=None, by=officer, at=NOW())
    page = teacher.get(reverse("session", args=[session.pk])).content.decode()
    assert 'name="seat_kind" value="accessible"' in page
    body = {"idempotency_key": uuid4().hex, "seat_kind": "accessible"}
    teacher.post(reverse("book-session", args=[session.pk]), body)
    assert Booking.objects.get().seat_no == 4


def test_the_manager_keeps_releases_and_removes_by_the_page(session, manager):
    here = reverse("manage-session-pools", args=[session.pk])
    manager.post(here, {"name": "ครู", "seats": "2", "audience_kinds": ["teacher"], "near": "area"})
    pool = SeatPool.objects.get()
    assert (pool.seats.count(), pool.near) == (2, "area")
    assert "ครู" in manager.get(here).content.decode()
    manager.post(reverse("manage-session-pool-release", args=[session.pk, pool.pk]))
    pool.refresh_from_db()
    assert pool.released(NOW())
    manager.post(reverse("manage-session-pool-remove", args=[session.pk, pool.pk]))
    assert not SeatPool.objects.exists()


def test_the_manager_reads_why_a_pool_cannot_be(session, manager):
    here = reverse("manage-session-pools", args=[session.pk])
    page = manager.post(here, {"name": "ทุกคน", "seats": "2"}).content.decode()
    assert "ระบุว่ากันที่นั่งไว้ให้ใคร" in page


def test_the_kinds_of_seats_are_typed_as_numbers(session, manager):
    here = reverse("manage-session-seat-kinds", args=[session.pk])
    manager.post(here, {"accessible": "๑-2", "standby": "4"})
    kinds = dict(Seat.objects.filter(session=session).values_list("number", "kind"))
    assert kinds == {1: "accessible", 2: "accessible", 3: "ordinary", 4: "standby"}
    assert 'value="1-2"' in manager.get(here).content.decode()
    assert "abc" in manager.post(here, {"accessible": "abc"}).content.decode()
