"""Sessions with the seats that are free now: what anyone may find and book (guideline 5.2.1, 7.1, 7.4)."""

from datetime import date, datetime

from django.db.models import Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from centers.queries.near import nearest_first
from testing.lifecycles import BookingStatus, SessionStatus
from testing.models import Booking, Seat, Session


def counted(**which: object) -> Coalesce:
    """How many bookings of the outer session there are of one sort, as a column."""
    rows = Booking.objects.filter(session=OuterRef("pk"), **which).order_by().values("session")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), Value(0), output_field=IntegerField())


def with_seats(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """The sessions with `taken`, `free` and `waiting` as they stand at this moment."""
    return sessions.annotate(
        taken=counted(seat_no__isnull=False),
        waiting=counted(status=BookingStatus.WAITING),
        shut=shut_seats() + standby_seats(),
    ).annotate(free=Greatest(F("seats") - F("taken") - F("shut"), Value(0)))


def shut_seats() -> Coalesce:
    """How many seats of the outer session are closed and nobody's, as a column (6.4.8)."""
    return nobodys(closed=True)


def standby_seats() -> Coalesce:
    """How many seats of the outer session stand by for failing workstations and are nobody's, as a column."""
    return nobodys(kind=Seat.Kind.STANDBY, closed=False)


def nobodys(**which: object) -> Coalesce:
    taken = Booking.objects.filter(session=OuterRef("session_id"), seat_no=OuterRef("number"))
    rows = Seat.objects.filter(session=OuterRef("pk"), **which).exclude(Exists(taken))
    counted_rows = rows.order_by().values("session").annotate(n=Count("number")).values("n")
    return Coalesce(Subquery(counted_rows), Value(0), output_field=IntegerField())


def open_sessions(at: datetime) -> QuerySet[Session]:
    """Announced sessions whose booking is not over, with exam, center and province at hand and `free` seats.

    Some may not be open for booking yet: `session.window(at)` says so.
    """
    found = Session.objects.filter(status=SessionStatus.OPEN, closes_at__gt=at)
    return with_seats(found).select_related("exam__skill", "center__province")


def near(session: Session, *, at: datetime, limit: int = 3, not_before: date | None = None) -> list[Session]:
    """The way out of a full or closed session: others of the same skill with seats free now, nearest place and day first.

    `not_before`: the first day that is of use to her.
    """
    others = open_sessions(at).filter(exam__skill=session.exam.skill_id, opens_at__lte=at, free__gt=0)
    if not_before:
        others = others.filter(starts_at__date__gte=not_before)
    others = nearest_first(others.exclude(pk=session.pk), session.center.province)
    return list(others.order_by("distance", "starts_at", "pk")[:limit])


def same_exam(session: Session, *, at: datetime, limit: int = 3) -> list[Session]:
    """Other sessions of the same exam with seats free now: in the province first, then nearest to this one's day."""
    others = (
        open_sessions(at).filter(exam=session.exam_id, opens_at__lte=at, free__gt=0).exclude(pk=session.pk)
    )
    found = list(nearest_first(others, session.center.province).order_by("starts_at", "pk")[:100])
    return sorted(found, key=lambda other: (far(other), abs(other.starts_at - session.starts_at)))[:limit]


def far(session: Session) -> tuple[bool, int]:
    """Sorts by `distance`; what is not on the map comes last."""
    return session.distance is None, session.distance or 0  # type: ignore[attr-defined]  # annotated
