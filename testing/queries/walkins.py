"""Who came to the door: whether a seat is there for her, what speaks against it, and whom the line comes first for (F7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hcec.accounts.models import User
from hcec.core import rowguard
from hcec.core.access import Access, Permission
from testing.lifecycles import BookingStatus, WalkInStatus
from testing.models import Booking, Seat, Session, WalkIn
from testing.queries import eligibility, seats
from testing.queries.fits import SITS

HERE = {
    BookingStatus.CONFIRMED: gettext_lazy(
        "She has seat %(seat)s here already: check her in by name or code."
    ),
    BookingStatus.OFFERED: gettext_lazy(
        "Seat %(seat)s is held for her until she answers the offer on her page."
    ),
    BookingStatus.ATTENDED: gettext_lazy("She is in already, on seat %(seat)s."),
    BookingStatus.ABSENT: gettext_lazy(
        "She has seat %(seat)s and was marked absent: take the mark back and check her in."
    ),
}


@dataclass(frozen=True)
class Judgement:
    """What the desk finds about one person. `barred` nothing lifts; `against` are rules, some of which the desk may waive."""

    person: User
    barred: str
    against: Sequence[eligibility.Verdict]
    seat: Seat | None

    @property
    def waivable(self) -> bool:
        """Whether every rule that says no lets the desk let somebody in against it."""
        return not self.barred and all(verdict.rule.desk_may_waive for verdict in self.against)

    @property
    def welcome(self) -> bool:
        return bool(self.seat) and not self.barred and not self.against


def judged(session: Session, person: User, at: datetime) -> Judgement:
    """Everything that decides whether this person gets a seat at the door now. At most eight queries."""
    live = Booking.objects.filter(session=session, person=person).live().first()
    barred = hindered(session, person, live)
    against = [] if barred else eligibility.in_the_way(session, person, at)
    needs_access = live.needs_access if live else False
    seat = None if barred else seat_for(session, person, at, needs_access=needs_access)
    return Judgement(person, barred, against, seat)


def hindered(session: Session, person: User, live: Booking | None) -> str:
    """What no word of the desk lifts: a seat here, a test elsewhere in these hours, another audience."""
    if live and live.status != BookingStatus.WAITING:
        return HERE[BookingStatus(live.status)] % {"seat": live.seat_no}
    with rowguard.lifted("whoever comes to the door may sit at another center in these hours"):
        elsewhere = Booking.objects.filter(
            person=person, status__in=SITS, starts_at__lt=session.ends_at, ends_at__gt=session.starts_at
        )
        if elsewhere.exists():
            return _("She has a seat in another test in these hours.")
    return session.shuts_out(person)


def seat_for(
    session: Session, person: User | None, at: datetime, *, needs_access: bool = False
) -> Seat | None:
    """The lowest free seat that she may have; a standby one only when there is no other, and never a closed one."""
    hers = seats.free_for(session, person, at, needs_access=needs_access).first()
    return hers or seats.free_seats(session).filter(kind=Seat.Kind.STANDBY).first()


def line(session: Session) -> QuerySet[Booking]:
    """Who waited for a seat of this session and has none, next first: they come before anybody else at the door."""
    seated = Booking.objects.filter(session=session, person=OuterRef("person"), seat_no__isnull=False)
    rows = Booking.objects.filter(session=session, status__in=[BookingStatus.WAITING, BookingStatus.LAPSED])
    return rows.exclude(Exists(seated)).select_related("person__workplace__school").order_by("wait_no", "pk")


def no_seat(session: Session, at: datetime) -> str:
    """Why nobody else is let in, as the sentence that the desk reads out."""
    closed = Seat.objects.filter(session=session, closed=True).count()
    kept = seats.free_seats(session).count()
    words = [
        _("No seat is free. Nobody is let into the room beyond its %(seats)s seats.")
        % {"seats": session.seats}
    ]
    if closed:
        words.append(
            ngettext(
                "%(n)s seat is out of order and is given to nobody.",
                "%(n)s seats are out of order and are given to nobody.",
                closed,
            )
            % {"n": closed}
        )
    if kept:
        words.append(
            ngettext(
                "%(n)s free seat is kept for other people.",
                "%(n)s free seats are kept for other people.",
                kept,
            )
            % {"n": kept}
        )
    return " ".join(words)


def of_branch(access: Access) -> QuerySet[WalkIn]:
    """Walk-ins at the centers whose sessions a person manages."""
    rows = WalkIn.objects.within(access, Permission.SESSION_MANAGE)
    return rows.select_related(
        "booking__person", "booking__session__exam", "booking__session__center", "added_by", "matched_by"
    )


def waiting(access: Access) -> QuerySet[WalkIn]:
    """Those of which nobody knows yet whose account they belong to."""
    return WalkIn.objects.within(access, Permission.SESSION_MANAGE).filter(status=WalkInStatus.PROVISIONAL)
