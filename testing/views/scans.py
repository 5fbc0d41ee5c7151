"""Scans of a desk: the list of all, what devices kept without network, and decisions on what did not fit."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hcec.core.access import Permission, require
from hcec.core.refusals import Refusal, refusal_shown
from testing import snapshots
from testing.actions import scans as actions
from testing.listings.scans import ScanListing
from testing.models import Outcome, Scan
from testing.queries.day import scans_of
from testing.views.desk import served

MOST = 500  # more scans than any desk makes while its network is away


@require(Permission.CHECK_IN)
@require_safe
def scan_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Every scan of a session, refused ones too; those that wait for a decision first."""
    session = served(request, pk)
    waiting = list(session.scans.conflicts().select_related("booking__person", "by").order_by("at", "pk"))
    about: dict[str, Any] = {"session": session, "waiting": waiting}
    return ScanListing(request, scans_of(session)).respond("testing/scans.html", about)


def entries(text: str) -> list[actions.Kept]:
    """What a device sends: a JSON list of key, code and time. Refuses anything else."""
    try:
        rows = json.loads(text)[:MOST]
        found = [
            actions.Kept(UUID(row["key"]), str(row["code"])[:200], datetime.fromisoformat(row["at"]))
            for row in rows
        ]
    except (ValueError, TypeError, KeyError) as wrong:
        raise Refusal(_("What this device sent cannot be read.")) from wrong
    if any(timezone.is_naive(one.at) for one in found):
        raise Refusal(_("What this device sent cannot be read."))
    return found


@require(Permission.CHECK_IN)
@require_POST
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over what a device kept without network; the answer names what was taken."""
    session = served(request, pk)
    try:
        snapshots.opened(request.POST.get("token", ""), session, request.user)
        kept = entries(request.POST.get("scans", ""))
        made = actions.merge(session, kept, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return JsonResponse({"refused": str(refusal)}, status=409)
    refused = sum(scan.outcome != Outcome.IN for scan in made)
    if made:
        said = {"all": len(made), "refused": refused}
        messages.success(request, _("%(all)s kept scans were taken over; %(refused)s need a look.") % said)
    return JsonResponse({"taken": [str(scan.device_key) for scan in made], "refused_count": refused})


@require(Permission.CHECK_IN)
@require_POST
def decide(request: HttpRequest, pk: int, scan_pk: int) -> HttpResponse:
    """Say what was decided about a scan that did not fit."""
    session = served(request, pk)
    scan = get_object_or_404(Scan.objects.filter(session=session).conflicts(), pk=scan_pk)
    with refusal_shown(request):
        actions.decide(scan, words=request.POST.get("words", "")[:500], by=request.user, at=timezone.now())
        messages.success(request, _("The decision is kept."))
    return redirect("manage-scans", pk=pk)


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that opens a desk without network; served here so that its scope is the desks alone."""
    path = finders.find("testing/desk-worker.js")
    assert isinstance(path, str)  # it is part of the house
    answer = HttpResponse(Path(path).read_bytes(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer
