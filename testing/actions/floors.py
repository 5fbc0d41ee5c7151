"""Drawing a room, choosing how seats are given, and drawing them by lot (7.1)."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from centers.models import Room
from hcec.accounts.models import User
from hcec.core import audit
from testing import seat_lots
from testing.actions import bookings
from testing.actions.busy import patient
from testing.lifecycles import BookingStatus, SessionStatus
from testing.models import Booking, Floor, Place, Seat, SeatDraw, SeatRule, Session
from testing.models.floors import MOST
from testing.queries.accommodations import measures_of, with_measures
from testing.queries.floors import Spot, grid_of
from testing.refusals import Refusal

ASIDE = 10_000  # added to a seat number while people change places: no room has so many


@transaction.atomic
def draw_room(
    room: Room, *, rows: int, columns: int, spots: Mapping[int, Spot], by: User, at: datetime
) -> Floor:
    """Keep where the numbers of a room stand, in place of what was drawn before.

    Refuses a plan too large for a paper, one without numbers, and a number the room does not have.
    """
    if not (1 <= rows <= MOST and 1 <= columns <= MOST):
        raise Refusal(_("A plan has between 1 and 40 rows and columns."))
    if not spots:
        raise Refusal(_("Put at least one number on the plan."))
    if beyond := sorted(number for number in spots if not 1 <= number <= room.seats):
        raise Refusal(
            _("The room has seats 1 to %(seats)s, and no number %(number)s.")
            % {"seats": room.seats, "number": beyond[0]}
        )
    Room.objects.select_for_update(of=("self",), no_key=True).get(pk=room.pk)
    floor, _made = Floor.objects.update_or_create(
        room=room, defaults={"rows": rows, "columns": columns, "drawn_by": by, "drawn_at": at}
    )
    floor.places.all().delete()
    Place.objects.bulk_create(
        Place(floor=floor, number=number, row=row, column=column)
        for number, (row, column) in sorted(spots.items())
    )
    audit.record("draw", floor, by=by, at=at, rows=rows, columns=columns, places=len(spots))
    return floor


@transaction.atomic
def choose(session: Session, *, way: str, apart: bool, by: User, at: datetime) -> SeatRule:
    """Say how the seats will be given when booking closes. Refuses once the test has begun."""
    session = bookings.locked(session.pk)
    refuse_late(session, at)
    rule, _made = SeatRule.objects.update_or_create(
        session=session,
        defaults={
            "way": way, "apart": apart and way == SeatRule.Way.LOT, "chosen_by": by, "chosen_at": at,
        },
    )  # fmt: skip
    audit.record("choose_seats", session, by=by, at=at, way=rule.way, apart=rule.apart)
    return rule


def refuse_late(session: Session, at: datetime) -> None:
    if at >= session.starts_at or session.status not in (
        SessionStatus.DRAFT,
        SessionStatus.OPEN,
        SessionStatus.CLOSED,
    ):
        raise Refusal(_("The test has begun or is over: seats are given before it begins."))


@patient
@transaction.atomic
def draw_seats(session: Session, *, by: User | None, at: datetime) -> SeatDraw:
    """Give every seat of a closed session by lot and keep the seed; whoever changed seats is told.

    Refuses while booking is open, once the test has begun or somebody is checked in, and where nobody has a seat.
    """
    session = bookings.locked(session.pk)
    refuse_late(session, at)
    if session.status != SessionStatus.CLOSED:
        raise Refusal(_("Lots are drawn when booking is closed: until then people still come and go."))
    if session.bookings.filter(status=BookingStatus.ATTENDED).exists():
        raise Refusal(_("Somebody is checked in already: the seats stay as they are."))
    people = seated(session)
    if not people:
        raise Refusal(_("Nobody has a seat yet."))
    return drawn(session, people, by=by, at=at)


def at_closing(session: Session, *, at: datetime) -> SeatDraw | None:
    """Draw the seats of a session that has just closed, where a lot was chosen. The session is locked."""
    rule = SeatRule.objects.filter(session=session, way=SeatRule.Way.LOT).first()
    people = seated(session) if rule and at < session.starts_at else []
    return drawn(session, people, by=None, at=at) if people else None


def seated(session: Session) -> list[Booking]:
    """Whose seat may change: confirmed, and not bound to her seat by an accommodation or the need of an accessible one."""
    rows = Booking.objects.filter(session=session, status=BookingStatus.CONFIRMED, needs_access=False)
    rows = rows.select_for_update(of=("self",)).select_related("person__workplace").order_by("pk")
    return [booking for booking in with_measures(rows) if not measures_of(booking).keeps_seat]


def drawn(session: Session, people: list[Booking], *, by: User | None, at: datetime) -> SeatDraw:
    """The drawing itself, on a locked session."""
    rule = SeatRule.objects.filter(session=session).first()
    apart = bool(rule and rule.apart)
    grid = grid_of(session.reservation.room, session.seats)
    line = [
        seat_lots.Lot(
            b.code, getattr(getattr(b.person, "workplace", None), "school_id", None), b.seat_no or 0
        )
        for b in people
    ]
    staying = session.bookings.filter(seat_no__isnull=False).exclude(pk__in=[b.pk for b in people])
    given = set(staying.values_list("seat_no", flat=True))
    whole = Seat.objects.filter(session=session, closed=False, kind=Seat.Kind.ORDINARY)
    free = [number for number in whole.values_list("number", flat=True) if number not in given]
    own = [b.seat_no for b in people if b.seat_no and b.seat_no not in free]
    free += own[: max(0, len(people) - len(free))]
    seed = secrets.token_hex(32)
    seats = seat_lots.drawn(line, free, seed, grid.neighbours if apart else None)
    moved = change_places(people, seats)
    Session.objects.filter(pk=session.pk).update(free_from=1)
    draw = SeatDraw.objects.create(
        session=session, seed=seed, method=seat_lots.METHOD, apart=apart, seats=seats, drawn_by=by, drawn_at=at,
        people=[[lot.code, lot.school, lot.seat] for lot in line],
        together=seat_lots.together(line, seats, grid.neighbours),
    )  # fmt: skip
    audit.record("draw_seats", session, by=by, at=at, seed=seed, people=len(people), draw=draw.pk)
    bookings.tell(moved, "drawn")
    return draw


def change_places(people: list[Booking], seats: Mapping[str, int]) -> list[Booking]:
    """Write the new seats; everybody stands aside first, because a seat is one person's at every moment."""
    moved = [booking for booking in people if booking.seat_no != seats[booking.code]]
    keys = [booking.pk for booking in moved]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS testing_the_seat_is_the_sessions DEFERRED")
        cursor.execute("UPDATE testing_booking SET seat_no = seat_no + %s WHERE id = ANY (%s)", [ASIDE, keys])
    for booking in moved:
        booking.seat_no = seats[booking.code]
    Booking.objects.bulk_update(moved, ["seat_no"])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS testing_the_seat_is_the_sessions IMMEDIATE")
    return moved
