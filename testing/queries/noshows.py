"""Absences that count: tests missed without cancelling in the last twelve months and not excused (F6)."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from testing.lifecycles import BookingStatus, NoShowStatus, SessionStatus
from testing.models import Booking, NoShowAppeal

YEAR = timedelta(days=365)
# The first absence of twelve months has no effect; each further one lowers the weight in draws.
FREE = 1


def counted(person: User, at: datetime) -> QuerySet[Booking]:
    """The person's absences that count at this moment, latest first."""
    rows = Booking.objects.filter(
        ~Q(no_show_appeal__status=NoShowStatus.EXCUSED), person=person, status=BookingStatus.ABSENT,
        session__status=SessionStatus.FINALISED, starts_at__gt=at - YEAR, starts_at__lte=at,
    )  # fmt: skip
    return rows.select_related("session__exam", "session__center").order_by("-starts_at", "-pk")


def to_decide(access: Access) -> QuerySet[NoShowAppeal]:
    """Appeals of absences at the centers in reach, with everything a decision needs at hand."""
    rows = NoShowAppeal.objects.within(access, Permission.RESULT_RELEASE)
    return rows.select_related(
        "person", "marked_by", "decided_by", "booking__session__exam", "booking__session__center__province"
    )
