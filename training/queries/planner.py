"""The planner of a center: one term, week by week, every room and every trainer with what they are taken for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from centers.models import Center, Reservation, Room, SchoolTerm
from centers.queries import calendar
from training.models import Mode, SkippedDate, Teaching, Trainer

WEEK = timedelta(days=7)
WITHOUT_TERM = timedelta(weeks=18)


def path_of(round: int) -> str:
    """The round's page. Asked hundreds of times a page, so the address is resolved once."""
    return stem().replace("/0/", f"/{round}/")


@cache
def stem() -> str:
    return reverse("manage-round", args=[0])


@dataclass(frozen=True)
class Chip:
    """One use of a room or trainer. `round` leads to its page; other uses of a room have none."""

    starts_at: datetime
    ends_at: datetime
    label: str
    round: int | None = None

    @property
    def hours(self) -> str:
        """14 · 09.00–16.00: the day of the month and the hours, as short as a chip is."""
        starts, ends = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        return f"{starts:%d · %H.%M}–{ends:%H.%M}"

    @property
    def path(self) -> str:
        return path_of(self.round) if self.round else ""


@dataclass(frozen=True)
class Week:
    """A column: its Monday and the holidays in it."""

    monday: date
    holidays: tuple[str, ...]


@dataclass
class Line:
    """A row: a room or a trainer, with a list of chips for each week."""

    name: str
    weeks: list[list[Chip]]
    note: str = ""


@dataclass
class Plan:
    """A term as the page shows it."""

    first: date
    last: date
    weeks: list[Week]
    rooms: list[Line] = field(default_factory=list)
    trainers: list[Line] = field(default_factory=list)

    @property
    def length(self) -> int:
        return len(self.weeks)


def terms(today: date) -> list[SchoolTerm]:
    """The term of today or the next one, and those after it, as far as they are on record; at most four."""
    return list(SchoolTerm.objects.filter(ends_on__gte=today).order_by("starts_on", "pk")[:4])


def span(term: SchoolTerm | None, today: date) -> tuple[date, date]:
    """First and last day of the planner: those of the term, or eighteen weeks from now where none is on record."""
    return (term.starts_on, term.ends_on) if term else (today, today + WITHOUT_TERM)


def plan(center: Center, first: date, last: date) -> Plan:
    """Everything of a center's term in six queries, however many rounds there are."""
    monday = first - timedelta(days=first.weekday())
    count = (last - monday).days // 7 + 1
    begins = timezone.make_aware(datetime.combine(monday, time()))
    ends = begins + count * WEEK
    free = calendar.holidays(monday, monday + timedelta(days=count * 7 - 1))
    mondays = [monday + n * WEEK for n in range(count)]
    weeks = [Week(m, tuple(name for day, name in free.items() if m <= day < m + WEEK)) for m in mondays]
    found = Plan(first, last, weeks)
    found.rooms = list(rooms_of(center, begins, ends, count))
    found.trainers = list(trainers_of(center, begins, ends, count))
    return found


def columns(chips: Iterable[Chip], begins: datetime, count: int) -> list[list[Chip]]:
    """The chips by week; what lasts over several weeks stands in each of them."""
    weeks: list[list[Chip]] = [[] for _week in range(count)]
    for chip in chips:
        first = max(0, (chip.starts_at - begins) // WEEK)
        last = min(count - 1, (chip.ends_at - begins) // WEEK)
        for place in range(first, last + 1):
            weeks[place].append(chip)
    return weeks


def rooms_of(center: Center, begins: datetime, ends: datetime, count: int) -> Iterable[Line]:
    """Each room with what has it: rounds by their course, anything else by its purpose."""
    rooms = list(Room.objects.filter(center=center, active=True).order_by("name_th", "pk"))
    held = (
        Reservation.objects.filter(
            room__center=center, released=False, starts_at__lt=ends, ends_at__gt=begins
        )
        .order_by("starts_at", "pk")
        .values_list(
            "room_id", "starts_at", "ends_at", "purpose", "meeting__round_id", "meeting__round__course__code"
        )
    )
    chips: dict[int, list[Chip]] = {room.pk: [] for room in rooms}
    for room, start, end, purpose, round, code in held:
        if room in chips:
            chips[room].append(Chip(start, end, code or purpose, round))
    for room in rooms:
        yield Line(room.name, columns(chips[room.pk], begins, count), _("%(n)s seats") % {"n": room.seats})


def trainers_of(center: Center, begins: datetime, ends: datetime, count: int) -> Iterable[Line]:
    """Each trainer of the center with every date that she teaches, elsewhere too; e-learning keeps nobody."""
    people = {
        row.person_id: row
        for row in Trainer.objects.choosable(timezone.localdate())
        .filter(center=center)
        .select_related("person")
        .order_by("person__name_sort", "pk")
    }
    taught = (
        Teaching.objects.filter(person__in=people, busy=True, starts_at__lt=ends, ends_at__gt=begins)
        .exclude(meeting__mode=Mode.ELEARNING)
        .order_by("starts_at", "pk")
        .values_list(
            "person_id",
            "starts_at",
            "ends_at",
            "meeting__round_id",
            "meeting__round__course__code",
            "meeting__round__center_id",
        )
    )
    chips: dict[int, list[Chip]] = {person: [] for person in people}
    for person, start, end, round, code, where in taught:
        own = where == center.pk
        chips[person].append(Chip(start, end, code if own else _("elsewhere"), round if own else None))
    for person, row in people.items():
        yield Line(row.person.name, columns(chips[person], begins, count), row.get_kind_display())


def skipped(center: Center, at: datetime) -> list[SkippedDate]:
    """Dates ahead that were skipped and are neither taken nor let go."""
    rows = SkippedDate.objects.filter(round__center=center, status="skipped", starts_at__gt=at)
    return list(
        rows.select_related("round__course", "round__center", "room", "trainer").order_by("starts_at", "pk")[
            :50
        ]
    )
