"""Reads of the uses of rooms: what stands in the way of a date, a room's week, and what waits."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from centers.lifecycles import RoomUseStatus, UseDateStatus
from centers.models import Holiday, Reservation, Room, RoomUse, RoomUseDate
from centers.repeats import Slot
from hcec.accounts.models import User
from hcec.core.access import Access, Permission


@dataclass(frozen=True)
class Seen:
    """One date before it is held: `clash` is what has the room then, or the holiday; empty where it is free."""

    starts_at: datetime
    ends_at: datetime
    clash: str = ""


def preview(room: Room, slots: Sequence[Slot], *, holidays: bool) -> list[Seen]:
    """Every date with what stands in its way, in two queries. `holidays`: whether they do (of repeated uses)."""
    first, last = slots[0][0], slots[-1][1]
    taken = list(
        Reservation.objects.filter(room=room, released=False, starts_at__lt=last, ends_at__gt=first)
        .order_by("starts_at", "pk")
        .values_list("starts_at", "ends_at", "purpose")
    )
    days = Holiday.objects.filter(day__range=(timezone.localdate(first), timezone.localdate(last)))
    named = {holiday.day: str(holiday) for holiday in days} if holidays else {}

    def clash(start: datetime, end: datetime) -> str:
        others = (purpose for begun, ended, purpose in taken if begun < end and ended > start)
        return named.get(timezone.localdate(start), "") or next(others, "")

    return [Seen(start, end, clash(start, end)) for start, end in slots]


def free_again(dates: QuerySet[RoomUseDate], at: datetime) -> QuerySet[RoomUseDate]:
    """Skipped dates ahead of approved uses for which nothing stands in the way any more."""
    other = Reservation.objects.filter(
        room=OuterRef("use__room"),
        released=False,
        starts_at__lt=OuterRef("ends_at"),
        ends_at__gt=OuterRef("starts_at"),
    )
    ahead = dates.filter(
        status=UseDateStatus.SKIPPED,
        starts_at__gt=at,
        use__status=RoomUseStatus.APPROVED,
        use__room__active=True,
    )
    return ahead.annotate(local_day=TruncDate("starts_at")).filter(
        ~Exists(other), ~Q(Exists(Holiday.objects.filter(day=OuterRef("local_day"))), ~Q(use__repeats=""))
    )


def askable(access: Access) -> QuerySet[Room]:
    """The rooms that a person may ask for: of the centers in whose committee she sits, and of those she edits."""
    own = Q(center__in=access.reach(Permission.COMMITTEE_VIEW).centers)
    mine = Room.objects.filter(own) | Room.objects.within(access, Permission.CENTER_EDIT)
    return mine.filter(active=True).select_related("center__province")


def mine_or_edited(access: Access, person: User) -> QuerySet[RoomUse]:
    """The uses that a person may change: her own and those in the centers she edits."""
    return RoomUse.objects.within(access, Permission.CENTER_EDIT) | RoomUse.objects.filter(asked_by=person)


@dataclass(frozen=True)
class Taken:
    """One line of a room's week. `use` leads to its page; `asked` lines hold nothing yet."""

    starts_at: datetime
    ends_at: datetime
    purpose: str
    use: int | None = None
    asked: bool = False


@dataclass(frozen=True)
class Day:
    """One day of a room's week."""

    day: date
    lines: list[Taken] = field(default_factory=list)


def week(room: Room, monday: date) -> list[Day]:
    """The seven days from a Monday on, each with what has the room and what is asked for, in two queries."""
    begins = timezone.make_aware(datetime.combine(monday, datetime.min.time()))
    ends = begins + timedelta(days=7)
    held = Reservation.objects.filter(room=room, released=False, starts_at__lt=ends, ends_at__gt=begins)
    asked = RoomUseDate.objects.filter(
        use__room=room, status=UseDateStatus.PLANNED, starts_at__lt=ends, ends_at__gt=begins
    )
    lines = [
        *(Taken(*row) for row in held.values_list("starts_at", "ends_at", "purpose", "use_date__use")),
        *(Taken(*row, True) for row in asked.values_list("starts_at", "ends_at", "use__purpose", "use")),
    ]
    return [day_of(lines, monday + timedelta(days=n)) for n in range(7)]


def day_of(lines: Iterable[Taken], day: date) -> Day:
    """The lines that touch a day, by their beginning; what lasts over midnight stands on each of its days."""
    begins = timezone.make_aware(datetime.combine(day, datetime.min.time()))
    ends = begins + timedelta(days=1)
    touching = (line for line in lines if line.starts_at < ends and line.ends_at > begins)
    return Day(day, sorted(touching, key=lambda line: (line.starts_at, line.asked, line.purpose)))


def to_confirm(uses: QuerySet[RoomUse], today: date) -> QuerySet[RoomUse]:
    """Holds whose day of confirming again comes within the time of the warning."""
    soon = today + timedelta(days=settings.ROOM_HOLD_WARN_DAYS)
    return uses.filter(status=RoomUseStatus.APPROVED, confirm_by__lte=soon)


def to_answer(centers: Collection[int]) -> QuerySet[RoomUse]:
    """Requests at these centers (primary keys) that wait for an answer."""
    return RoomUse.objects.filter(room__center__in=centers, status=RoomUseStatus.ASKED)
