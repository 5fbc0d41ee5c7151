"""Which sessions a person could sit in: of her audience, and at hours that are still hers."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from centers.models import Workplace
from hcec.accounts.models import User
from testing.lifecycles import BookingStatus
from testing.models import Booking, Session

SITS = (BookingStatus.CONFIRMED, BookingStatus.ATTENDED)


def open_to(sessions: QuerySet[Session], person: User) -> QuerySet[Session]:
    """Those whose audience the person is of."""
    wanted = Session.audience_affiliations.through.objects.filter(session=OuterRef("pk"))
    own = Workplace.objects.filter(person=person).values("affiliation")
    kinds = Q(audience_kinds=[]) | Q(audience_kinds__contains=[person.kind])
    return sessions.filter(kinds).filter(~Exists(wanted) | Exists(wanted.filter(affiliation__in=own)))


def at_free_hours(
    sessions: QuerySet[Session], person: User, *, but: Booking | None = None
) -> QuerySet[Session]:
    """Those in which the person has no live booking, at hours in which she sits nowhere else (than in `but`)."""
    others = Booking.objects.filter(person=person).exclude(pk=but.pk if but else None)
    clash = others.filter(
        status__in=SITS, starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at")
    )
    return sessions.filter(~Exists(clash), ~Exists(others.live().filter(session=OuterRef("pk"))))
