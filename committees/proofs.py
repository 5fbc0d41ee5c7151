"""Proofs that committees' own rows give, and those of the centers below; apps above have a `proofs` of their own."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Greatest, TruncDate

from centers.models import Announcement, Assessment, Equipment, Fault, ReadinessCheck
from committees.lifecycles import SittingStatus, VisitStatus
from committees.models import (
    Acknowledgement,
    Appointment,
    Contact,
    Directive,
    Partner,
    Sitting,
    Support,
    Visit,
)
from committees.obligations import Done, proof, proving, rows_prove
from committees.seat_plan import SEATS
from hcec.core.models import AuditEntry

MADE = [VisitStatus.MADE, VisitStatus.FINAL]
OVER = [SittingStatus.CLOSED, SittingStatus.APPROVED]
Rows = Iterator[QuerySet[Any]]


@rows_prove("directive published", "/committees/directives/{}/")
def directives_published(committees: list[int], start: date, end: date) -> Rows:
    rows = Directive.objects.filter(issuer__in=committees, published_at__isnull=False)
    yield proving(rows, "issuer", TruncDate("published_at"), "pk", (start, end))


@rows_prove("directive acknowledged", "/committees/directives/{}/")
def directives_acknowledged(committees: list[int], start: date, end: date) -> Rows:
    rows = Acknowledgement.objects.filter(committee__in=committees)
    yield proving(rows, "committee", TruncDate("at"), "directive", (start, end))


@rows_prove("meeting held", "/committees/meetings/{}/")
def meetings_held(committees: list[int], start: date, end: date) -> Rows:
    rows = Sitting.objects.filter(committee__in=committees, status__in=OVER)
    yield proving(rows, "committee", TruncDate("starts_at"), "pk", (start, end))


@rows_prove("visit made", "/committees/visits/{}/")
def visits_made(committees: list[int], start: date, end: date) -> Rows:
    rows = Visit.objects.filter(committee__in=committees, status__in=MADE)
    yield proving(rows, "committee", F("made_on"), "pk", (start, end))


@rows_prove("visit to the center", "/committees/visits/{}/")
def visits_to_centers(committees: list[int], start: date, end: date) -> Rows:
    rows = Visit.objects.filter(center__committee__in=committees, status__in=MADE)
    yield proving(rows, "center__committee", F("made_on"), "pk", (start, end))


@rows_prove("partner in force", "/committees/partners/{}/")
def partners_in_force(committees: list[int], start: date, end: date) -> Rows:
    rows = Partner.objects.filter(committee__in=committees, starts_on__lte=end, ends_on__gte=start)
    since = Greatest("starts_on", Value(start, DateField()))
    yield proving(rows, "committee", since, "pk", (start, end))


@rows_prove("support received", "/committees/partners/{}/")
def support_received(committees: list[int], start: date, end: date) -> Rows:
    rows = Support.objects.filter(partner__committee__in=committees)
    yield proving(rows, "partner__committee", F("on"), "partner", (start, end))


@rows_prove("contact kept", "/committees/contacts/")
def contacts_kept(committees: list[int], start: date, end: date) -> Rows:
    rows = Contact.objects.filter(center__committee__in=committees)
    nothing = Value("", CharField())
    yield proving(rows, "center__committee", Value(start, DateField()), nothing, (start, end)).distinct()


@rows_prove("center announced", "/centers/{}/history/")
def centers_announced(committees: list[int], start: date, end: date) -> Rows:
    """OBEC's announcements about centers, whichever center they speak of (6.2.1)."""
    for committee in committees:
        yield proving(
            Announcement.objects.all(), Value(committee), F("announced_on"), "center__code", (start, end)
        )


@rows_prove("workstations checked", "/manage/labs/{}/")
def workstations_checked(committees: list[int], start: date, end: date) -> Rows:
    """The days on which workstations of a center's laboratories were checked (6.4.8)."""
    rows = ReadinessCheck.objects.filter(workstation__room__center__committee__in=committees)
    room, committee = "workstation__room", "workstation__room__center__committee"
    yield proving(rows, committee, TruncDate("at"), room, (start, end)).distinct()


@rows_prove("equipment register kept", "/manage/equipment/{}/")
def register_kept(committees: list[int], start: date, end: date) -> Rows:
    """A line of the register was entered or changed, or a fault of a device was reported (C.4)."""
    devices = Equipment.objects.filter(center__committee__in=committees)
    key = Cast("pk", CharField())
    entries = AuditEntry.objects.filter(
        subject_type=Equipment._meta.label_lower, subject_id__in=devices.annotate(key=key).values("key")
    )
    whose = devices.annotate(key=key).filter(key=OuterRef("subject_id")).values("center__committee")[:1]
    yield proving(entries, Subquery(whose), TruncDate("at"), "subject_id", (start, end))
    faults = Fault.objects.filter(equipment__center__committee__in=committees)
    yield proving(faults, "equipment__center__committee", TruncDate("reported_at"), "equipment", (start, end))


@rows_prove("standards assessed", "/manage/centers/{}/standards/")
def standards_assessed(committees: list[int], start: date, end: date) -> Rows:
    """The center signed an assessment against the standards (section 7); one that was returned is a draft again."""
    rows = Assessment.objects.filter(center__committee__in=committees).exclude(status="draft")
    yield proving(rows, "center__committee", TruncDate("signed_at"), "center", (start, end))


@proof("seats filled")
def seats_filled(committees: list[int], start: date, end: date) -> Iterator[Done]:
    """The day on which the last of the guideline's named seats was filled, all of them still held."""
    levels: dict[int, str] = {}
    held: dict[int, dict[str, date]] = {}
    seats = Appointment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=start), committee__in=committees, starts_on__lte=end
    ).order_by("starts_on", "pk")
    for committee, level, position, since in seats.values_list(
        "committee", "committee__level", "position", "starts_on"
    ):
        levels[committee] = level
        held.setdefault(committee, {}).setdefault(position, since)
    for committee, positions in held.items():
        needed = [seat.position for seat in SEATS[levels[committee]] if seat.needed]
        if all(position in positions for position in needed):
            day = max([positions[position] for position in needed], default=start)
            yield committee, max(day, start), f"/committees/{committee}/"
