"""Bookings: made, cancelled, and passed on to the next in line (guideline 5.2.1, 7.1).

The decision itself is one statement, `testing_book` (testing/sql/0027_book.sql), and is its own transaction:
one lock on the session, the database's clock, the lowest free seat open to this person or the next number on the
waiting list, the audit row and the notice's job. No Redis, no second round trip and no waiting for the disk while
others wait (decision 0024).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import structlog
from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit, outbox, rowguard
from hcec.core.thai import thai_datetime
from testing import numbers
from testing.actions import judged, payments, refuse
from testing.actions.busy import patient
from testing.lifecycles import BOOKING, BookingStatus, WishStatus
from testing.models import Booking, EligibilityRule, Seat, Session, Wish
from testing.queries import eligibility, seats
from testing.refusals import Refusal

BOOK = "SELECT outcome, booking_id, code FROM testing_book(%s, %s, %s, %s, %s, %s, %s, %s)"
BOOK_AND_COMMIT = "CALL testing_book_and_commit(%s, %s, %s, %s, %s, %s, %s, %s, NULL, NULL, NULL)"
ONE_PLACE = "testing_a_person_sits_in_one_place_at_a_time"


@dataclass(frozen=True)
class Answer:
    """What became of a wish to book: "confirmed", "waiting", or "again" for a key that came before."""

    outcome: str
    booking_id: int
    code: str


@patient
def book(session_id: int, *, by: User, key: UUID, needs_access: bool = False) -> Answer:
    """Book a seat, or a number on the waiting list when none is free for her. The same key gives the same booking.

    `needs_access`: she says that she needs an accessible seat, and gets one where the session has any.

    Refuses outside the booking window, outside the audience, a second booking of the same session, a seat in two
    places at once, and a person without a name (the admission slip prints it).
    """
    if not (by.first_name_th or by.first_name_en):
        raise Refusal(_("Fill in your name in your profile first: the admission slip prints it."))
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    facts = (session_id, by.pk, by.kind, str(key), numbers.new_code(), str(by), request_id, needs_access)
    with connection.cursor() as cursor:
        # Inside somebody else's transaction the decision is committed, and waits for the disk, with the rest of it.
        cursor.execute(BOOK if connection.in_atomic_block else BOOK_AND_COMMIT, facts)
        answer = Answer(*cursor.fetchone())
    if answer.outcome in ("confirmed", "waiting", "again"):
        return answer
    raise refuse.booking(answer.outcome, session_id, answer.booking_id, by)


@patient
@transaction.atomic
def cancel(booking: Booking, *, by: User, at: datetime, reason: str = "") -> Booking:
    """Give a seat or a number back; the seat goes to the next in line in the same transaction.

    Refuses the person herself after the session's cancel deadline (staff may still cancel for her).
    """
    session = locked(booking.session_id)
    booking = Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
    if by.pk == booking.person_id and at >= session.cancel_until:
        raise Refusal(
            _("Cancelling was possible until %(when)s. Please telephone the center so that it knows.")
            % {"when": thai_datetime(session.cancel_until)}
        )
    drop([booking], by=by, at=at, reason=reason)
    tell([booking], "cancelled")
    promote(session, at=at)
    fill_elsewhere(booking)
    return booking


def locked(session_id: int) -> Session:
    """The session's row under the one lock that every change of its seats takes first."""
    return Session.objects.select_for_update(of=("self",), no_key=True).get(pk=session_id)


def drop(bookings: Iterable[Booking], *, by: User | None, at: datetime, reason: str) -> None:
    """Cancel bookings of a locked session, with their audit rows; they owe nothing any more. Tells and promotes nobody."""
    given_up = list(bookings)
    for booking in given_up:
        seat = booking.seat_no
        BOOKING.apply(booking, "cancel")
        booking.seat_no, booking.cancelled_by, booking.cancelled_at, booking.cancel_reason = (
            None,
            by,
            at,
            reason,
        )
        booking.save(update_fields=["status", "seat_no", "cancelled_by", "cancelled_at", "cancel_reason"])
        if seat:
            Session.objects.filter(pk=booking.session_id, free_from__gt=seat).update(free_from=seat)
        audit.record("cancel", booking, by=by, at=at, seat=seat, reason=reason)
    payments.forget(given_up, by=by, at=at)


def promote(session: Session, *, at: datetime) -> list[Booking]:
    """Give the free seats of a locked session to the next in line, as long as there are both.

    Whoever sits elsewhere in these hours, may have none of the free seats (their pools are kept for others, or of
    another kind) or is kept out by a rule for now, keeps her number and is passed over.
    """
    promoted: list[Booking] = []
    passed_over: list[int] = []
    ruled = eligibility.in_force(session, at).exists()
    while (seat := lowest_free_seat(session)) and (
        booking := next_in_line(session, passed_over, at, ruled=ruled)
    ):
        if ruled and not judged.may_sit(booking, at):
            passed_over.append(booking.pk)
            continue
        BOOKING.apply(booking, "promote")
        booking.seat_no, booking.promoted_at = getattr(booking, "open_seat", seat), at
        try:
            with transaction.atomic():
                booking.save(update_fields=["status", "seat_no", "promoted_at"])
        except IntegrityError as fault:  # she took a seat elsewhere this very moment
            if ONE_PLACE not in str(fault):
                raise
            passed_over.append(booking.pk)
            continue
        audit.record("promote", booking, by=None, at=at, seat=booking.seat_no, wait=booking.wait_no)
        promoted.append(booking)
    if session.pools_served_at and session.pools_served_at < at:
        Session.objects.filter(pk=session.pk).update(pools_served_at=at)
    tell(promoted, "promoted")
    if seat:
        look_by_need(session)
    return promoted


def look_by_need(session: Session, *, delay: timedelta = timedelta()) -> None:
    """Have seats that the session's own line does not want offered to those who wait by need (actions/wishes.py)."""
    key = f"{session.pk}:{uuid4().hex}"
    outbox.enqueue("wishes.look", key, delay=delay, urgent=False, session=session.pk)


def lowest_free_seat(session: Session) -> int | None:
    """The lowest seat that nobody has, whoever it is kept for; standby seats wait for a failing workstation."""
    free = seats.free_seats(session).exclude(kind=Seat.Kind.STANDBY)
    return free.values_list("number", flat=True).first()


def next_in_line(
    session: Session, passed_over: Iterable[int], at: datetime, *, ruled: bool = False
) -> Booking | None:
    """The lowest waiting number whose holder can be here at that time and may have one of the free seats.

    Where seats are kept for some people `open_seat` is the lowest that she may have.
    """
    elsewhere = Booking.objects.filter(
        person=OuterRef("person"),
        status__in=[BookingStatus.CONFIRMED, BookingStatus.ATTENDED],
        starts_at__lt=session.ends_at,
        ends_at__gt=session.starts_at,
    )
    line = Booking.objects.filter(session=session, status=BookingStatus.WAITING).exclude(pk__in=passed_over)
    if session.pools_served_at:
        line = line.annotate(open_seat=seats.seat_for("person", "session", "needs_access", at))
        line = line.filter(open_seat__isnull=False)
    if ruled:
        line = line.alias(kept_out=eligibility.kept_out("person", "session", at)).filter(kept_out=False)
    with rowguard.lifted("whoever is next may sit at another center in these hours"):
        return line.exclude(Exists(elsewhere)).order_by("wait_no").first()


def fill_elsewhere(booking: Booking) -> None:
    """A person who gave up a seat may now be next in other lines: of the same hours, or where rules count her tests; and
    be offered one by need, which nobody is who has a seat of the same test."""
    same_hours = Q(starts_at__lt=booking.ends_at, ends_at__gt=booking.starts_at)
    same_skill = Q(session__exam__skill__exams__sessions=booking.session_id) & ~same_hours
    lines = same_hours | same_skill if EligibilityRule.objects.exists() else same_hours
    waiting = Booking.objects.filter(lines, person=booking.person_id, status=BookingStatus.WAITING)
    waiting = waiting.order_by("session_id").distinct()
    with rowguard.lifted("she may wait at other centers: their lines are looked at by a job"):
        jobs = [(f"{w.session_id}:{booking.pk}", {"session": w.session_id}) for w in waiting]
        wishes = Wish.objects.filter(person=booking.person_id, status=WishStatus.OPEN).order_by("pk")
        seeks = [(f"{pk}:{booking.pk}", {"wish": pk}) for pk in wishes.values_list("pk", flat=True)]
    outbox.enqueue_many("session.fill", jobs, urgent=False)
    outbox.enqueue_many("wishes.seek", seeks, urgent=False)


@patient
@transaction.atomic
def fill(session_id: int, *, at: datetime) -> list[Booking]:
    """Give whatever seats of a session are free to whoever waits and can come; harmless when there are none."""
    session = locked(session_id)
    return promote(session, at=at) if session.starts_at > at else []


def tell(bookings: Iterable[Booking], what: str) -> None:
    """Have people told what happened to their bookings; the words are made when the mail is (notices.py)."""
    jobs = [(f"{b.pk}:{what}", {"booking": b.pk, "what": what}) for b in bookings]
    outbox.enqueue_many("booking.tell", jobs, urgent=False)
