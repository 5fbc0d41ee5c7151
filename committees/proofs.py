"""Proofs that committees' own rows give; apps above add theirs in a `proofs` module of their own."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Max, Q
from django.db.models.functions import TruncDate

from committees.lifecycles import SittingStatus, VisitStatus
from committees.models import (
    Acknowledgement,
    Appointment,
    Committee,
    Contact,
    Directive,
    Partner,
    Sitting,
    Visit,
)
from committees.obligations import Done, proof
from committees.seat_plan import SEATS

MADE = [VisitStatus.MADE, VisitStatus.FINAL]


@proof("directive published")
def directives_published(committees: list[int], start: date, end: date) -> Iterator[Done]:
    rows = (
        Directive.objects.filter(issuer__in=committees, published_at__isnull=False)
        .annotate(day=TruncDate("published_at"))
        .filter(day__range=(start, end))
    )
    for row in rows.order_by("day", "pk"):
        yield row.issuer_id, row.day, f"/committees/directives/{row.pk}/"


@proof("directive acknowledged")
def directives_acknowledged(committees: list[int], start: date, end: date) -> Iterator[Done]:
    rows = Acknowledgement.objects.filter(committee__in=committees).annotate(day=TruncDate("at"))
    for row in rows.filter(day__range=(start, end)).order_by("day", "pk"):
        yield row.committee_id, row.day, f"/committees/directives/{row.directive_id}/"


@proof("meeting held")
def meetings_held(committees: list[int], start: date, end: date) -> Iterator[Done]:
    rows = (
        Sitting.objects.filter(
            committee__in=committees, status__in=[SittingStatus.CLOSED, SittingStatus.APPROVED]
        )
        .annotate(day=TruncDate("starts_at"))
        .filter(day__range=(start, end))
    )
    for row in rows.order_by("day", "pk"):
        yield row.committee_id, row.day, f"/committees/meetings/{row.pk}/"


@proof("visit made")
def visits_made(committees: list[int], start: date, end: date) -> Iterator[Done]:
    rows = Visit.objects.filter(committee__in=committees, status__in=MADE, made_on__range=(start, end))
    for row in rows.order_by("made_on", "pk"):
        yield row.committee_id, row.made_on, f"/committees/visits/{row.pk}/"


@proof("visit to the center")
def visits_to_centers(committees: list[int], start: date, end: date) -> Iterator[Done]:
    rows = Visit.objects.filter(
        center__committee__in=committees, status__in=MADE, made_on__range=(start, end)
    ).select_related("center__committee")
    for row in rows.order_by("made_on", "pk"):
        yield row.center.committee.pk, row.made_on, f"/committees/visits/{row.pk}/"


@proof("partner in force")
def partners_in_force(committees: list[int], start: date, end: date) -> Iterator[Done]:
    rows = Partner.objects.filter(committee__in=committees, starts_on__lte=end, ends_on__gte=start)
    for row in rows.order_by("starts_on", "pk"):
        yield row.committee_id, max(row.starts_on, start), "/committees/partners/"


@proof("contact kept")
def contacts_kept(committees: list[int], start: date, end: date) -> Iterator[Done]:
    rows = (
        Contact.objects.filter(center__committee__in=committees)
        .values("center__committee")
        .annotate(last=Max("pk"))
    )
    for row in rows.order_by("center__committee"):
        yield row["center__committee"], start, "/committees/contacts/"


@proof("seats filled")
def seats_filled(committees: list[int], start: date, end: date) -> Iterator[Done]:
    """The day on which the last of the guideline's named seats was filled, all of them still held."""
    levels = dict(Committee.objects.filter(pk__in=committees).values_list("pk", "level"))
    held: dict[int, dict[str, date]] = {}
    seats = Appointment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=start), committee__in=committees, starts_on__lte=end
    )
    for committee, position, since in seats.values_list("committee", "position", "starts_on"):
        held.setdefault(committee, {}).setdefault(position, since)
    for committee, positions in held.items():
        needed = [seat.position for seat in SEATS[levels[committee]] if seat.needed]
        if all(position in positions for position in needed):
            day = max([positions[position] for position in needed], default=start)
            yield committee, max(day, start), f"/committees/{committee}/"
