"""The people of one session: by seat, in line, at the desk."""

from dataclasses import dataclass

from django.db.models import QuerySet

from testing.lifecycles import SEATED, BookingStatus
from testing.models import Booking, Scan, Session


@dataclass(frozen=True)
class Count:
    """How a session stands: seats, and what became of those who have one."""

    seats: int
    seated: int
    waiting: int
    attended: int
    absent: int
    offered: int = 0

    @property
    def free(self) -> int:
        return self.seats - self.seated - self.offered

    @property
    def told(self) -> int:
        """How many people hear of it when the session is moved or called off."""
        return self.seated + self.waiting

    @property
    def unmarked(self) -> int:
        return self.seated - self.attended - self.absent


def count(session: Session) -> Count:
    """The figures of one session in one query."""
    statuses = list(Booking.objects.filter(session=session).values_list("status", flat=True))
    return Count(
        seats=session.seats,
        seated=sum(status in SEATED for status in statuses),
        waiting=statuses.count(BookingStatus.WAITING),
        attended=statuses.count(BookingStatus.ATTENDED),
        absent=statuses.count(BookingStatus.ABSENT),
        offered=statuses.count(BookingStatus.OFFERED),
    )


def seated(session: Session) -> QuerySet[Booking]:
    """Who has a seat, by seat."""
    rows = Booking.objects.filter(session=session, status__in=SEATED)
    known = ("person__workplace__school", "person__workplace__affiliation", "walk_in", "payment")
    return rows.select_related(*known).order_by("seat_no")


def in_line(session: Session) -> QuerySet[Booking]:
    """Who waits, next first."""
    rows = Booking.objects.filter(session=session, status=BookingStatus.WAITING)
    return rows.select_related("person").order_by("wait_no")


def given_up(session: Session) -> QuerySet[Booking]:
    """Cancelled and lapsed bookings, latest first."""
    rows = Booking.objects.filter(session=session, status__in=[BookingStatus.CANCELLED, BookingStatus.LAPSED])
    return rows.select_related("person", "cancelled_by").order_by("-cancelled_at", "-pk")


def scans_of(session: Session) -> QuerySet[Scan]:
    """Every scan at a session's desk."""
    return Scan.objects.filter(session=session).select_related("booking__person", "by", "decision")
