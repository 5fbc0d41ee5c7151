"""Seat plans: a room drawn in minutes, seats by lot with a seed that is kept, and who sat where."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from hcec.core import outbox
from testing import seat_lots
from testing.actions import clock, floors, sessions
from testing.lifecycles import BookingStatus, SessionStatus
from testing.models import Booking, Place, SeatDraw, Session
from testing.queries.floors import grid_of, ordered, usual
from testing.refusals import Refusal
from tests.factories.accounts import PersonFactory
from tests.factories.centers import RoomFactory, SchoolFactory, WorkplaceFactory
from tests.factories.testing import BookingFactory, SessionFactory

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


@pytest.fixture
def closed(center):
    """A full session of 12 seats whose booking is closed; half of its people are of one school."""
    session = SessionFactory(room=RoomFactory(center=center, seats=12), status=SessionStatus.CLOSED)
    school = SchoolFactory()
    for number in range(12):
        person = PersonFactory()
        if number < 4:
            WorkplaceFactory(person=person, school=school)
        BookingFactory(session=session, person=person)
    return session


def seats_of(session):
    return dict(Booking.objects.filter(session=session).order_by("pk").values_list("code", "seat_no"))


def test_a_room_that_nobody_drew_is_shown_in_rows():
    grid = usual(40)
    assert not grid.drawn
    assert len(grid.spots) == 40
    assert grid.rows * grid.columns >= 40


def test_numbers_run_row_by_row_to_and_fro_or_column_by_column():
    assert ordered(2, 3, 6).spots[4] == (2, 1)
    assert ordered(2, 3, 6, "snake").spots[4] == (2, 3)
    assert ordered(2, 3, 6, "columns").spots[2] == (2, 1)


def test_a_room_is_drawn_by_filling_in_and_changing_one_box(manager, room):
    path = reverse("manage-floor", args=[room.pk])
    page = manager.read(f"{path}?rows=5&columns=9&fill=rows")
    assert 'name="at-5-4" value="40"' in page
    spots = {
        f"at-{row}-{column}": str((row - 1) * 8 + column) for row in range(1, 6) for column in range(1, 9)
    }
    moved = {"at-1-4": "", "at-1-9": "4"}
    manager.post(path, {"rows": "5", "columns": "9"} | spots | moved)
    grid = grid_of(room, room.seats)
    assert (grid.rows, grid.columns, grid.spots[4]) == (5, 9, (1, 9))


def test_a_number_that_stands_twice_is_told_and_what_was_typed_comes_back(manager, room):
    answer = manager.post(
        reverse("manage-floor", args=[room.pk]), {"rows": "1", "columns": "2", "at-1-1": "7", "at-1-2": "7"}
    )
    assert answer.status_code == 200
    assert answer.content.decode().count('value="7"') == 2
    assert not Place.objects.exists()


def test_a_number_that_the_room_does_not_have_is_refused(manager, room):
    with pytest.raises(Refusal):
        floors.draw_room(room, rows=1, columns=1, spots={41: (1, 1)}, by=manager.person, at=now())


def test_the_database_refuses_a_place_outside_its_floor(manager, room):
    floor = floors.draw_room(room, rows=1, columns=1, spots={1: (1, 1)}, by=manager.person, at=now())
    with pytest.raises(DatabaseError), transaction.atomic():
        Place.objects.create(floor=floor, number=2, row=1, column=2)


def test_lots_are_drawn_again_from_the_record(manager, closed):
    before = seats_of(closed)
    draw = floors.draw_seats(closed, by=manager.person, at=now())
    assert sorted(seats_of(closed).values()) == sorted(before.values())
    assert seats_of(closed) == draw.seats != before
    again = seat_lots.drawn([seat_lots.Lot(*row) for row in draw.people], sorted(before.values()), draw.seed)
    assert again == draw.seats


def test_people_of_one_school_are_kept_apart_where_asked(manager, closed):
    floors.draw_room(
        closed.reservation.room, rows=3, columns=4, spots=ordered(3, 4, 12).spots, by=manager.person, at=now()
    )
    floors.choose(closed, way="lot", apart=True, by=manager.person, at=now())
    for _turn in range(5):
        draw = floors.draw_seats(closed, by=manager.person, at=now())
        assert (draw.apart, draw.together) == (True, 0)


def test_the_seats_are_drawn_when_booking_closes_where_a_lot_was_chosen(manager, closed):
    floors.choose(closed, way="lot", apart=False, by=manager.person, at=now())
    Session.objects.filter(pk=closed.pk).update(status=SessionStatus.OPEN)
    closed.refresh_from_db()
    sessions.close(closed, by=manager.person, at=now())
    assert SeatDraw.objects.get(session=closed).drawn_by is None


def test_time_closes_and_draws_too(manager, closed):
    floors.choose(closed, way="lot", apart=False, by=manager.person, at=now())
    Session.objects.filter(pk=closed.pk).update(
        status=SessionStatus.OPEN, closes_at=now() - timedelta(minutes=1)
    )
    clock.move_with_time(at=now())
    assert SeatDraw.objects.filter(session=closed).count() == 1


def test_whoever_gets_another_seat_is_told(manager, closed):
    before = seats_of(closed)
    floors.draw_seats(closed, by=manager.person, at=now())
    after = seats_of(closed)
    outbox.run_all_due()
    told = {b.code for b in Booking.objects.filter(session=closed) if b.person.notices.exists()}
    assert told == {code for code in after if after[code] != before[code]}


def test_lots_are_not_drawn_while_people_still_book_nor_after_somebody_is_in(manager, closed):
    Session.objects.filter(pk=closed.pk).update(status=SessionStatus.OPEN)
    with pytest.raises(Refusal):
        floors.draw_seats(closed, by=manager.person, at=now())
    Session.objects.filter(pk=closed.pk).update(status=SessionStatus.CLOSED)
    first = closed.bookings.order_by("pk").first()
    first.status, first.marked_by, first.marked_at = BookingStatus.ATTENDED, manager.person, now()
    first.save()
    with pytest.raises(Refusal):
        floors.draw_seats(closed, by=manager.person, at=now())


def test_a_drawing_is_never_rewritten(manager, closed):
    draw = floors.draw_seats(closed, by=manager.person, at=now())
    with pytest.raises(DatabaseError), transaction.atomic():
        SeatDraw.objects.filter(pk=draw.pk).update(seed="0" * 64)


def test_the_grid_and_the_list_of_seats_say_the_same(manager, closed):
    page = manager.read(reverse("manage-seats", args=[closed.pk]))
    for booking in closed.bookings.select_related("person"):
        assert page.count(booking.person.name) >= 2


def test_who_sat_where_is_found_by_room_seat_and_day(manager, closed):
    booking = closed.bookings.get(seat_no=3)
    day = timezone.localdate(closed.starts_at)
    path = reverse("manage-seatings")
    room = closed.reservation.room_id
    rows = manager.get(f"{path}?room={room}&seat=3&day={day.isoformat()}").context["listing"].page
    assert [row.pk for row in rows] == [booking.pk]
    empty = manager.get(f"{path}?room={room}&seat=3&day=2020-01-01").context["listing"].page
    assert list(empty) == []


@pytest.mark.parametrize(("minutes", "sat"), [(-1, False), (0, True), (30, True), (120, False)])
def test_who_sat_on_a_seat_at_a_moment_is_found_from_the_first_minute_to_before_the_last(
    manager, closed, minutes, sat
):
    booking = closed.bookings.get(seat_no=3)
    at = timezone.localtime(closed.starts_at + timedelta(minutes=minutes))
    path = f"{reverse('manage-seatings')}?seat=3&day={at:%Y-%m-%d}&hour={at:%H.%M}"
    rows = manager.get(path).context["listing"].page
    assert [row.pk for row in rows] == ([booking.pk] if sat else [])


def test_an_hour_that_is_none_is_said_beside_its_box_and_hides_nothing(manager, closed):
    listing = manager.get(f"{reverse('manage-seatings')}?hour=25.00").context["listing"]
    assert listing.filters.form.errors["hour"]
    assert listing.count == closed.bookings.count()


def test_the_pages_cost_no_more_for_a_full_room(manager, closed):
    manager.cost(reverse("manage-seats", args=[closed.pk]))
    manager.cost(reverse("manage-seatings"))
    manager.cost(reverse("manage-floor", args=[closed.reservation.room_id]))
