"""A workstation: its readiness check run by its own browser, the check by hand, and its faults (guideline 6.4.8)."""

import os
import time
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from centers.actions import readiness
from centers.forms.registers import FaultForm, MeasuresForm
from centers.models import ReadinessCheck, Workstation
from centers.queries import readiness as reads
from centers.views.labs import look
from hcec.core.access import Permission, require
from hcec.core.refusals import refusal_shown

# Kilobytes of noise that a workstation may ask for; the script goes up only while the network is quick enough.
SIZES = (64, 512, 2048)


def station_within(request: HttpRequest, pk: int) -> Workstation:
    """A workstation of one's centers with its state; else 404."""
    rows = Workstation.objects.within(request.access, Permission.CENTER_EDIT)
    rows = reads.with_state(rows, timezone.now()).select_related("room__center__province")
    return get_object_or_404(rows, pk=pk)


def short(check: ReadinessCheck) -> str:
    """In words what fell short in a check."""
    return reads.in_words(check.failures)


@require(Permission.CENTER_EDIT)
def station(request: HttpRequest, pk: int) -> HttpResponse:
    """One workstation: is it ready, what was checked, what broke."""
    return station_page(request, station_within(request, pk))


def station_page(request: HttpRequest, found: Workstation, **forms: Any) -> HttpResponse:
    checks = found.checks.select_related("by").order_by("-at", "-pk")[:10]
    others = found.room.stations.filter(active=True, number__gt=found.number)
    context: dict[str, Any] = {
        "station": found,
        "look": look(found.state),
        "checks": [(check, short(check)) for check in checks],
        "faults": found.faults.select_related("reported_by", "mended_by").order_by("-reported_at", "-pk"),
        "next": others.order_by("number", "pk").first(),
        "fault_form": FaultForm(),
        "hand_form": MeasuresForm(auto_id="hand_%s"),
    }
    return render(request, "centers/station.html", context | forms)


@require(Permission.CENTER_EDIT)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """The check that runs in this browser; its script posts what it measured here."""
    found = station_within(request, pk)
    form = MeasuresForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return kept(request, found, form, by_hand=False)
    rule = reads.rule_in_force(timezone.localdate())
    context = {"station": found, "form": form, "rule": rule, "sizes": " ".join(map(str, SIZES))}
    return render(request, "centers/station_check.html", context)


@require(Permission.CENTER_EDIT)
@require_POST
def by_hand(request: HttpRequest, pk: int) -> HttpResponse:
    """A check that somebody made without the script; the log says so."""
    found, form = station_within(request, pk), MeasuresForm(request.POST, auto_id="hand_%s")
    return (
        kept(request, found, form, by_hand=True)
        if form.is_valid()
        else station_page(request, found, hand_form=form)
    )


def kept(request: HttpRequest, found: Workstation, form: MeasuresForm, *, by_hand: bool) -> HttpResponse:
    """Keep the check and say how it ended."""
    with refusal_shown(request):
        row = readiness.check(found, form.measures(), by=request.user, at=timezone.now(), by_hand=by_hand)
        if row.passed:
            messages.success(request, _("Seat %(number)s is ready.") % {"number": found.number})
        else:
            said = {"number": found.number, "why": short(row)}
            messages.warning(request, _("Seat %(number)s did not pass: %(why)s.") % said)
    return redirect("manage-station", pk=found.pk)


@require(Permission.CENTER_EDIT)
@require_POST
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Report a fault; the seat is closed at once and whoever was to sit there is told."""
    found, form = station_within(request, pk), FaultForm(request.POST)
    if form.is_valid():
        with refusal_shown(request, form):
            readiness.report_fault(station=found, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(
                request,
                _(
                    "The seat is closed. Whoever has booked it is given another one or told of other sessions."
                ),
            )
            return redirect("manage-station", pk=pk)
    return station_page(request, found, fault_form=form)


@require(Permission.CENTER_EDIT)
@require_POST
def use(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Take a workstation out of use or bring it back."""
    if name not in ("out", "back"):
        raise Http404
    found = station_within(request, pk)
    readiness.use(found, active=name == "back", by=request.user, at=timezone.now())
    return redirect("manage-station", pk=pk)


@never_cache
@require(Permission.CENTER_EDIT)
def payload(request: HttpRequest, size: int) -> HttpResponse:
    """So many kilobytes of noise, which nothing on the way can compress or keep."""
    return noise(size)


def noise(size: int) -> HttpResponse:
    if size not in SIZES:
        raise Http404
    answer = HttpResponse(os.urandom(size * 1024), content_type="application/octet-stream")
    answer["Content-Encoding"] = "identity"  # spares the server the attempt to compress noise
    return answer


@never_cache
@require(Permission.CENTER_EDIT)
def clock(request: HttpRequest) -> JsonResponse:
    """The server's time in milliseconds since 1970 (UTC)."""
    return time_now()


def time_now() -> JsonResponse:
    return JsonResponse({"now": time.time_ns() // 1_000_000})
