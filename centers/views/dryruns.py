"""The officer's pages of a dry run: start it, watch every workstation live, finish it (guideline 6.4.8)."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from centers.actions import dryruns as actions
from centers.forms.dryruns import StartForm
from centers.models import DryRun
from centers.queries import dryruns as reads
from centers.queries.readiness import in_words
from centers.views.labs import lab_within
from hcec.core.access import Permission, require
from hcec.core.refusals import refusal_shown
from hcec.core.statuses import Tone

# How a workstation of a run looks; the word always says it too.
LOOKS = {
    "passed": (gettext_lazy("Passed"), Tone.GOOD, "check-circle"),
    "failed": (gettext_lazy("Did not pass"), Tone.BAD, "x-circle"),
    "joined": (gettext_lazy("Joined, being checked"), Tone.NEWS, "hourglass-split"),
    "absent": (gettext_lazy("Not joined"), Tone.QUIET, "circle"),
}


def run_within(request: HttpRequest, pk: int) -> DryRun:
    """A run of one's centers; else 404."""
    rows = DryRun.objects.within(request.access, Permission.CENTER_EDIT)
    return get_object_or_404(
        rows.select_related("room__center__province", "started_by", "finished_by"), pk=pk
    )


@require_POST
@require(Permission.CENTER_EDIT)
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a dry run of a laboratory."""
    room, form = lab_within(request, pk), StartForm(request.POST)
    if form.is_valid():
        with refusal_shown(request):
            run = actions.start(room, **form.cleaned_data, by=request.user, at=timezone.now())
            return redirect("manage-dry-run", pk=run.pk)
    else:
        messages.error(request, _("The day cannot be read. Leave it empty or write it as 21/11/2569."))
    return redirect("manage-lab", pk=pk)


@require(Permission.CENTER_EDIT)
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Every workstation as it stands now; htmx asks for the list alone every few seconds."""
    found = run_within(request, pk)
    fragment = request.headers.get("HX-Target") == "run-seats"
    page = "centers/_dry_run_seats.html" if fragment else "centers/dry_run.html"
    answer = render(request, page, run_context(found))
    answer["Vary"] = "HX-Target, Cookie"
    return answer


def run_context(found: DryRun) -> dict[str, Any]:
    seats = reads.seats(found)
    counts = Counter(seat.state for seat in seats)
    return {
        "run": found,
        "seats": [(seat, *LOOKS[seat.state], in_words(seat.failures)) for seat in seats],
        "counts": [(LOOKS[state][0], LOOKS[state][1], counts[state]) for state in LOOKS],
        "passed": counts["passed"],
        "failed": [(seat, in_words(seat.failures)) for seat in seats if seat.state == "failed"],
        "code": f"{found.code[:3]} {found.code[3:]}",
    }


@require(Permission.CENTER_EDIT)
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """What is kept, and which of the failed become faults; sent, the run is finished and their seats are closed."""
    found = run_within(request, pk)
    if request.method != "POST":
        return render(request, "centers/dry_run_finish.html", run_context(found))
    ticked = [int(text) for text in request.POST.getlist("fault") if text.isdecimal()]
    with refusal_shown(request):
        done = actions.finish(found, faults=ticked, by=request.user, at=timezone.now())
        said = {"passed": done.passed, "all": done.stations}
        messages.success(request, _("The dry run is finished: %(passed)s of %(all)s passed.") % said)
    return redirect("manage-dry-run", pk=pk)
