"""Rehearse a laboratory: start a run, let workstations join by its code, finish it with what each one showed (6.4.8)."""

import secrets
from collections.abc import Collection
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from centers.actions import readiness
from centers.lifecycles import DRY_RUN
from centers.models import DryRun, DryRunSeat, Room, Workstation
from centers.queries import dryruns as reads
from centers.queries.readiness import in_words
from centers.refusals import Refusal
from hcec.accounts.models import User
from hcec.core import audit

# Without letters and digits that look alike when they are read off a board.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 6


def key_of(typed: str) -> str:
    """A typed code as it is kept: capitals without what people put between them."""
    return "".join(sign for sign in typed.upper() if sign in ALPHABET)


def start(room: Room, *, for_day: date | None = None, by: User, at: datetime) -> DryRun:
    """Start a run. Refuses a room without workstations, and one with a run under way."""
    if not room.stations.filter(active=True).exists():
        raise Refusal(_("%(room)s has no workstations in its register.") % {"room": room.name})
    code = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
    try:
        with transaction.atomic():
            run = DryRun.objects.create(room=room, code=code, for_day=for_day, started_by=by, started_at=at)
            audit.record("dry_run.start", run, by=by, at=at, room=room.pk)
    except IntegrityError as error:
        if "centers_a_room_has_one_dry_run_at_a_time" not in str(error):
            raise
        raise Refusal(_("A dry run of this room is under way. Finish it first.")) from error
    return run


def join(code: str, number: int, *, at: datetime) -> tuple[DryRun, Workstation]:
    """A workstation joins by the code on the board and its own number. Refuses an unknown code and an unknown number."""
    run = reads.of_code(key_of(code), at)
    if run is None:
        raise Refusal(_("No dry run is under way with this code. Look at the board again."))
    station = run.room.stations.filter(active=True, number=number).first()
    if station is None:
        raise Refusal(
            _("%(room)s has no workstation %(number)s.") % {"room": run.room.name, "number": number}
        )
    DryRunSeat.objects.get_or_create(run=run, workstation=station, defaults={"joined_at": at})
    return run, station


def finish(run: DryRun, *, faults: Collection[int] = (), by: User, at: datetime) -> DryRun:
    """Keep what every workstation showed. Of those that failed, the named ones (workstations) become faults.

    Refuses a run that is finished, and a fault of a workstation that did not fail.
    """
    with transaction.atomic():
        run = DryRun.objects.select_for_update(of=("self",)).select_related("room").get(pk=run.pk)
        seats = reads.seats(run)
        DRY_RUN.apply(run, "finish")
        failed = {seat.station.pk: seat for seat in seats if seat.state == "failed"}
        if set(faults) - set(failed):
            raise Refusal(_("Only a workstation that did not pass becomes a fault."))
        for seat in seats:
            outcome = seat.state if seat.state in ("passed", "failed") else DryRunSeat.Outcome.ABSENT
            DryRunSeat.objects.update_or_create(
                run=run,
                workstation=seat.station,
                defaults={"outcome": outcome, "failures": seat.failures},
            )
        run.finished_by, run.finished_at = by, at
        run.stations, run.passed = len(seats), sum(seat.state == "passed" for seat in seats)
        run.save(update_fields=["status", "finished_by", "finished_at", "stations", "passed"])
        for pk in sorted(faults):
            what = _("Did not pass the dry run: %(why)s") % {"why": in_words(failed[pk].failures)}
            readiness.report_fault(station=failed[pk].station, what=what, by=by, at=at)
        audit.record("dry_run.finish", run, by=by, at=at, passed=run.passed, stations=run.stations)
    return run
