"""Parked rows of a branch, and the bookings that one could belong to."""

from django.db.models import Q, QuerySet

from hcec.core.access import Access, Permission
from testing.lifecycles import BookingStatus, ParkedStatus, ResultStatus
from testing.models import Booking, ParkedRow


def of_branch(access: Access) -> QuerySet[ParkedRow]:
    """Parked rows of the centers for which this person enters results."""
    rows = ParkedRow.objects.within(access, Permission.RESULT_ENTER)
    return rows.select_related(
        "sheet__session__exam__scale", "sheet__session__center__province", "settled_by", "booking__person"
    )


def waiting(access: Access) -> QuerySet[ParkedRow]:
    """Those that nobody has settled."""
    return ParkedRow.objects.within(access, Permission.RESULT_ENTER).filter(status=ParkedStatus.PARKED)


def candidates(row: ParkedRow) -> QuerySet[Booking]:
    """Who attended the row's session and has no released result, those without any result first."""
    rows = Booking.objects.filter(session=row.sheet.session_id, status=BookingStatus.ATTENDED)
    open_rows = rows.filter(Q(result__isnull=True) | ~Q(result__status=ResultStatus.RELEASED))
    return open_rows.select_related("person").order_by("result__pk", "seat_no", "pk")
