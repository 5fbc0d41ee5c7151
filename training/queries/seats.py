"""The free seats of a round that are open to a person, and when the others open (guideline 7.3, 7.4)."""

from datetime import datetime

from django.db.models import (
    BooleanField,
    Count,
    DateTimeField,
    Exists,
    Func,
    OuterRef,
    Q,
    QuerySet,
    SmallIntegerField,
)
from django.db.models.expressions import RawSQL, Value

from centers.keeping import Kept, Share
from hcec.accounts.models import User
from training.models import Enrolment, Offer, Round, Seat, SeatPool

FREE = "SELECT number FROM training_free_seats(%s, %s, %s)"


def free_for(round: Round, person: User | int | None, at: datetime) -> QuerySet[Seat]:
    """The free seats that this person may have at this moment; without a person, those for everyone.

    Her own pool's come first. Whether the round is open to her at all, and whether she can be there, are other questions.
    """
    who = person.pk if isinstance(person, User) else person
    numbers = RawSQL(FREE, [round.pk, who, at])  # noqa: S611  # every value is a parameter
    return Seat.objects.filter(round=round, number__in=numbers).order_by("number")


def seat_for(person: str | Value, round: str, at: datetime) -> Func:
    """As a column: the free seat that the person of a row would get in its round, or nothing."""
    moment = Value(at, output_field=DateTimeField())
    return Func(round, person, moment, function="training_seat_for", output_field=SmallIntegerField())


def free_seats(round: Round) -> QuerySet[Seat]:
    """The seats that nobody has and that are held for nobody, whoever's pool they are in."""
    taken = Enrolment.objects.filter(round=round, seat_no=OuterRef("number"))
    held = Offer.objects.filter(round=round, seat_no=OuterRef("number"), status="open")
    return Seat.objects.filter(~Exists(taken), ~Exists(held), round=round).order_by("number")


def share_of(round: Round, person: User | None, at: datetime) -> Share | None:
    """How many seats remain for this person now, and when those of other pools open; None where none are kept.

    Two queries.
    """
    who = person.pk if person is not None and person.is_authenticated else None
    admits = Func("pk", Value(who), function="training_pool_admits", output_field=BooleanField())
    pools = list(pools_of(round).prefetch_related(None).annotate(hers=admits))
    if not pools:
        return None
    kept = [Kept(pool, pool.many - pool.seated) for pool in pools if not (pool.hers or pool.released(at))]
    return Share(
        yours=free_for(round, who, at).count(), accessible=0, kept=[each for each in kept if each.free > 0]
    )


def pools_of(round: Round) -> QuerySet[SeatPool]:
    """The pools of a round with `seated` and `many` seats of each."""
    taken = Enrolment.objects.filter(round=round, seat_no=OuterRef("seats__number"))
    rows = SeatPool.objects.filter(round=round).prefetch_related("audience_affiliations")
    return rows.annotate(
        many=Count("seats__number"),
        seated=Count("seats__number", filter=Q(Exists(taken, output_field=BooleanField()))),
    ).order_by("released_at", "pk")
