"""A series of sessions: one wish over days, hours and rooms, every date seen before any is kept (guideline 5.2.1, 7.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from centers.models import Affiliation, Room
from centers.queries import uses
from centers.refusals import Refusal as RoomRefusal
from centers.repeats import Repeat, Slot, on_weekdays
from hcec.accounts.models import User
from hcec.core.thai import thai_datetime
from testing.actions import plans, sessions
from testing.models import Exam, Session
from testing.refusals import Refusal

FURTHEST = timedelta(days=366)
MOST = 200


@dataclass(frozen=True)
class Wish:
    """What a series is to be: on these days of the week (Monday is 0), at these hours, in each of these rooms."""

    exam: Exam
    rooms: tuple[Room, ...]
    first_day: date
    until: date
    weekdays: tuple[int, ...]
    hours: tuple[time, ...]
    opens_at: datetime
    closes_days: int
    repeats: str = Repeat.WEEKLY
    seats: int | None = None
    audience_kinds: tuple[str, ...] = ()
    audience_affiliations: tuple[Affiliation, ...] = ()
    conditions: str = ""
    substitutes: bool = False
    open_now: bool = False


@dataclass(frozen=True)
class Proposal:
    """One session of a series before it is kept: `clash` is the holiday or what has the room then."""

    room: Room
    starts_at: datetime
    ends_at: datetime
    clash: str


def slots(wish: Wish, *, at: datetime) -> list[Slot]:
    """Every time of a wish, the first one first.

    Refuses a series that ends before it begins or lasts over a year, hours of a day that overlap, days none of which
    falls in it, and a beginning in the past.
    """
    if not timedelta() <= wish.until - wish.first_day <= FURTHEST:
        raise Refusal(_("The last day must come after the first, at most one year later."))
    length = timedelta(minutes=wish.exam.duration_minutes)
    found = on_weekdays(wish.first_day, wish.until, wish.weekdays, wish.hours, length, wish.repeats)
    if not found:
        raise Refusal(_("None of these days falls between the first and the last day."))
    if any(later[0] < earlier[1] for earlier, later in zip(found, found[1:], strict=False)):
        raise Refusal(
            _("The test lasts %(minutes)s minutes, so these hours would overlap.")
            % {"minutes": wish.exam.duration_minutes}
        )
    if found[0][0] <= at:
        raise Refusal(
            _("The test would begin in the past (%(when)s).") % {"when": thai_datetime(found[0][0])}
        )
    if len(found) * len(wish.rooms) > MOST:
        raise Refusal(
            _("These are %(many)s sessions; at most %(most)s are made at a time.")
            % {"many": len(found) * len(wish.rooms), "most": MOST}
        )
    return found


def proposals(wish: Wish, *, at: datetime) -> list[Proposal]:
    """Every session of a wish with what stands in its way; nothing is kept. Refuses as `slots` does."""
    times = slots(wish, at=at)
    seen = [(room, one) for room in wish.rooms for one in uses.preview(room, times, holidays=True)]
    seen.sort(key=lambda pair: (pair[1].starts_at, pair[0].pk))
    return [Proposal(room, one.starts_at, one.ends_at, one.clash) for room, one in seen]


@transaction.atomic
def draft(wish: Wish, *, only_free: bool, by: User, at: datetime) -> list[Session]:
    """Make the sessions of a series, each with its room held: all of them or none, or with `only_free` the free ones.

    Refuses as `slots` and `plans.draft` do, and where nothing would be made.
    """
    wanted = proposals(wish, at=at)
    free = [proposal for proposal in wanted if not proposal.clash]
    if not free or (not only_free and len(free) < len(wanted)):
        taken = next(proposal for proposal in wanted if proposal.clash)
        raise Refusal(
            _("%(room)s cannot be had on %(when)s: “%(clash)s”. Nothing was made.")
            % {"room": taken.room, "when": thai_datetime(taken.starts_at), "clash": taken.clash}
        )
    made = [session for proposal in free if (session := one(wish, proposal, only_free, by=by, at=at))]
    if not made:
        raise Refusal(_("The rooms were taken by someone else at the same moment. Please look again."))
    return made


def one(wish: Wish, proposal: Proposal, only_free: bool, *, by: User, at: datetime) -> Session | None:
    """One session of a series, opened for booking where that was asked; nothing where its room was just taken."""
    try:
        with transaction.atomic():
            session = plans.draft(plan(wish, proposal), by=by, at=at)
    except RoomRefusal:
        if not only_free:
            raise
        return None
    return sessions.open_booking(session, by=by, at=at) if wish.open_now else session


def plan(wish: Wish, proposal: Proposal) -> plans.Plan:
    closes_at = proposal.starts_at - timedelta(days=wish.closes_days)
    return plans.Plan(
        exam=wish.exam,
        room=proposal.room,
        starts_at=proposal.starts_at,
        ends_at=proposal.ends_at,
        seats=min(wish.seats or proposal.room.seats, proposal.room.seats),
        opens_at=wish.opens_at,
        closes_at=closes_at,
        cancel_until=closes_at,
        audience_kinds=wish.audience_kinds,
        audience_affiliations=wish.audience_affiliations,
        conditions=wish.conditions,
        substitutes=wish.substitutes,
    )


def free_of(wanted: Sequence[Proposal]) -> int:
    return sum(not proposal.clash for proposal in wanted)
