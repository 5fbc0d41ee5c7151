"""Keep seats for some people until a moment, open them, and say which are accessible or stand by (7.3, 7.4)."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from centers.keeping import Keep, against, against_release
from hcec.accounts.models import User
from hcec.core import audit
from testing.actions import bookings
from testing.actions.busy import patient
from testing.actions.plans import CHANGEABLE
from testing.lifecycles import BookingStatus, SessionStatus
from testing.models import Booking, Seat, SeatPool, Session
from testing.queries import seats as reads
from testing.refusals import Refusal


@patient
@transaction.atomic
def add(session: Session, keep: Keep, *, by: User, at: datetime) -> SeatPool:
    """Keep the lowest free seats that are nobody's and in no pool.

    Refuses a session that can no longer be changed, a pool for everyone, a name that is there already, a release in
    the past or after booking, and more seats than are free.
    """
    session = changeable(session)
    free = reads.free_seats(session).filter(pool__isnull=True).exclude(kind=Seat.Kind.STANDBY)
    numbers = list(free.values_list("number", flat=True)[: keep.seats])
    names = session.pools.values_list("name", flat=True)
    if no := against(keep, names=names, free=len(numbers), closes_at=session.closes_at, at=at):
        raise Refusal(no)
    pool = SeatPool.objects.create(
        session=session, name=keep.name, audience_kinds=list(keep.audience_kinds), near=keep.near,
        released_at=keep.released_at,
    )  # fmt: skip
    pool.audience_affiliations.set(keep.audience_affiliations)
    Seat.objects.filter(session=session, number__in=numbers).update(pool=pool)
    audit.record("keep", pool, by=by, at=at, session=session.pk, seats=keep.seats)
    settle(session, at=at)
    return pool


@patient
@transaction.atomic
def release(pool: SeatPool, *, by: User, at: datetime) -> SeatPool:
    """Open the seats of a pool to everyone now, before their time; those who wait get them first."""
    session = changeable(pool.session)
    pool = SeatPool.objects.select_for_update(of=("self",)).get(pk=pool.pk)
    if pool.released(at):
        raise Refusal(_("These seats are open to everyone already."))
    pool.released_at = at
    pool.save(update_fields=["released_at"])
    audit.record("release", pool, by=by, at=at, session=session.pk)
    bookings.promote(session, at=at)
    return pool


@patient
@transaction.atomic
def remove(pool: SeatPool, *, by: User, at: datetime) -> None:
    """Take a pool away: its free seats are for everyone, those who wait first."""
    session = changeable(pool.session)
    audit.record("remove", pool, by=by, at=at, session=session.pk, name=pool.name)
    Seat.objects.filter(session=session, pool=pool).update(pool=None)
    SeatPool.objects.filter(pk=pool.pk).delete()
    settle(session, at=at)


@patient
@transaction.atomic
def set_kinds(
    session: Session, *, accessible: Collection[int], standby: Collection[int], until: datetime | None,
    by: User, at: datetime,
) -> Session:  # fmt: skip
    """Say which seats are accessible and which stand by for a workstation that fails.

    Refuses a number the session has not, one that is both, and standby seats that are kept or taken.
    """
    session = changeable(session)
    refuse_release(session, until, at, old=session.accessible_until)
    if both := sorted(set(accessible) & set(standby)):
        raise Refusal(_("Seat %(number)s cannot be both accessible and standing by.") % {"number": both[0]})
    if beyond := sorted(n for n in {*accessible, *standby} if not 1 <= n <= session.seats):
        raise Refusal(
            _("The session has seats 1 to %(seats)s, and no number %(number)s.")
            % {"seats": session.seats, "number": beyond[0]}
        )
    if len(set(standby)) >= session.seats:
        raise Refusal(_("At least one seat must be left to be booked."))
    rows = Seat.objects.filter(session=session)
    taken = Booking.objects.filter(session=session, seat_no__in=standby).exclude(
        seat_no__in=rows.filter(kind=Seat.Kind.STANDBY).values("number")
    )
    kept = rows.filter(pool__isnull=False, number__in=standby).order_by("number").first()
    number = kept.number if kept else taken.order_by("seat_no").values_list("seat_no", flat=True).first()
    if number is not None:
        raise Refusal(
            _("Seat %(number)s is taken or kept for a pool, so it cannot stand by.") % {"number": number}
        )
    rows.exclude(kind=Seat.Kind.ORDINARY).update(kind=Seat.Kind.ORDINARY)
    rows.filter(number__in=accessible).update(kind=Seat.Kind.ACCESSIBLE)
    rows.filter(number__in=standby).update(kind=Seat.Kind.STANDBY)
    Session.objects.filter(pk=session.pk).update(accessible_until=until)
    audit.record("seat_kinds", session, by=by, at=at, accessible=sorted(accessible), standby=sorted(standby))
    return settle(session, at=at)


def changeable(session: Session) -> Session:
    """The session under its lock. Refuses one that was held or called off."""
    session = bookings.locked(session.pk)
    if session.status not in CHANGEABLE:
        raise Refusal(
            _("A session in the state “%(state)s” cannot be changed.")
            % {"state": session.get_status_display()}
        )
    return session


def refuse_release(
    session: Session, moment: datetime | None, at: datetime, old: datetime | None = None
) -> None:
    if moment != old and (no := against_release(moment, closes_at=session.closes_at, at=at)):
        raise Refusal(no)


def settle(session: Session, *, at: datetime) -> Session:
    """Note whether the seats of a locked session are for everyone, and let in who waits and may have one now."""
    apart = ~Q(kind=Seat.Kind.ORDINARY)
    some = session.pools.exists() or Seat.objects.filter(apart, session=session).exists()
    served = at if some else None
    # A standby seat may have been passed by the hint, and may now be ordinary: the search starts at the first again.
    Session.objects.filter(pk=session.pk).update(pools_served_at=served, free_from=1)
    session = bookings.locked(session.pk)
    bookings.promote(session, at=at)
    return session


def serve_released(*, at: datetime) -> int:
    """Offer to those who wait what was released since they were last looked at; how many sessions. Harmless twice."""
    ahead = Session.objects.filter(
        pools_served_at__lt=at, starts_at__gt=at, status__in=[SessionStatus.OPEN, SessionStatus.CLOSED],
        bookings__status=BookingStatus.WAITING,
    )  # fmt: skip
    keys = ahead.order_by("pk").values_list("pk", "pools_served_at", "accessible_until").distinct()
    releases: dict[int, list[datetime]] = {}
    for pk, _served, until in keys:
        releases[pk] = [until] if until else []
    pools = SeatPool.objects.filter(session__in=releases, released_at__lte=at).order_by("pk")
    for pk, moment in pools.values_list("session", "released_at"):
        if moment:
            releases[pk].append(moment)
    due = [pk for pk, served, _until in keys if served and any(served < m <= at for m in releases[pk])]
    for pk in due:
        bookings.fill(pk, at=at)
    return len(due)
