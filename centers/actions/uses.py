"""Ask for a room, answer, and repair: every date of a use is held, or kept as skipped with its reason (6.4.6, 6.4.8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centers import use_notices as notices
from centers.actions import reservations
from centers.lifecycles import ROOM_USE, USE_DATE, UseDateStatus
from centers.models import Room, RoomUse, RoomUseDate
from centers.queries import uses as reads
from centers.refusals import Refusal
from centers.repeats import CONFIRMED_AGAIN, Repeat, Slot, occurrences
from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.thai import thai_datetime

FURTHEST = timedelta(days=366)
WAITING = (UseDateStatus.PLANNED, UseDateStatus.SKIPPED)


@dataclass(frozen=True)
class Wish:
    """What somebody asks for: a room, what for, the first time, and how often again until which day."""

    room: Room
    purpose: str
    starts_at: datetime
    ends_at: datetime
    repeats: str = Repeat.NEVER
    until: date | None = None


def slots(wish: Wish, *, at: datetime) -> list[Slot]:
    """Every time of a wish. Refuses the past, an end before the start, a repeat without end, and dates that overlap."""
    if wish.ends_at <= wish.starts_at:
        raise Refusal(_("The end must come after the start."))
    if wish.starts_at <= at:
        raise Refusal(_("This time is over (%(when)s).") % {"when": thai_datetime(wish.starts_at)})
    if bool(wish.repeats) != bool(wish.until):
        raise Refusal(_("A repeated use needs the day until which it repeats; a single one has none."))
    if wish.until and not timedelta() <= wish.until - timezone.localdate(wish.starts_at) <= FURTHEST:
        raise Refusal(_("It repeats until a day after the first date, at most one year later."))
    found = occurrences(wish.starts_at, wish.ends_at, wish.repeats, wish.until)
    if any(later[0] < earlier[1] for earlier, later in zip(found, found[1:], strict=False)):
        raise Refusal(_("The dates would overlap each other."))
    return found


def ask(wish: Wish, *, by: User, at: datetime, key: UUID | None = None) -> RoomUse:
    """Ask for a room; nothing is held yet. The same key is the same request.

    Refuses a room out of use, what `slots` refuses, and a time none of whose dates is free.
    """
    if not wish.room.active:
        raise Refusal(_("%(room)s is not in use.") % {"room": wish.room.name})
    times = slots(wish, at=at)
    with transaction.atomic():
        Room.objects.select_for_update(of=("self",), no_key=True).get(pk=wish.room.pk)
        if key and (known := RoomUse.objects.filter(key=key, asked_by=by).first()):
            return known
        seen = reads.preview(wish.room, times, holidays=bool(wish.repeats))
        if all(date.clash for date in seen):
            raise Refusal(
                _("%(room)s is taken on every one of these dates, first for “%(purpose)s”.")
                % {"room": wish.room.name, "purpose": seen[0].clash}
            )
        use = RoomUse.objects.create(**wish.__dict__, key=key, asked_by=by, asked_at=at)
        RoomUseDate.objects.bulk_create(RoomUseDate(use=use, starts_at=s, ends_at=e) for s, e in times)
        audit.record("room_use.ask", use, by=by, at=at, room=wish.room.pk, dates=len(times))
    return use


def locked(use: RoomUse) -> RoomUse:
    """The use, held until the transaction ends; its room first, so that two answers for one room come one by one."""
    Room.objects.select_for_update(of=("self",), no_key=True).get(pk=use.room_id)
    return RoomUse.objects.select_for_update(of=("self",)).select_related("room", "asked_by").get(pk=use.pk)


def approve(use: RoomUse, *, words: str = "", by: User, at: datetime) -> RoomUse:
    """Give the room: every free date is held at once, the others are kept as skipped.

    Refuses what was answered before, and a request none of whose dates can be held any more.
    """
    with transaction.atomic():
        use = locked(use)
        ROOM_USE.apply(use, "approve")
        held = take(use, use.dates.filter(status=UseDateStatus.PLANNED), at=at)
        if not held:
            raise Refusal(_("None of the dates can be had any more: the room is taken or the time is over."))
        use.decided_by, use.decided_at, use.answer = by, at, words.strip()
        if use.repeats in CONFIRMED_AGAIN:
            use.confirm_by = next_confirming(at)
        use.save(update_fields=["status", "decided_by", "decided_at", "answer", "confirm_by"])
        audit.record("room_use.approve", use, by=by, at=at, held=held)
        notices.answered(use)
    return use


def next_confirming(at: datetime) -> date:
    return timezone.localdate(at) + timedelta(days=settings.ROOM_HOLD_CONFIRM_DAYS)


def take(use: RoomUse, dates: Iterable[RoomUseDate], *, at: datetime) -> int:
    """Hold each of these dates that is free, in the order of time; how many. A planned one that is not is skipped."""
    rows = sorted(dates, key=lambda row: row.starts_at)
    times = [(row.starts_at, row.ends_at) for row in rows]
    seen = reads.preview(use.room, times, holidays=bool(use.repeats)) if rows else []
    held = 0
    for row, found in zip(rows, seen, strict=True):
        why = found.clash or (_("the time was over before the answer came") if row.starts_at <= at else "")
        if not why:
            try:
                row.reservation = reservations.hold(
                    use.room, starts_at=row.starts_at, ends_at=row.ends_at, purpose=use.purpose
                )
            except Refusal as refusal:  # somebody took it since we looked
                why = str(refusal)
        if not why:
            USE_DATE.apply(row, "hold")
            held += 1
        elif row.status == UseDateStatus.PLANNED:
            USE_DATE.apply(row, "skip")
        row.why = why[:300] or row.why
        row.save(update_fields=["status", "reservation", "why"])
    return held


def decline(use: RoomUse, *, words: str, by: User, at: datetime) -> RoomUse:
    """Turn a request down. Refuses without words, and what was answered before."""
    if not words.strip():
        raise Refusal(_("Say why the room cannot be had."))
    with transaction.atomic():
        use = locked(use)
        ROOM_USE.apply(use, "decline")
        use.decided_by, use.decided_at, use.answer = by, at, words.strip()
        use.save(update_fields=["status", "decided_by", "decided_at", "answer"])
        use.dates.filter(status__in=WAITING).update(status=UseDateStatus.DROPPED)
        audit.record("room_use.decline", use, by=by, at=at)
        notices.answered(use)
    return use


def withdraw(use: RoomUse, *, by: User, at: datetime) -> RoomUse:
    """Take a request or a hold back: every date that has not begun is free for others again."""
    with transaction.atomic():
        use = locked(use)
        ROOM_USE.apply(use, "withdraw")
        use.save(update_fields=["status"])
        freed = free(use, at=at)
        audit.record("room_use.withdraw", use, by=by, at=at, freed=freed)
    return use


def free(use: RoomUse, *, at: datetime) -> int:
    """Give back the dates of a locked use that have not begun, and let the skipped ones go; how many were held."""
    held = use.dates.filter(status=UseDateStatus.HELD, starts_at__gt=at).select_related("reservation")
    rows = list(held.order_by("starts_at", "pk"))
    for row in rows:
        give_back(row)
    use.dates.filter(status__in=WAITING).update(status=UseDateStatus.DROPPED)
    return len(rows)


def give_back(row: RoomUseDate) -> None:
    USE_DATE.apply(row, "give_back")
    row.save(update_fields=["status"])
    assert row.reservation is not None
    reservations.release(row.reservation)


def let_go(row: RoomUseDate, *, by: User, at: datetime) -> RoomUseDate:
    """Give one held date back, or let one skipped date go. Refuses one that has begun."""
    if row.starts_at <= at:
        raise Refusal(_("This time is over (%(when)s).") % {"when": thai_datetime(row.starts_at)})
    with transaction.atomic():
        use = locked(row.use)
        row = RoomUseDate.objects.select_related("reservation").get(pk=row.pk)
        if row.status == UseDateStatus.HELD:
            give_back(row)
        else:
            USE_DATE.apply(row, "drop")
            row.save(update_fields=["status"])
        audit.record("room_use.let_go", use, by=by, at=at, date=row.starts_at.isoformat())
    return row


def repair(use: RoomUse, *, by: User, at: datetime) -> int:
    """Hold every skipped date that is free again; how many. Refuses where there is none, and a use that holds nothing."""
    with transaction.atomic():
        use = locked(use)
        again = list(reads.free_again(RoomUseDate.objects.filter(use=use), at))
        held = take(use, again, at=at)
        if not held:
            raise Refusal(_("None of the skipped dates is free."))
        audit.record("room_use.repair", use, by=by, at=at, held=held)
    return held


def confirm(use: RoomUse, *, by: User, at: datetime) -> RoomUse:
    """Say that the weekly room is still needed; it is asked again after the period. Refuses where nothing is held."""
    with transaction.atomic():
        use = locked(use)
        if use.confirm_by is None or not ROOM_USE.allows(use, "lapse"):
            raise Refusal(_("There is nothing to confirm: the room is not held week after week."))
        use.confirm_by, use.warned_at = next_confirming(at), None
        use.save(update_fields=["confirm_by", "warned_at"])
        audit.record("room_use.confirm", use, by=by, at=at, until=use.confirm_by.isoformat())
    return use
