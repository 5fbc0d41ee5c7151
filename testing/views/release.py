"""Releasing results: the second pair of eyes (guideline 5.2.1; duties C.1, C.2)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hcec.core.access import Permission, require
from hcec.core.refusals import refusal_shown
from testing.actions import results
from testing.lifecycles import ResultStatus
from testing.listings.staff import ReleaseListing
from testing.models import Session
from testing.queries.apart import of_session
from testing.queries.results import attended, waiting_for_release


@require(Permission.RESULT_RELEASE)
@require_safe
def release_list(request: HttpRequest) -> HttpResponse:
    """Sessions with results that wait for release."""
    return ReleaseListing(request, waiting_for_release(request.access)).respond("testing/releases.html")


@require(Permission.RESULT_RELEASE)
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at every result of a session that waits, and release them all with one press."""
    rows = Session.objects.within(request.access, Permission.RESULT_RELEASE)
    session = get_object_or_404(rows.select_related("exam__scale", "center__province"), pk=pk)
    people = [b for b in attended(session) if hasattr(b, "result")]
    entered = [b for b in people if b.result.status == ResultStatus.ENTERED]
    unknown = [b for b in entered if b.at_the_door and b.at_the_door.unknown]
    waiting = [b.result for b in entered if b not in unknown]
    if request.method == "POST":
        with refusal_shown(request):
            released = results.release(waiting, by=request.user, at=timezone.now())
            messages.success(
                request, _("%(count)s results released; the people are told.") % {"count": len(released)}
            )
        return redirect("manage-release", pk=pk)
    context = {
        "session": session,
        "people": people,
        "parts": list(session.exam.parts.order_by("position")),
        "waiting": len(waiting),
        "unknown": unknown,
        "waivers": list(of_session(session)),
        "own": any(request.user.pk in (result.entered_by_id, result.booking.person_id) for result in waiting),
    }
    return render(request, "testing/release.html", context)
