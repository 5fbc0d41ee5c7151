"""Workstations, their readiness checks and faults (guideline 6.4.8, 7.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from centers.models import Equipment, Fault, ReadinessCheck, ReadinessRule, Room, Workstation
from centers.queries import readiness as reads
from centers.refusals import Refusal
from hcec.accounts.models import User
from hcec.core import audit, outbox


@dataclass(frozen=True)
class Measures:
    """What one workstation showed. Speed in kbit/s, clock skew in milliseconds, screen in CSS pixels."""

    kbps: int | None = None
    skew_ms: int | None = None
    width: int | None = None
    height: int | None = None
    audio: bool | None = None
    storage: bool | None = None
    browser: str = ""


def failures(measures: Measures, rule: ReadinessRule) -> list[str]:
    """The names of the measures that fall short of a rule; what was not measured falls short."""
    tests = {
        "speed": measures.kbps is not None and measures.kbps >= rule.min_kbps,
        "clock": measures.skew_ms is not None and abs(measures.skew_ms) <= rule.max_skew_ms,
        "screen": (measures.width or 0) >= rule.min_width and (measures.height or 0) >= rule.min_height,
        "audio": bool(measures.audio),
        "storage": bool(measures.storage),
    }
    return [name for name, passed in tests.items() if not passed]


def check(
    station: Workstation, measures: Measures, *, by: User, at: datetime, by_hand: bool = False
) -> ReadinessCheck:
    """Keep one check of a workstation, judged by the rule in force. A check entered by hand says so."""
    if not station.active:
        raise Refusal(_("This workstation is out of use."))
    short = failures(measures, reads.rule_in_force(timezone.localdate(at)))
    was_ready = reads.with_state(Workstation.objects.filter(pk=station.pk), at).filter(ready=True).exists()
    with transaction.atomic():
        row = ReadinessCheck.objects.create(
            workstation=station,
            at=at,
            by=by,
            by_hand=by_hand,
            passed=not short,
            failures=short,
            kbps=measures.kbps,
            skew_ms=measures.skew_ms,
            width=measures.width,
            height=measures.height,
            audio=measures.audio,
            storage=measures.storage,
            browser=measures.browser[:300],
        )
        audit.record("workstation.checked", station, by=by, at=at, passed=row.passed, failures=short)
        if row.passed and not was_ready and "workstation.ready" in outbox.HANDLERS:
            outbox.enqueue("workstation.ready", f"check:{row.pk}", workstation=station.pk)
    return row


def add_stations(room: Room, how_many: int, *, by: User, at: datetime) -> list[Workstation]:
    """Number new workstations on from the last one of the room; refuses more than the room has seats."""
    with transaction.atomic():
        room = Room.objects.select_for_update(of=("self",)).get(pk=room.pk)
        last = room.stations.aggregate(last=Max("number"))["last"] or 0
        if last + how_many > room.seats:
            raise Refusal(_("%(room)s has only %(seats)s seats.") % {"room": room.name, "seats": room.seats})
        stations = Workstation.objects.bulk_create(
            Workstation(room=room, number=number) for number in range(last + 1, last + how_many + 1)
        )
        room.workstations = last + how_many
        room.save(update_fields=["workstations"])
        audit.record("room.stations_added", room, by=by, at=at, how_many=how_many)
    return stations


def use(station: Workstation, *, active: bool, by: User, at: datetime) -> Workstation:
    """Take a workstation out of use, or bring it back; its number stays its own. Harmless when it is so already."""
    with transaction.atomic():
        station = Workstation.objects.select_for_update(of=("self",)).get(pk=station.pk)
        if station.active != active:
            station.active = active
            station.save(update_fields=["active"])
            audit.record("workstation.used" if active else "workstation.retired", station, by=by, at=at)
    return station


def report_fault(
    *,
    station: Workstation | None = None,
    equipment: Equipment | None = None,
    what: str,
    by: User,
    at: datetime,
) -> Fault:
    """Report that something is broken. A workstation's seat is closed at once; whoever sits there is told by a job."""
    with transaction.atomic():
        fault = Fault.objects.create(
            workstation=station, equipment=equipment, what=what, reported_by=by, reported_at=at
        )
        if equipment:
            Equipment.objects.filter(pk=equipment.pk).update(condition=Equipment.Condition.BROKEN)
        audit.record("fault.reported", fault, by=by, at=at)
        if station and "workstation.closed" in outbox.HANDLERS:
            outbox.enqueue("workstation.closed", f"fault:{fault.pk}", fault=fault.pk)
    return fault


def mend(fault: Fault, *, remedy: str, by: User, at: datetime) -> Fault:
    """Say that a fault is mended and how. A workstation's seat opens again with its next passed check."""
    if not remedy.strip():
        raise Refusal(_("Say how it was mended."))
    with transaction.atomic():
        fault = Fault.objects.select_for_update(of=("self",)).get(pk=fault.pk)
        if fault.mended_at:
            raise Refusal(_("This fault has already been mended."))
        fault.mended_at, fault.mended_by, fault.remedy = at, by, remedy.strip()
        fault.save(update_fields=["mended_at", "mended_by", "remedy"])
        if fault.equipment_id:
            Equipment.objects.filter(pk=fault.equipment_id).update(condition=Equipment.Condition.GOOD)
        audit.record("fault.mended", fault, by=by, at=at)
    return fault


def keep_equipment(
    equipment: Equipment, fields: Mapping[str, object], *, by: User, at: datetime
) -> Equipment:
    """Write down a device of the register, new or changed."""
    for name, value in fields.items():
        setattr(equipment, name, value)
    with transaction.atomic():
        equipment.full_clean()
        equipment.save()
        audit.record("equipment.kept", equipment, by=by, at=at)
    return equipment
