"""Keep seats of a round for some people until a moment, and open them (guideline 7.3, 7.4)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from centers.keeping import Keep, against
from hcec.accounts.models import User
from hcec.core import audit
from training.actions import seats
from training.actions.meetings import CHANGEABLE
from training.models import Round, Seat, SeatPool
from training.queries import seats as reads
from training.refusals import Refusal


@transaction.atomic
def add(round: Round, keep: Keep, *, by: User, at: datetime) -> SeatPool:
    """Keep the lowest free seats that are in no pool.

    Refuses a round that can no longer be changed, a pool for everyone, a name that is there already, a release in the
    past or after enrolment, and more seats than are free.
    """
    round = changeable(round)
    free = reads.free_seats(round).filter(pool__isnull=True)
    numbers = list(free.values_list("number", flat=True)[: keep.seats])
    names = round.pools.values_list("name", flat=True)
    if no := against(keep, names=names, free=len(numbers), closes_at=round.closes_at, at=at):
        raise Refusal(no)
    pool = SeatPool.objects.create(
        round=round, name=keep.name, audience_kinds=list(keep.audience_kinds), near=keep.near,
        released_at=keep.released_at,
    )  # fmt: skip
    pool.audience_affiliations.set(keep.audience_affiliations)
    Seat.objects.filter(round=round, number__in=numbers).update(pool=pool)
    audit.record("keep", pool, by=by, at=at, round=round.pk, seats=keep.seats)
    seats.promote(round, by=by, at=at)
    return pool


@transaction.atomic
def release(pool: SeatPool, *, by: User, at: datetime) -> SeatPool:
    """Open the seats of a pool to everyone now, before their time; those who wait get them first."""
    round = changeable(pool.round)
    pool = SeatPool.objects.select_for_update(of=("self",)).get(pk=pool.pk)
    if pool.released(at):
        raise Refusal(_("These seats are open to everyone already."))
    pool.released_at = at
    pool.save(update_fields=["released_at"])
    audit.record("release", pool, by=by, at=at, round=round.pk)
    seats.promote(round, by=by, at=at)
    return pool


@transaction.atomic
def remove(pool: SeatPool, *, by: User, at: datetime) -> None:
    """Take a pool away: its free seats are for everyone, those who wait first."""
    round = changeable(pool.round)
    audit.record("remove", pool, by=by, at=at, round=round.pk, name=pool.name)
    Seat.objects.filter(round=round, pool=pool).update(pool=None)
    SeatPool.objects.filter(pk=pool.pk).delete()
    seats.promote(round, by=by, at=at)


def changeable(round: Round) -> Round:
    """The round under its lock. Refuses one that was held or called off."""
    round = seats.locked(round)
    if round.status not in CHANGEABLE:
        raise Refusal(_("The round no longer changes: %(state)s.") % {"state": round.get_status_display()})
    return round
