"""Results: what may be certified, what waits for release."""

from django.db.models import Count, Max, Min, Q, QuerySet

from hcec.core.access import Access, Permission
from testing.lifecycles import BookingStatus, ResultStatus, SessionStatus
from testing.models import Booking, Result, Session


def certifiable_results() -> QuerySet[Result]:
    """Released results with everything a certificate prints at hand: person, session, exam, skill, center, level."""
    return (
        Result.objects.filter(status=ResultStatus.RELEASED)
        .select_related(
            "overall",
            "scale",
            "booking__person",
            "booking__session__exam__skill",
            "booking__session__exam__scale",
            "booking__session__center__province",
        )
        .order_by("released_at", "pk")
    )


def waiting_for_release(access: Access) -> QuerySet[Session]:
    """Sessions with entered results that this person's seat may release, with how many wait and since when."""
    entered = Q(bookings__result__status=ResultStatus.ENTERED)
    return (
        Session.objects.within(access, Permission.RESULT_RELEASE)
        .filter(entered)
        .annotate(
            entered=Count("bookings__result", filter=entered),
            entered_since=Min("bookings__result__entered_at", filter=entered),
            entered_last=Max("bookings__result__entered_at", filter=entered),
        )
        .select_related("exam", "center__province")
    )


def unmarked(access: Access) -> QuerySet[Booking]:
    """People who sat a test whose attendance is confirmed and have no result yet."""
    return Booking.objects.within(access, Permission.RESULT_ENTER).filter(
        session__status=SessionStatus.FINALISED, status=BookingStatus.ATTENDED, result__isnull=True
    )


def attended(session: Session) -> QuerySet[Booking]:
    """Who sat the test, by seat, with person and result (if one was entered) at hand."""
    rows = Booking.objects.filter(session=session, status=BookingStatus.ATTENDED)
    return (
        rows.select_related("person", "walk_in", "result__overall", "result__entered_by")
        .prefetch_related("result__part_scores__band")
        .order_by("seat_no", "pk")
    )


def with_results(access: Access) -> QuerySet[Session]:
    """Sessions whose attendance is confirmed, with how many sat, lack a result, and wait for release."""
    entered = Q(bookings__result__status=ResultStatus.ENTERED)
    sat = Q(bookings__status=BookingStatus.ATTENDED)
    return (
        Session.objects.within(access, Permission.RESULT_ENTER)
        .filter(status=SessionStatus.FINALISED)
        .annotate(
            attended=Count("bookings", filter=sat),
            missing=Count("bookings", filter=sat & Q(bookings__result__isnull=True)),
            entered=Count("bookings", filter=entered),
        )
        .select_related("exam", "center__province")
    )
