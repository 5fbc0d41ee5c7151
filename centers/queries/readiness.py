"""Reads of readiness: which workstations may seat someone on a day, and why the others may not."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from centers.models import Fault, ReadinessCheck, ReadinessRule, Room, Workstation


def rule_in_force(on: date) -> ReadinessRule:
    """The readiness rule of a day; the built-in figures where OBEC has set none."""
    rule = ReadinessRule.objects.filter(in_force_from__lte=on).order_by("-in_force_from", "-pk").first()
    return rule or ReadinessRule(in_force_from=on)


def stations_with_state(room: Room, at: datetime) -> QuerySet[Workstation]:
    """A room's workstations, each with `last_pass`, `last_check`, `broken` (an open fault) and `ready`."""
    since = at - timedelta(days=rule_in_force(at.date()).valid_days)
    checks = ReadinessCheck.objects.filter(workstation=OuterRef("pk"), at__lte=at).order_by("-at", "-pk")
    mended = Fault.objects.filter(workstation=OuterRef("pk"), mended_at__isnull=False).order_by(
        "-mended_at", "-pk"
    )
    return (
        room.stations.filter(active=True)
        .annotate(
            last_check=Subquery(checks.values("at")[:1]),
            last_passed=Subquery(checks.values("passed")[:1]),
            last_mended=Subquery(mended.values("mended_at")[:1]),
            broken=Exists(Fault.objects.filter(workstation=OuterRef("pk"), mended_at__isnull=True)),
            ready=Exists(passes(since, at)),
        )
        .order_by("number", "pk")
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
