"""A run of issuing: what waits for approval, how far it is while it works, what came of it; it can be left and found again."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hcec.core import pdf
from hcec.core.access import Permission, require
from hcec.core.db import database_now
from hcec.core.refusals import refusal_shown
from verification.actions import runs as actions
from verification.forms.runs import ApproveForm, WhyForm
from verification.lifecycles import RUN, RunStatus
from verification.models import IssueRun
from verification.queries import ready as reads
from verification.queries.certificates import issued
from verification.queries.runs import progress, to_approve, visible
from verification.queries.templates import hold_of
from verification.views.listings import ROWS, CertificateListing, RunListing

PREPARE, ISSUE = Permission.CERTIFICATE_PREPARE, Permission.CERTIFICATE_ISSUE


def mine(request: HttpRequest) -> QuerySet[IssueRun]:
    return visible(request.access, request.user).select_related("by", "approved_by", "ended_by")


@require(PREPARE)
@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """The runs that the person prepared, or that are over centers of her branch."""
    return RunListing(request, mine(request)).respond("verification/runs.html")


@require(PREPARE)
@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One run: before approval who is in it, then real counts; the same address answers the counts alone when htmx asks."""
    found = get_object_or_404(mine(request), pk=pk)
    if found.status in (RunStatus.PREPARED, RunStatus.DECLINED):
        return prepared(request, found, ApproveForm())
    context: dict[str, Any] = {"run": found, "progress": progress(found), "papers": pdf.available()}
    if request.headers.get("HX-Request") and request.headers.get("HX-Target", "") != "listing":
        fragment = render(request, "verification/_run.html", context)
        if context["progress"].finished:
            fragment["HX-Refresh"] = "true"  # once more the whole page: now its list is whole too
        return fragment
    context["held"] = found.is_held(database_now())
    context["form"] = WhyForm() if context["held"] and request.access.can(ISSUE) else None
    # The run may have issued for other branches too: its counts are of the whole, its list is the reader's.
    rows = issued(request.access, PREPARE).filter(run=found)
    return CertificateListing(request, rows, filterset=None, exports=True).respond(
        "verification/run.html", context
    )


def prepared(
    request: HttpRequest, found: IssueRun, form: ApproveForm, why: WhyForm | None = None
) -> HttpResponse:
    """What is in the run, and for whoever may approve it the two buttons."""
    kind, rows = found.kind, reads.sources_of(found)
    may = to_approve(request.access, request.user).filter(pk=found.pk).exists()
    context = {
        "run": found, "kind": kind, "form": form, "why": why or WhyForm(), "may_approve": may,
        "may_decline": RUN.allows(found, "decline") and (may or found.by_id == request.user.pk),
        "left_out": reads.left_out_of(found, request.user) if may else None,
        "hold": hold_of(kind),
    }  # fmt: skip
    rows = rows.within(request.access, PREPARE)
    return ROWS[kind](request, rows).respond("verification/run_prepared.html", context)


@require(ISSUE)
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve a run, public after the hold, at once, or at a time."""
    found, form = get_object_or_404(mine(request), pk=pk), ApproveForm(request.POST)
    if form.is_valid():
        with refusal_shown(request, form):
            now = database_now()
            public_from = form.public_from(now, hold_of(found.kind))
            actions.approve(found, by=request.user, at=now, public_from=public_from)
            return redirect("issue-run", pk=pk)
    return prepared(request, found, form)


@require(PREPARE)
@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a run back, or take back one's own."""
    found, form = get_object_or_404(mine(request), pk=pk), WhyForm(request.POST)
    if form.is_valid():
        with refusal_shown(request, form):
            actions.decline(found, by=request.user, at=database_now(), **form.cleaned_data)
            messages.success(request, _("The run is sent back; nothing was issued."))
            return redirect("issue-runs")
    return prepared(request, found, ApproveForm(), form)


@require(ISSUE)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a run that is not public yet."""
    found, form = get_object_or_404(mine(request), pk=pk), WhyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why."))
        return redirect("issue-run", pk=pk)
    with refusal_shown(request):
        actions.undo(found, by=request.user, at=database_now(), **form.cleaned_data)
        messages.success(request, _("The run is undone: nobody outside saw it, its sources are ready again."))
    return redirect("issue-run", pk=pk)
