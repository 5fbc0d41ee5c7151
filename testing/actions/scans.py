"""A code at the desk: judged, kept whatever came of it, and where it is good the person is in (guideline 1.b, G1, G3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit, rowguard
from hcec.core.refusals import Refusal as AnyRefusal
from hcec.core.thai import money, thai_datetime, thai_time
from testing import numbers
from testing.actions import attendance
from testing.lifecycles import BookingStatus, SessionStatus
from testing.models import Booking, Outcome, Scan, ScanDecision, Seat, Session
from testing.queries.payments import unpaid
from testing.refusals import Refusal
from testing.scan_words import WORDS

BY_STATUS = {
    BookingStatus.CANCELLED: Outcome.CANCELLED,
    BookingStatus.LAPSED: Outcome.LAPSED,
    BookingStatus.WAITING: Outcome.WAITING,
    BookingStatus.ATTENDED: Outcome.ALREADY,
}


@dataclass(frozen=True)
class Kept:
    """One scan that a device kept while it had no network."""

    key: UUID
    typed: str
    at: datetime


def code_in(typed: str) -> str:
    """The code itself where a whole address was read from a pass."""
    return typed.strip().rstrip("/").rsplit("/", 1)[-1][:60]


@transaction.atomic
def scan(session: Session, typed: str, *, by: User, at: datetime, kept: Kept | None = None) -> Scan:
    """Judge a code and let its person in where that is right. The same device's key twice is one scan."""
    if kept and (found := Scan.objects.filter(device_key=kept.key).first()):
        return found
    seen = min(kept.at, at) if kept else at
    session = Session.objects.select_for_update(of=("self",), no_key=True).get(pk=session.pk)
    booking = booked(session, typed)
    outcome, words = judged(session, booking, typed, by=by, at=seen), ""
    if outcome == Outcome.IN and booking:
        try:
            with transaction.atomic():
                booking = attendance.check_in(booking, by=by, at=seen)
        except AnyRefusal as refusal:
            outcome, words = Outcome.OTHER, str(refusal)
    return Scan.objects.create(
        session=session, booking=booking, typed=typed[:200], outcome=outcome, words=words, by=by, at=at,
        device_key=kept.key if kept else None, device_at=kept.at if kept else None,
    )  # fmt: skip


def booked(session: Session, typed: str) -> Booking | None:
    """The booking of this center that a code names."""
    rows = Booking.objects.filter(code=numbers.clean(code_in(typed)), session__center=session.center_id)
    return rows.select_related("person", "session__exam").first()


def judged(session: Session, booking: Booking | None, typed: str, *, by: User, at: datetime) -> Outcome:
    """What the desk is to do with a code."""
    if not numbers.is_code(code_in(typed)):
        return Outcome.NOT_CODE
    if booking is None:
        with rowguard.lifted("the desk is told that a code is another center's, and nothing else of it"):
            elsewhere = Booking.objects.filter(code=numbers.clean(code_in(typed))).exists()
        return Outcome.OTHER_CENTER if elsewhere else Outcome.UNKNOWN
    if booking.session_id != session.pk:
        same = timezone.localdate(booking.starts_at) == timezone.localdate(session.starts_at)
        return Outcome.OTHER_SESSION if same else Outcome.OTHER_DAY
    if session.status == SessionStatus.CALLED_OFF:
        return Outcome.CALLED_OFF
    if found := BY_STATUS.get(BookingStatus(booking.status)):
        return found
    return judged_now(session, booking, by=by, at=at)


def judged_now(session: Session, booking: Booking, *, by: User, at: datetime) -> Outcome:
    """The booking is of this session and has a seat: is it the time, the seat and somebody else's?"""
    if session.status == SessionStatus.FINALISED:
        return Outcome.CONFIRMED
    if booking.person_id == by.pk:
        return Outcome.OWN
    if at < session.starts_at - attendance.DESK_OPENS:
        return Outcome.EARLY
    if at >= session.ends_at:
        return Outcome.OVER
    if Seat.objects.filter(session=session, number=booking.seat_no, closed=True).exists():
        return Outcome.SEAT_CLOSED
    if unpaid(booking):
        return Outcome.UNPAID
    return Outcome.IN


def merge(session: Session, scans: Iterable[Kept], *, by: User, at: datetime) -> list[Scan]:
    """Take over what a device kept without network, oldest first: whoever was first stays first."""
    return [
        scan(session, one.typed, by=by, at=at, kept=one) for one in sorted(scans, key=lambda k: (k.at, k.key))
    ]


@transaction.atomic
def decide(scan: Scan, *, words: str, by: User, at: datetime) -> ScanDecision:
    """Say what was decided about a scan that did not fit. Refuses an empty word, and a second decision."""
    if not words.strip():
        raise Refusal(_("Say what was decided."))
    Scan.objects.select_for_update(of=("self",)).get(pk=scan.pk)
    if ScanDecision.objects.filter(scan=scan).exists():
        raise Refusal(_("A colleague has decided this already."))
    made = ScanDecision.objects.create(scan=scan, words=words.strip(), by=by, at=at)
    audit.record("decide", scan, by=by, at=at, words=words.strip())
    return made


def said(scan: Scan) -> tuple[str, str]:
    """The reason of a refusal, and what to do next."""
    reason, following = WORDS[scan.outcome]
    return str(reason) % facts(scan), str(following)


def facts(scan: Scan) -> dict[str, Any]:
    """What the sentences name; only of a booking of the desk's own center."""
    booking, session = scan.booking, scan.session
    shown = numbers.clean(code_in(scan.typed))
    found: dict[str, Any] = {
        "typed": numbers.shown(shown) if numbers.is_code(shown) else scan.typed,
        "words": scan.words,
        "reason": session.called_off_reason,
        "opens": thai_datetime(session.starts_at - attendance.DESK_OPENS),
        "ended": thai_time(session.ends_at),
    }
    if booking:
        found |= {
            "name": booking.person.name,
            "seat": booking.seat_no,
            "session": booking.session.exam,
            "when": thai_datetime(booking.starts_at),
            "amount": money(unpaid(booking) or 0),
            "since": thai_time(booking.marked_at) if booking.marked_at else "–",
            "cancelled": thai_datetime(booking.cancelled_at) if booking.cancelled_at else "–",
        }
    return found
