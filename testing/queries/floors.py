"""A room as a grid, with or without the people of a session in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any

from django.db.models import QuerySet

from centers.models import Room
from hcec.core.access import Access, Permission
from testing.models import Booking, Floor, SeatDraw, Session

Spot = tuple[int, int]  # row, column


@dataclass(frozen=True)
class Cell:
    """One place of the grid; `number` is None for an aisle, `booking` None for a seat that nobody has."""

    row: int
    column: int
    number: int | None = None
    booking: Any = None


@dataclass(frozen=True)
class Grid:
    """A room seen from the back: row 1 is at the front. `drawn` is false where nobody has drawn the room yet."""

    rows: int
    columns: int
    spots: Mapping[int, Spot]
    drawn: bool = True

    def lines(self, people: Mapping[int, Any] | None = None) -> list[list[Cell]]:
        """The cells row by row."""
        people = people or {}
        numbers = {spot: number for number, spot in self.spots.items()}
        return [
            [
                Cell(row, column, numbers.get((row, column)), people.get(numbers.get((row, column), 0)))
                for column in range(1, self.columns + 1)
            ]
            for row in range(1, self.rows + 1)
        ]

    def neighbours(self, number: int) -> set[int]:
        """The numbers that stand directly beside, before, behind or across a corner."""
        if number not in self.spots:
            return set()
        row, column = self.spots[number]
        return {
            n
            for n, (r, c) in self.spots.items()
            if n != number and abs(r - row) <= 1 and abs(c - column) <= 1
        }


def ordered(rows: int, columns: int, seats: int, way: str = "rows") -> Grid:
    """Numbers from 1 filled in: row by row, column by column, or row by row to and fro ("snake")."""
    spots: dict[int, Spot] = {}
    for index in range(min(seats, rows * columns)):
        if way == "columns":
            column, row = divmod(index, rows)
        else:
            row, column = divmod(index, columns)
            if way == "snake" and row % 2:
                column = columns - 1 - column
        spots[index + 1] = (row + 1, column + 1)
    return Grid(rows, columns, spots)


def usual(seats: int) -> Grid:
    """The grid of a room that nobody has drawn: somewhat wider than deep."""
    columns = max(1, min(10, ceil(sqrt(seats * 1.6))))
    plain = ordered(ceil(seats / columns), columns, seats)
    return Grid(plain.rows, plain.columns, plain.spots, drawn=False)


def grid_of(room: Room, seats: int) -> Grid:
    """The drawn plan of a room, or the usual one; two queries."""
    floor = Floor.objects.filter(room=room).first()
    if floor is None:
        return usual(seats)
    spots = {
        number: (row, column)
        for number, row, column in floor.places.order_by("number").values_list("number", "row", "column")
    }
    return Grid(floor.rows, floor.columns, spots)


def by_seat(people: Iterable[Booking]) -> dict[int, Booking]:
    return {booking.seat_no: booking for booking in people if booking.seat_no}


def draws(session: Session) -> QuerySet[SeatDraw]:
    """The drawings of a session, latest first."""
    return SeatDraw.objects.filter(session=session).select_related("drawn_by").order_by("-drawn_at", "-pk")


def seatings(access: Access) -> QuerySet[Booking]:
    """Who sat, or is to sit, where and when, at the centers whose sessions a person manages."""
    rows = Booking.objects.within(access, Permission.SESSION_MANAGE).filter(seat_no__isnull=False)
    return rows.select_related("person", "session__exam", "session__center", "session__reservation__room")
