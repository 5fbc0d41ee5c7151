"""What a workstation opens in a dry run: the code on the board and its number open its check, without an account."""

import hashlib

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from centers.actions import dryruns, readiness
from centers.forms.dryruns import JoinForm
from centers.forms.registers import MeasuresForm
from centers.lifecycles import DryRunStatus
from centers.models import DryRun, Workstation
from centers.queries import readiness as reads
from centers.queries.dryruns import CODE_LASTS
from centers.views import stations
from hcec.core.refusals import Refusal, refusal_shown

# A laboratory shares one address, so the limit leaves room for forty people who mistype.
MOST_MISSES, WINDOW = 100, 600
Joined = tuple[DryRun, Workstation]


def key_of(request: HttpRequest) -> str:
    """A name for the caller's address that does not keep the address; one for all where none is known."""
    try:
        address = get_adapter().get_client_ip(request)
    except PermissionDenied:
        address = ""
    return "dry-run-misses:" + hashlib.sha256(address.encode()).hexdigest()[:32]


@never_cache
@login_not_required
def join(request: HttpRequest) -> HttpResponse:
    """Type the code of the room and the number of the workstation."""
    form, key = JoinForm(request.POST or None), key_of(request)
    if request.method == "POST" and (cache.get(key) or 0) >= MOST_MISSES:
        return render(request, "centers/dry_run_join.html", {"form": JoinForm(), "later": True}, status=429)
    if request.method == "POST" and form.is_valid():
        try:
            run, station = dryruns.join(**form.cleaned_data, at=timezone.now())
        except Refusal as refusal:
            cache.set(key, (cache.get(key) or 0) + 1, WINDOW)
            form.add_error(None, str(refusal))
        else:
            request.session["dry_run"] = [run.pk, station.pk]
            return redirect("dry-run-check")
    return render(request, "centers/dry_run_join.html", {"form": form, "later": False})


def joined(request: HttpRequest) -> Joined | None:
    """The run and workstation that this browser joined, while the run is under way."""
    run_pk, station_pk = request.session.get("dry_run") or (0, 0)
    running = DryRun.objects.filter(
        pk=run_pk, status=DryRunStatus.RUNNING, started_at__gt=timezone.now() - CODE_LASTS
    )
    run = running.select_related("started_by", "room__center__province").first()
    station = run and run.room.stations.filter(pk=station_pk, active=True).first()
    return (run, station) if run and station else None


@never_cache
@login_not_required
def check(request: HttpRequest) -> HttpResponse:
    """The check that runs in this browser, counted for the run; its officer answers for it."""
    here = joined(request)
    if here is None:
        messages.error(request, _("The dry run is over, or this browser has not joined it."))
        return redirect("dry-run")
    run, station = here
    form = MeasuresForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request):
            row = readiness.check(station, form.measures(), by=run.started_by, at=timezone.now())
            if row.passed:
                messages.success(request, _("Seat %(number)s is ready.") % {"number": station.number})
            else:
                said = {"number": station.number, "why": stations.short(row)}
                messages.warning(request, _("Seat %(number)s did not pass: %(why)s.") % said)
        return redirect("dry-run-check")
    context = {
        "run": run,
        "station": station,
        "form": form,
        "rule": reads.rule_in_force(timezone.localdate()),
        "sizes": " ".join(map(str, stations.SIZES)),
    }
    return render(request, "centers/dry_run_check.html", context)


@never_cache
@login_not_required
def payload(request: HttpRequest, size: int) -> HttpResponse:
    """Noise for whoever joined a run; nothing for anyone else."""
    if joined(request) is None:
        raise Http404
    return stations.noise(size)


@never_cache
@login_not_required
def clock(request: HttpRequest) -> JsonResponse:
    """The server's time for whoever joined a run."""
    if joined(request) is None:
        raise Http404
    return stations.time_now()
