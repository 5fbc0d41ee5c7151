"""A run of issuing: how far it is while it works, what came of it when it is over; it can be left and found again."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from hcec.core import pdf
from hcec.core.access import Permission, require
from verification.models import IssueRun
from verification.queries.certificates import issued
from verification.queries.runs import progress, visible
from verification.views.listings import CertificateListing, RunListing

ISSUE = Permission.CERTIFICATE_ISSUE


def mine(request: HttpRequest) -> QuerySet[IssueRun]:
    return visible(request.access, request.user).select_related("by")


@require(ISSUE)
@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """The runs that the person began, or that issued for the centers of her branch."""
    return RunListing(request, mine(request)).respond("verification/runs.html")


@require(ISSUE)
@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One run: real counts; the same address answers the counts alone when htmx asks."""
    found = get_object_or_404(mine(request), pk=pk)
    context: dict[str, Any] = {"run": found, "progress": progress(found), "papers": pdf.available()}
    if request.headers.get("HX-Request") and request.headers.get("HX-Target", "") != "listing":
        fragment = render(request, "verification/_run.html", context)
        if context["progress"].finished:
            fragment["HX-Refresh"] = "true"  # once more the whole page: now its list is whole too
        return fragment
    # The run may have issued for other branches too: its counts are of the whole, its list is the reader's.
    rows = issued(request.access).filter(run=found)
    return CertificateListing(request, rows, filterset=None, exports=True).respond(
        "verification/run.html", context
    )
