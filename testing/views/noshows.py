"""One's own absence with its appeal, and the decision of somebody else (F6)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hcec.core.access import Permission, require
from hcec.core.refusals import refusal_shown
from testing.actions import noshows
from testing.forms.noshows import NoShowDecisionForm, NoShowForm
from testing.lifecycles import NoShowStatus
from testing.listings.noshows import NoShowListing
from testing.queries import noshows as reads
from testing.views.mine import own


@require_http_methods(["GET", "HEAD", "POST"])
def no_show(request: HttpRequest, code: str) -> HttpResponse:
    """What an absence means, the absences that count, and the appeal."""
    booking, now = own(request, code), timezone.now()
    form = NoShowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            noshows.appeal(booking, reason=form.cleaned_data["reason"], by=request.user, at=now)
            messages.success(request, _("Your appeal is sent. Somebody else than who marked you decides."))
            return redirect("no-show", code=booking.code)
    context = {
        "booking": booking,
        "session": booking.session,
        "appeal": getattr(booking, "no_show_appeal", None),
        "refusal": noshows.why_not(booking, by=request.user, at=now),
        "absences": list(reads.counted(request.user, now)[:20]),
        "form": form,
    }
    return render(request, "testing/no_show.html", context)


@require(Permission.RESULT_RELEASE)
@require_safe
def appeal_list(request: HttpRequest) -> HttpResponse:
    """Appeals against absences that wait, and those that were decided."""
    return NoShowListing(request, reads.to_decide(request.access)).respond("testing/manage_no_shows.html")


@require(Permission.RESULT_RELEASE)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Excuse an absence or let it count."""
    found = get_object_or_404(reads.to_decide(request.access), pk=pk)
    form = NoShowDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            excuse, answer = form.cleaned_data["decision"] == "excuse", form.cleaned_data["answer"]
            noshows.decide(found, excuse=excuse, answer=answer, by=request.user, at=timezone.now())
            messages.success(request, _("Decided. The person is told."))
            return redirect("manage-no-shows")
    context = {
        "appeal": found,
        "session": found.booking.session,
        "form": form,
        "waits": found.status == NoShowStatus.ASKED,
        "barred": request.user.pk in (found.marked_by_id, found.person_id),
    }
    return render(request, "testing/manage_no_show.html", context)
