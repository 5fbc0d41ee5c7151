"""Duties kept apart: the waiver of one session, and the report of near misses and waivers of a branch (I7)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hcec.core.access import Permission, require
from hcec.core.pieces import Tab
from hcec.core.refusals import refusal_shown
from testing.actions import apart
from testing.forms.apart import DutyWaiverForm
from testing.listings.apart import DutyWaiverListing, NearMissListing
from testing.models import Session
from testing.queries import apart as reads


@require(Permission.DUTY_WAIVE)
@require_http_methods(["GET", "HEAD", "POST"])
def waive(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was refused at a session or would be, and the one form that lets somebody do it all the same."""
    rows = Session.objects.within(request.access, Permission.DUTY_WAIVE).exclude(status="draft")
    session = get_object_or_404(rows.select_related("exam", "center__province", "reservation__room"), pk=pk)
    lines = reads.to_waive(session, timezone.localdate())
    others = [line for line in lines if line[0].pk != request.user.pk]
    form = DutyWaiverForm(request.POST or None, lines=others)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            apart.waive(session, **form.chosen, by=request.user, at=timezone.now())
            messages.success(request, _("Written down. It stands on the report of the session."))
            return redirect("manage-session-apart", pk=pk)
    context = {
        "session": session,
        "form": form,
        "lines": others,
        "own": len(others) < len(lines),
        "waivers": list(reads.of_session(session)),
    }
    return render(request, "testing/apart_session.html", context)


def tabs(current: str) -> list[Tab]:
    pages = (("manage-apart", _("Near misses")), ("manage-duty-waivers", _("Waivers")))
    return [Tab(label, reverse(name), current=name == current) for name, label in pages]


@require(Permission.FIGURES_VIEW)
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """What was refused, by branch."""
    listing = NearMissListing(request, reads.near_misses(request.access))
    return listing.respond("testing/apart.html", {"tabs": tabs("manage-apart")})


@require(Permission.FIGURES_VIEW)
@require_safe
def waivers(request: HttpRequest) -> HttpResponse:
    """What was waived, by branch."""
    listing = DutyWaiverListing(request, reads.waivers(request.access))
    return listing.respond("testing/apart.html", {"tabs": tabs("manage-duty-waivers")})
