"""One person's bookings and results."""

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from hcec.accounts.models import User
from hcec.core import rowguard
from testing.lifecycles import OVER, BookingStatus, ResultStatus
from testing.models import Booking, Result, Session

WITH_PLACE = ("session__exam", "session__center__province", "session__reservation__room", "payment")


def bookings_of(person: User) -> QuerySet[Booking]:
    """All bookings of a person, with exam, center and room at hand; `has_result` where one is released."""
    released = Result.objects.filter(booking=OuterRef("pk"), status=ResultStatus.RELEASED)
    return (
        Booking.objects.filter(person=person)
        .select_related(*WITH_PLACE)
        .annotate(has_result=Exists(released))
    )


def upcoming(person: User, at: datetime) -> QuerySet[Booking]:
    """Seats and waiting numbers of tests that are not over, next one first."""
    return bookings_of(person).filter(ends_at__gt=at).exclude(status__in=OVER).order_by("starts_at", "pk")


def past(person: User, at: datetime) -> QuerySet[Booking]:
    """Everything else, latest first."""
    return bookings_of(person).filter(Q(ends_at__lte=at) | Q(status__in=OVER)).order_by("-starts_at", "-pk")


def place_in_line(booking: Booking) -> int:
    """How many wait before and with this one: 1 is the next to get a seat."""
    line = Booking.objects.filter(session=booking.session_id, status=BookingStatus.WAITING)
    with rowguard.lifted("her place in line counts those before her, and is a number"):
        return line.filter(wait_no__lte=booking.wait_no).aggregate(n=Count("pk"))["n"]


def released_result(booking: Booking) -> Result | None:
    """The result a person may see of her booking, with its parts."""
    rows = Result.objects.filter(booking=booking, status=ResultStatus.RELEASED)
    return (
        rows.select_related("overall__scale", "scale", "booking__session__exam")
        .prefetch_related("part_scores__part", "part_scores__band")
        .first()
    )


def booking_of(person: User, session: Session) -> Booking | None:
    """The live booking of a person in a session."""
    if not person.is_authenticated:
        return None
    return Booking.objects.filter(session=session, person=person).live().first()
