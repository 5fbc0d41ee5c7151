"""Schedule a round over a term: dates repeat, what clashes is seen before, skipped and kept (guideline 6.4.6, E3)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from centers.models import Affiliation, Center, Room
from centers.repeats import Repeat, Slot, on_weekdays
from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.thai import thai_datetime
from training.actions import meetings, rounds
from training.actions.meetings import MeetingPlan
from training.lifecycles import SKIPPED_DATE
from training.models import Course, Mode, Round, SkippedDate
from training.queries.clashes import Seen, seen
from training.refusals import Refusal

FURTHEST = timedelta(days=366)
MOST = 60
OPENS_BEFORE, CLOSES_BEFORE = timedelta(days=45), timedelta(days=2)


@dataclass(frozen=True)
class Wish:
    """What a round over a term is to be. `minutes` of each date count as training; breaks do not."""

    course: Course
    mode: str
    first_day: date
    until: date
    weekdays: tuple[int, ...]
    starts: time
    ends: time
    minutes: int
    seats: int
    repeats: str = Repeat.WEEKLY
    room: Room | None = None
    trainer: User | None = None
    join_link: str = ""
    name: str = ""


def slots(wish: Wish, *, at: datetime) -> list[Slot]:
    """Every time of a wish, first one first. Refuses a plan that ends before it begins or lasts over a year, days none of
    which falls in it, a beginning in the past, more dates than sixty, and hours in which the minutes do not fit."""
    if not timedelta() <= wish.until - wish.first_day <= FURTHEST:
        raise Refusal(_("The last day must come after the first, at most one year later."))
    day = datetime.combine(wish.first_day, time())
    length = datetime.combine(day, wish.ends) - datetime.combine(day, wish.starts)
    if length <= timedelta():
        raise Refusal(_("The end must come after the start."))
    if timedelta(minutes=wish.minutes) > length:
        raise Refusal(_("No more minutes can count than the meeting lasts."))
    found = on_weekdays(wish.first_day, wish.until, wish.weekdays, [wish.starts], length, wish.repeats)
    if not found:
        raise Refusal(_("None of these days falls between the first and the last day."))
    if found[0][0] <= at:
        raise Refusal(_("The meeting starts in the past (%(when)s).") % {"when": thai_datetime(found[0][0])})
    if len(found) > MOST:
        raise Refusal(
            _("These are %(many)s dates; a round has at most %(most)s.") % {"many": len(found), "most": MOST}
        )
    return found


def proposals(wish: Wish, *, at: datetime) -> list[Seen]:
    """Every date of a wish with what stands in its way; nothing is kept. Refuses as `slots` does."""
    room = wish.room if wish.mode == Mode.FACE_TO_FACE else None
    return seen(slots(wish, at=at), room=room, trainer=wish.trainer, skill=wish.course.skill)


def enough(wish: Wish, dates: Sequence[Seen]) -> list[Seen]:
    """As many of the free dates as the course's hours take; the rest of the term stays free."""
    wanted = -(-int(wish.course.hours * 60) // wish.minutes)
    return [one for one in dates if not one.clash][:wanted]


@transaction.atomic
def schedule(
    center: Center,
    wish: Wish,
    *,
    by: User,
    at: datetime,
    affiliations: Sequence[Affiliation] = (),
    key: UUID | None = None,
) -> Round:
    """A draft round on the free dates, until its hours are covered; dates before its end that clash are kept as skipped.

    Refuses as `slots` and `rounds.plan` do, and where no date is free. The same key gives the same round.
    """
    if before := rounds.planned_before(center, by, key):
        return before
    dates = proposals(wish, at=at)
    chosen = enough(wish, dates)
    if not chosen:
        raise Refusal(_("None of the dates is free. Choose other days, hours, another room or trainer."))
    last = chosen[-1]
    round = rounds.plan(
        center,
        wish.course,
        {"name": wish.name, "seats": wish.seats, **window(dates[0].starts_at, at)},
        [plan_of(wish, one) for one in chosen],
        by=by,
        at=at,
        affiliations=affiliations,
        key=key,
    )
    short = len(chosen) * wish.minutes < wish.course.hours * 60
    kept = [one for one in dates if one.clash and (short or one.starts_at < last.starts_at)]
    SkippedDate.objects.bulk_create(skipped(round, wish, one) for one in kept)
    audit.record("round.scheduled", round, by=by, at=at, dates=len(chosen), skipped=len(kept))
    return round


def window(starts_at: datetime, at: datetime) -> dict[str, Any]:
    """Enrolment from now or forty-five days before the first date until two days before it; the manager may change it.

    The first date counts also where it was skipped: it may be taken later.
    """
    closes_at = max(starts_at - CLOSES_BEFORE, at + (starts_at - at) / 2)
    return {
        "opens_at": min(max(at, starts_at - OPENS_BEFORE), closes_at - timedelta(minutes=1)),
        "closes_at": closes_at,
        "cancel_until": closes_at,
    }


def plan_of(wish: Wish, one: Seen) -> MeetingPlan:
    face_to_face = wish.mode == Mode.FACE_TO_FACE
    return MeetingPlan(
        mode=wish.mode,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        minutes=wish.minutes,
        room=wish.room if face_to_face else None,
        join_link="" if face_to_face else wish.join_link,
        trainers=(wish.trainer,) if wish.trainer else (),
    )


def skipped(round: Round, wish: Wish, one: Seen) -> SkippedDate:
    return SkippedDate(
        round=round,
        mode=wish.mode,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        minutes=wish.minutes,
        room=wish.room if wish.mode == Mode.FACE_TO_FACE else None,
        trainer=wish.trainer,
        why=one.clash[:300],
    )


@transaction.atomic
def take(date_: SkippedDate, *, by: User, at: datetime) -> SkippedDate:
    """Lay a skipped date after all. Refuses as `meetings.add` does: what stood in its way may still be there."""
    date_ = locked(date_)
    SKIPPED_DATE.apply(date_, "take")
    plan = MeetingPlan(
        mode=date_.mode,
        starts_at=date_.starts_at,
        ends_at=date_.ends_at,
        minutes=date_.minutes,
        room=date_.room,
        trainers=(date_.trainer,) if date_.trainer else (),
    )
    if date_.mode == Mode.VIRTUAL:
        link = date_.round.meetings.exclude(join_link="").values_list("join_link", flat=True).first()
        plan = replace(plan, join_link=link or "")
    date_.meeting = meetings.add(date_.round, plan, by=by, at=at)
    date_.save(update_fields=["status", "meeting"])
    return date_


@transaction.atomic
def drop(date_: SkippedDate, *, by: User, at: datetime) -> SkippedDate:
    """Let a skipped date go: nobody will ask for it again."""
    date_ = locked(date_)
    SKIPPED_DATE.apply(date_, "drop")
    date_.save(update_fields=["status"])
    audit.record("date.dropped", date_, by=by, at=at, starts_at=date_.starts_at.isoformat())
    return date_


def locked(date_: SkippedDate) -> SkippedDate:
    rows = SkippedDate.objects.select_for_update(of=("self",)).select_related(
        "round__center", "room", "trainer"
    )
    return rows.get(pk=date_.pk)
