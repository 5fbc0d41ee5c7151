"""Which sessions a person could sit in: at hours that are still hers (centers/queries/audience.py knows whose they are)."""

from django.db.models import Exists, OuterRef, QuerySet

from hcec.accounts.models import User
from testing.lifecycles import BookingStatus
from testing.models import Booking, Session

SITS = (BookingStatus.CONFIRMED, BookingStatus.ATTENDED)


def at_free_hours(
    sessions: QuerySet[Session], person: User, *, but: Booking | None = None
) -> QuerySet[Session]:
    """Those in which the person has no live booking, at hours in which she sits nowhere else (than in `but`)."""
    others = Booking.objects.filter(person=person).exclude(pk=but.pk if but else None)
    clash = others.filter(
        status__in=SITS, starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at")
    )
    return sessions.filter(~Exists(clash), ~Exists(others.live().filter(session=OuterRef("pk"))))
