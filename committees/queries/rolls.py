"""Reads for the pages of committees: who sits where, what stays vacant, what a person may do and why."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committees.clauses import Clause, clauses
from committees.duties import DUTIES
from committees.lifecycles import OrderStatus
from committees.models import Appointment, AppointmentOrder, Committee, Level, Post
from committees.queries.posts import posts_of_committee
from committees.queries.seats import current_appointments
from committees.seat_plan import SEATS, Seat
from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from hcec.core.worklist import WorkItem

RANK = [Level.MINISTRY, Level.OBEC, Level.PROVINCE, Level.CENTER]
SOON = 60  # days before its end in which a term is called to mind


@dataclass(frozen=True)
class SeatLine:
    """One kind of seat of a committee, who holds it now, and the posts it follows."""

    seat: Seat
    label: str
    holders: list[Appointment]
    posts: list[Post]

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
    """The committees of one's branch with `rank` (0 is the ministry), `members`, `vacant` and `ending` on the date."""
    rank = Case(
        *(When(level=level, then=Value(place)) for place, level in enumerate(RANK)),
        output_field=IntegerField(),
    )
    current = Q(appointments__starts_on__lte=on) & (
        Q(appointments__ends_on__isnull=True) | Q(appointments__ends_on__gte=on)
    )
    seen = Committee.objects.within(access, Permission.COMMITTEE_VIEW)
    return seen.select_related("province", "center__province").annotate(
        rank=rank,
        members=Count("appointments", filter=current, distinct=True),
        vacant=vacant_seats(on),
        ending=ending_terms(on),
    )


def seat_lines(committee: Committee, on: date) -> list[SeatLine]:
    """The seats that the guideline plans for the committee, in its order, with their holders of the date."""
    current = Appointment.objects.current(on).filter(committee=committee)
    held = list(current.select_related("person").order_by("person__name_sort", "pk"))
    posts = posts_of_committee(committee, on)
    return [
        SeatLine(
            seat,
            str(label_of(seat.position)),
            [a for a in held if a.position == seat.position],
            posts.get(seat.position, []),
        )
        for seat in SEATS[committee.level]
    ]


def label_of(position: str) -> str:
    return Appointment(position=position).get_position_display()


def not_current(committee: Committee, on: date) -> QuerySet[Appointment]:
    """Appointments of the committee that are over or yet to begin, newest first."""
    current = Appointment.objects.current(on).values("pk")
    rows = Appointment.objects.filter(committee=committee).exclude(pk__in=current)
    return rows.select_related("person").order_by("-starts_on", "-pk")


def orders_of(committee: Committee) -> QuerySet[AppointmentOrder]:
    """The newest orders of appointment of a committee that were not discarded."""
    rows = committee.orders.exclude(status=OrderStatus.DISCARDED)
    return rows.order_by("-drafted_at", "-pk")[:20]


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


def vacant_seats(on: date) -> Any:
    """How many kinds of needed seats of a committee nobody holds on a date, as an expression over committees."""
    needed = {level: [seat.position for seat in SEATS[level] if seat.needed] for level in RANK}
    planned = Case(
        *(When(level=level, then=Value(len(positions))) for level, positions in needed.items()),
        output_field=IntegerField(),
    )
    every = [position for positions in needed.values() for position in positions]
    held = Appointment.objects.current(on).filter(committee=OuterRef("pk"), position__in=every)
    counted = held.order_by().values("committee").annotate(n=Count("position", distinct=True)).values("n")
    return planned - Coalesce(Subquery(counted), 0)


def ending_terms(on: date) -> Any:
    """How many terms of a committee end within 60 days, as an expression over committees."""
    soon = Appointment.objects.current(on).filter(
        committee=OuterRef("pk"), ends_on__lte=on + timedelta(days=SOON)
    )
    counted = soon.order_by().values("committee").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def todo(access: Access, at: datetime) -> list[WorkItem]:
    """For those who appoint, in one query: needed seats that nobody holds, and terms that end within 60 days."""
    if not access.can(Permission.COMMITTEE_APPOINT):
        return []
    today = timezone.localdate(at)
    branch = Committee.objects.within(access, Permission.COMMITTEE_APPOINT)
    counted = branch.annotate(vacant=vacant_seats(today), ending=ending_terms(today))
    rows = list(
        counted.filter(Q(vacant__gt=0) | Q(ending__gt=0)).order_by("pk").values_list("pk", "vacant", "ending")
    )
    vacant = {pk: count for pk, count, _ending in rows if count}
    ending = {pk: count for pk, _vacant, count in rows if count}
    lines = (
        (_("Vacant seats of committees"), vacant, "?vacant=yes"),
        (_("Terms that end within 60 days"), ending, "?ending=yes"),
    )
    return [
        WorkItem(label, sum(found.values()), None, path_of(found, query), _("See the committees"))
        for label, found, query in lines
        if found
    ]


def path_of(committees: dict[int, int], query: str) -> str:
    """The page of the one committee, or the list of several."""
    if len(committees) == 1:
        return reverse("committee", kwargs={"pk": next(iter(committees))})
    return reverse("committees") + query
