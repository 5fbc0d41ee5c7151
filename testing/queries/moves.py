"""Where a booking could be moved to."""

from datetime import datetime

from django.db.models import CharField, QuerySet, Value

from centers.queries.audience import open_to
from centers.queries.near import nearest_first
from testing.models import Booking, Session
from testing.queries.fits import at_free_hours
from testing.queries.offers import open_sessions


def ways(booking: Booking, at: datetime) -> QuerySet[Session]:
    """Sessions of the same exam with seats free now that the person may sit in, with `distance` from her session's place.

    `code` is the booking's, for the address of each way.
    """
    session = booking.session
    found = open_sessions(at).filter(exam=session.exam_id, opens_at__lte=at, free__gt=0)
    found = at_free_hours(open_to(found, booking.person), booking.person, but=booking).exclude(pk=session.pk)
    found = nearest_first(found, session.center.province)
    return found.annotate(code=Value(booking.code, output_field=CharField()))
