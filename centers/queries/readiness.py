"""Reads of readiness: which workstations may seat someone on a day, and why the others may not."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.models import Fault, ReadinessCheck, ReadinessRule, Room, Workstation


class SeatState(TextChoices):
    """Why a workstation may seat someone now, or why not. Found by reading, never stored."""

    READY = "ready", _("Ready")
    BROKEN = "broken", _("Out of order")
    UNCHECKED = "unchecked", _("Never checked")
    MENDED = "mended", _("Mended, to be checked again")
    FAILED = "failed", _("Did not pass")
    LAPSED = "lapsed", _("Check too old")


# What a check measures, in words.
MEASURES = {
    "speed": _("Speed"),
    "clock": _("Clock"),
    "screen": _("Screen"),
    "audio": _("Sound"),
    "storage": _("Storage"),
}


def in_words(failures: Iterable[str]) -> str:
    """What fell short in a check."""
    return ", ".join(str(MEASURES.get(name, name)) for name in failures)


def rule_in_force(on: date) -> ReadinessRule:
    """The readiness rule of a day; the built-in figures where OBEC has set none."""
    rule = ReadinessRule.objects.filter(in_force_from__lte=on).order_by("-in_force_from", "-pk").first()
    return rule or ReadinessRule(in_force_from=on)


def stations_with_state(room: Room, at: datetime) -> QuerySet[Workstation]:
    """A room's workstations in use by number, each with its state (see `with_state`)."""
    return with_state(room.stations.filter(active=True), at).order_by("number", "pk")


def with_state(stations: QuerySet[Workstation], at: datetime) -> QuerySet[Workstation]:
    """Workstations with `last_check`, `last_passed`, `broken` (an open fault), `ready` and `state`."""
    since = at - timedelta(days=rule_in_force(timezone.localdate(at)).valid_days)
    checks = ReadinessCheck.objects.filter(workstation=OuterRef("pk"), at__lte=at).order_by("-at", "-pk")
    mended = Fault.objects.filter(workstation=OuterRef("pk"), mended_at__isnull=False).order_by(
        "-mended_at", "-pk"
    )
    return stations.annotate(
        last_check=Subquery(checks.values("at")[:1]),
        last_passed=Subquery(checks.values("passed")[:1]),
        last_mended=Subquery(mended.values("mended_at")[:1]),
        broken=Exists(Fault.objects.filter(workstation=OuterRef("pk"), mended_at__isnull=True)),
        ready=Exists(passes(since, at)),
    ).annotate(
        state=Case(
            When(broken=True, then=Value(SeatState.BROKEN)),
            When(ready=True, then=Value(SeatState.READY)),
            When(last_check__isnull=True, then=Value(SeatState.UNCHECKED)),
            When(last_passed=False, then=Value(SeatState.FAILED)),
            When(last_mended__gt=F("last_check"), then=Value(SeatState.MENDED)),
            default=Value(SeatState.LAPSED),
            output_field=CharField(),
        )
    )


def passes(since: datetime, at: datetime) -> QuerySet[ReadinessCheck]:
    """For an outer workstation: its latest check is a pass, young enough, later than its last repair, no open fault."""
    later = ReadinessCheck.objects.filter(
        workstation=OuterRef("workstation"), at__gt=OuterRef("at"), at__lte=at
    )
    fault = Fault.objects.filter(workstation=OuterRef("workstation"))
    return ReadinessCheck.objects.filter(
        ~Exists(later),
        ~Exists(fault.filter(mended_at__isnull=True)),
        ~Exists(fault.filter(mended_at__gt=OuterRef("at"))),
        workstation=OuterRef("pk"),
        passed=True,
        at__gte=since,
        at__lte=at,
    )


def ready_numbers(room: Room, at: datetime) -> list[int]:
    """The seat numbers of a laboratory that may seat someone now: active, passed in the period, no open fault."""
    return list(stations_with_state(room, at).filter(ready=True).values_list("number", flat=True))


def seats_ready(room: Room, at: datetime) -> tuple[int, int]:
    """How many workstations of a room may seat someone now, and how many it has in use."""
    states = [station.state for station in stations_with_state(room, at)]
    return states.count(SeatState.READY), len(states)


def labs(rooms: QuerySet[Room], at: datetime) -> QuerySet[Room]:
    """Rooms in use that are laboratories, or in which workstations stand, with `states`: one for each workstation."""
    own = Workstation.objects.filter(room=OuterRef("pk"), active=True)
    states = ArraySubquery(with_state(own, at).order_by("number").values("state"))
    found = rooms.filter(active=True).annotate(states=states, furnished=Exists(own))
    return found.filter(Q(kind=Room.Kind.LAB) | Q(furnished=True))


def closed_seats(room: Room, at: datetime) -> dict[int, int]:
    """The seat numbers that a fault closed (broken now, or mended and not passed since), each with its last fault."""
    faulty = with_state(room.stations.filter(active=True), at).filter(
        state__in=[SeatState.BROKEN, SeatState.MENDED]
    )
    last = Fault.objects.filter(workstation=OuterRef("pk")).order_by("-reported_at", "-pk").values("pk")[:1]
    return dict(faulty.annotate(fault=Subquery(last)).order_by("number").values_list("number", "fault"))
