"""The free seats of a session that are open to a person, and when the others open (guideline 7.3, 7.4)."""

from datetime import datetime

from django.db.models import (
    BooleanField,
    Count,
    DateTimeField,
    Exists,
    Func,
    OuterRef,
    QuerySet,
    SmallIntegerField,
)
from django.db.models.expressions import Expression, RawSQL, Value

from centers.keeping import Kept, Share
from hcec.accounts.models import User
from testing.models import Booking, Seat, SeatPool, Session

FREE = "SELECT number FROM testing_free_seats(%s, %s, %s, %s)"


def free_for(
    session: Session, person: User | int | None, at: datetime, *, needs_access: bool = False
) -> QuerySet[Seat]:
    """The free seats that this person may have at this moment, lowest first; without a person, those for everyone.

    What the booking statement itself asks (testing/sql/0009_seats.sql): pools, their release, accessible seats. Whether
    the session is open to her at all, and whether she can be here then, are other questions.
    """
    who = person.pk if isinstance(person, User) else person
    numbers = RawSQL(FREE, [session.pk, who, needs_access, at])  # noqa: S611  # every value is a parameter
    return Seat.objects.filter(session=session, number__in=numbers).order_by("number")


def seat_for(person: str | Expression, session: str, needs_access: str, at: datetime) -> Func:
    """As a column: the lowest free seat that the person of a row may have in its session, or nothing."""
    moment = Value(at, output_field=DateTimeField())
    return Func(
        session, person, needs_access, moment, function="testing_seat_for", output_field=SmallIntegerField()
    )


def free_seats(session: Session) -> QuerySet[Seat]:
    """The seats that nobody has and whose workstation works, whoever they are kept for; standby seats too."""
    taken = Booking.objects.filter(session=session, seat_no=OuterRef("number"))
    return Seat.objects.filter(session=session, closed=False).exclude(Exists(taken)).order_by("number")


def share_of(session: Session, person: User | None, at: datetime) -> Share:
    """How many seats remain for this person now, and when those of other pools open. Five queries at most."""
    who = person if person is not None and person.is_authenticated else None
    has_accessible = Seat.objects.filter(session=session, kind=Seat.Kind.ACCESSIBLE).exists()
    kept = free_seats(session).filter(pool__isnull=False).exclude(kind=Seat.Kind.STANDBY)
    shut = kept.exclude(number__in=free_for(session, who, at).values("number"))
    if who and has_accessible:
        shut = shut.exclude(number__in=free_for(session, who, at, needs_access=True).values("number"))
    counts = dict(shut.order_by().values_list("pool").annotate(n=Count("number")))
    pools = SeatPool.objects.filter(pk__in=counts).order_by("released_at", "pk")
    return Share(
        yours=free_for(session, who, at).count(),
        accessible=free_for(session, who, at, needs_access=True).count() if has_accessible else 0,
        kept=[Kept(pool, counts[pool.pk]) for pool in pools if not pool.released(at)],
    )


def pools_of(session: Session) -> QuerySet[SeatPool]:
    """The pools of a session with `seated` and `many` seats of each."""
    taken = Booking.objects.filter(session=session, seat_no=OuterRef("seats__number"))
    rows = SeatPool.objects.filter(session=session).prefetch_related("audience_affiliations")
    return rows.annotate(
        many=Count("seats__number"),
        seated=Count("seats__number", filter=Exists(taken, output_field=BooleanField())),
    ).order_by("released_at", "pk")
