"""What a test session is to be, and the two actions that make it so: draft and edit (guideline 1.b, 5.2.1)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from centers.actions import reservations
from centers.models import Affiliation, Room
from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.thai import thai_datetime
from testing.actions import bookings, seats
from testing.actions.busy import patient
from testing.lifecycles import SessionStatus
from testing.models import Booking, Exam, Seat, Session
from testing.refusals import Refusal

CHANGEABLE = (SessionStatus.DRAFT, SessionStatus.OPEN, SessionStatus.CLOSED)


class Stale(Refusal):
    """The form was opened before somebody else's change was saved."""


@dataclass(frozen=True)
class Plan:
    """What a session is to be. The center is the room's."""

    exam: Exam
    room: Room
    starts_at: datetime
    ends_at: datetime
    seats: int
    opens_at: datetime
    closes_at: datetime
    cancel_until: datetime
    audience_kinds: tuple[str, ...] = ()
    audience_affiliations: tuple[Affiliation, ...] = ()
    conditions: str = ""
    substitutes: bool = False
    pay_until: datetime | None = None

    def columns(self) -> dict[str, Any]:
        """The plan as fields of the session; room and affiliations are rows of their own."""
        rest = {"room", "audience_affiliations"}
        found = {name: getattr(self, name) for name in self.__dataclass_fields__ if name not in rest}
        return found | {"center": self.room.center, "audience_kinds": list(self.audience_kinds)}

    @property
    def purpose(self) -> str:
        return f"{self.exam.name_th}"


def checked(plan: Plan) -> Plan:
    """The plan, or a refusal that says which of its values cannot stand beside which."""
    if plan.ends_at <= plan.starts_at:
        raise Refusal(_("The end must come after the start."))
    if plan.closes_at <= plan.opens_at:
        raise Refusal(_("Booking must close after it opens."))
    if max(plan.closes_at, plan.cancel_until) > plan.starts_at:
        raise Refusal(
            _("Booking and cancelling must end before the test starts (%(when)s).")
            % {"when": thai_datetime(plan.starts_at)}
        )
    if plan.pay_until and plan.pay_until > plan.starts_at:
        raise Refusal(_("The fee must be paid before the test starts."))
    if not 1 <= plan.seats <= plan.room.seats:
        raise Refusal(
            _(
                "%(room)s has %(most)s seats; %(seats)s are not possible. Choose between 1 and %(most)s, "
                "or a larger room."
            )
            % {"room": plan.room.name, "most": plan.room.seats, "seats": plan.seats}
        )
    return plan


@transaction.atomic
def draft(plan: Plan, *, by: User, at: datetime) -> Session:
    """Make a draft session with its room and its seats.

    Refuses hours that contradict each other, more seats than the room has, and a room that is taken.
    """
    checked(plan)
    if plan.starts_at <= at:
        raise Refusal(
            _("The test would begin in the past (%(when)s).") % {"when": thai_datetime(plan.starts_at)}
        )
    held = reservations.hold(plan.room, starts_at=plan.starts_at, ends_at=plan.ends_at, purpose=plan.purpose)
    session = Session.objects.create(**plan.columns(), reservation=held, created_by=by, created_at=at)
    session.audience_affiliations.set(plan.audience_affiliations)
    lay_seats(session)
    seats.settle(session, at=at)
    audit.record("draft", session, by=by, at=at, seats=plan.seats, starts_at=plan.starts_at.isoformat())
    return session


def lay_seats(session: Session) -> None:
    """Make the seat rows 1..seats exist and no others; a taken one above the number stops it in the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO testing_seat (session_id, number) SELECT %s, generate_series(1, %s) ON CONFLICT "
            "DO NOTHING",
            [session.pk, session.seats],
        )
    Seat.objects.filter(session=session, number__gt=session.seats).delete()


@patient
@transaction.atomic
def edit(session: Session, plan: Plan, *, version: int, by: User, at: datetime) -> Session:
    """Change a session that has not been held. New seats go to those who wait; a new time or room is told to all.

    Refuses a form that is older than the last change, fewer seats than the highest taken one, a taken room, and a
    time at which somebody booked here already sits elsewhere.
    """
    checked(plan)
    session = bookings.locked(session.pk)
    if session.version != version:
        raise Stale(
            _("Someone else changed this session meanwhile. Compare with her values below, then save again.")
        )
    if session.status not in CHANGEABLE:
        raise Refusal(
            _("A session in the state “%(state)s” cannot be changed.")
            % {"state": session.get_status_display()}
        )
    if session.awaits_draw:
        raise Refusal(
            _(
                "The seats of this session are being drawn by lot. Change it after the draw, or call the draw off."
            )
        )
    refuse_lost_seats(session, plan.seats)
    moved = moves(session, plan)
    with two_places_refused(plan):
        reservations.move(session.reservation, room=plan.room, starts_at=plan.starts_at, ends_at=plan.ends_at)
        Session.objects.filter(pk=session.pk).update(
            **plan.columns(), version=version + 1, free_from=min(session.free_from, plan.seats + 1)
        )
    session = bookings.locked(session.pk)
    session.audience_affiliations.set(plan.audience_affiliations)
    lay_seats(session)
    seats.settle(session, at=at)
    bookings.promote(session, at=at)
    if moved:
        bookings.tell(Booking.objects.filter(session=session).live().order_by("pk"), "moved")
    audit.record(
        "edit", session, by=by, at=at, seats=plan.seats, starts_at=plan.starts_at.isoformat(), moved=moved
    )
    return session


def moves(session: Session, plan: Plan) -> bool:
    """Whether people who booked must come at another time or to another room."""
    where = session.reservation.room_id, session.starts_at, session.ends_at
    return where != (plan.room.pk, plan.starts_at, plan.ends_at)


def refuse_lost_seats(session: Session, seats: int) -> None:
    taken = Booking.objects.filter(session=session, seat_no__gt=seats).order_by("-seat_no")
    highest = taken.values_list("seat_no", flat=True).first()
    if highest:
        raise Refusal(
            _(
                "Seat %(highest)s is taken, so there must be at least %(highest)s seats; %(seats)s are too "
                "few."
            )
            % {"highest": highest, "seats": seats}
        )


@contextmanager
def two_places_refused(plan: Plan) -> Iterator[None]:
    """Turn the database's refusal to let a person sit in two places into a sentence."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as fault:
        if bookings.ONE_PLACE not in str(fault):
            raise
        raise Refusal(
            _("People who booked this session have a seat in another test at %(when)s. Choose another time.")
            % {"when": thai_datetime(plan.starts_at)}
        ) from fault


def copy(session: Session, **changes: Any) -> Plan:
    """The plan of an existing session, for a form or for another one like it."""
    return replace(
        Plan(
            exam=session.exam,
            room=session.reservation.room,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            seats=session.seats,
            opens_at=session.opens_at,
            closes_at=session.closes_at,
            cancel_until=session.cancel_until,
            audience_kinds=tuple(session.audience_kinds),
            audience_affiliations=tuple(session.audience_affiliations.order_by("sort_order", "pk")),
            conditions=session.conditions,
            substitutes=session.substitutes,
            pay_until=session.pay_until,
        ),
        **changes,
    )
