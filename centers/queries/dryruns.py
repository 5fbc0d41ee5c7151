"""Reads of dry runs: how each workstation stands, and what the last run of a room showed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery

from centers.lifecycles import DryRunStatus
from centers.models import DryRun, DryRunSeat, ReadinessCheck, Room, Workstation

# A code opens the check of a run for so long; a run that nobody finished stays to be finished.
CODE_LASTS = timedelta(hours=12)


@dataclass(frozen=True)
class SeatOfRun:
    """One workstation of a run. `state`: passed, failed, joined (no result yet) or absent."""

    station: Workstation
    state: str
    failures: list[str]
    at: datetime | None = None


def seats(run: DryRun) -> list[SeatOfRun]:
    """Every workstation of the run by number: of a finished run as it was kept, else by its checks since the start."""
    if run.status == DryRunStatus.FINISHED:
        kept = run.seats.select_related("workstation").order_by("workstation__number", "pk")
        return [SeatOfRun(row.workstation, row.outcome, row.failures, row.joined_at) for row in kept]
    checks = ReadinessCheck.objects.filter(workstation=OuterRef("pk"), at__gte=run.started_at)
    last = checks.order_by("-at", "-pk")
    joined = DryRunSeat.objects.filter(run=run, workstation=OuterRef("pk")).values("joined_at")
    stations = run.room.stations.filter(active=True).annotate(
        run_passed=Subquery(last.values("passed")[:1]),
        run_failures=Subquery(last.values("failures")[:1]),
        run_at=Subquery(last.values("at")[:1]),
        run_joined=Subquery(joined[:1]),
    )
    return [seat_of(station) for station in stations.order_by("number", "pk")]


def seat_of(station: Workstation) -> SeatOfRun:
    if station.run_passed is None:
        return SeatOfRun(station, "joined" if station.run_joined else "absent", [], station.run_joined)
    return SeatOfRun(
        station, "passed" if station.run_passed else "failed", station.run_failures or [], station.run_at
    )


def running(room: Room) -> DryRun | None:
    """The run of the room that is under way."""
    return DryRun.objects.filter(room=room, status=DryRunStatus.RUNNING).first()


def finished(room: Room) -> QuerySet[DryRun]:
    """The finished runs of a room, latest first."""
    found = DryRun.objects.filter(room=room, status=DryRunStatus.FINISHED)
    return found.select_related("finished_by").order_by("-finished_at", "-pk")


def of_code(code: str, at: datetime) -> DryRun | None:
    """The run that a code opens now."""
    found = DryRun.objects.filter(
        code=code, status=DryRunStatus.RUNNING, started_at__gt=at - CODE_LASTS, started_at__lte=at
    )
    return found.select_related("room__center__province", "started_by").first()
