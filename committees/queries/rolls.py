"""Reads for the pages of committees: who sits where, what stays vacant, what a person may do and why."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, Count, IntegerField, Min, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committees.clauses import Clause, clauses
from committees.duties import DUTIES
from committees.models import Appointment, Committee, Level
from committees.queries.seats import current_appointments
from committees.seat_plan import SEATS, Seat
from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from hcec.core.worklist import WorkItem

RANK = [Level.MINISTRY, Level.OBEC, Level.PROVINCE, Level.CENTER]


@dataclass(frozen=True)
class SeatLine:
    """One kind of seat of a committee and who holds it now."""

    seat: Seat
    label: str
    holders: list[Appointment]

    @property
    def vacant(self) -> bool:
        return self.seat.needed and not self.holders


@dataclass(frozen=True)
class Power:
    """One power, and the paragraph that gives it."""

    label: str
    clause: Clause


@dataclass(frozen=True)
class Mandate:
    """One seat that a person holds and the powers that come with it."""

    appointment: Appointment
    powers: list[Power]


def committees_seen(access: Access, on: date) -> QuerySet[Committee]:
    """The committees of one's branch with `rank` (0 is the ministry) and `members` (seats filled on the date)."""
    rank = Case(
        *(When(level=level, then=Value(place)) for place, level in enumerate(RANK)),
        output_field=IntegerField(),
    )
    current = Q(appointments__starts_on__lte=on) & (
        Q(appointments__ends_on__isnull=True) | Q(appointments__ends_on__gte=on)
    )
    seen = Committee.objects.within(access, Permission.COMMITTEE_VIEW)
    return seen.select_related("province", "center__province").annotate(
        rank=rank, members=Count("appointments", filter=current, distinct=True)
    )


def seat_lines(committee: Committee, on: date) -> list[SeatLine]:
    """The seats that the guideline plans for the committee, in its order, with their holders of the date."""
    current = Appointment.objects.current(on).filter(committee=committee)
    held = list(current.select_related("person").order_by("person__name_sort", "pk"))
    return [
        SeatLine(seat, str(label_of(seat.position)), [a for a in held if a.position == seat.position])
        for seat in SEATS[committee.level]
    ]


def label_of(position: str) -> str:
    return Appointment(position=position).get_position_display()


def not_current(committee: Committee, on: date) -> QuerySet[Appointment]:
    """Appointments of the committee that are over or yet to begin, newest first."""
    current = Appointment.objects.current(on).values("pk")
    rows = Appointment.objects.filter(committee=committee).exclude(pk__in=current)
    return rows.select_related("person").order_by("-starts_on", "-pk")


def matrix() -> list[tuple[str, list[tuple[str, list[Power]]]]]:
    """Level by level, seat by seat: every power of the table of duties with its paragraph."""
    return [
        (
            str(level.label),
            [(label_of(seat.position), powers_of(level, seat.position)) for seat in SEATS[level]],
        )
        for level in RANK
    ]


def powers_of(level: str, position: str) -> list[Power]:
    """What the table of duties gives to a seat."""
    held = DUTIES.get((level, position), ())
    return [Power(str(Permission(duty.permission).label), clauses()[duty.clause]) for duty in held]


def mandates(person: User, on: date) -> list[Mandate]:
    """What a person may do on a date, seat by seat, each power with its paragraph."""
    return [
        Mandate(appointment, powers_of(appointment.committee.level, appointment.position))
        for appointment in current_appointments(person, on)
    ]


def todo(access: Access, at: datetime) -> list[WorkItem]:
    """For those who appoint: terms that end within 30 days, oldest end first."""
    if not access.can(Permission.COMMITTEE_APPOINT):
        return []
    today = timezone.localdate(at)
    branch = Committee.objects.within(access, Permission.COMMITTEE_APPOINT)
    ending = Appointment.objects.current(today).filter(
        committee__in=branch, ends_on__lte=today + timedelta(days=30)
    )
    counted = ending.aggregate(count=Count("pk"), first=Min("committee"))
    path = (
        reverse("committees")
        if counted["count"] != 1
        else reverse("committee", kwargs={"pk": counted["first"]})
    )
    if not counted["count"]:
        return []
    return [
        WorkItem(_("Terms that end within 30 days"), counted["count"], None, path, _("See the committees"))
    ]
