"""A released result with its history, proposing a correction of it, and the second person's decision (guideline 5.2.1)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hcec.core.access import Permission, require
from hcec.core.files import private_file
from hcec.core.refusals import refusal_shown
from testing.actions import corrections
from testing.forms.corrections import CorrectionForm, DecisionForm
from testing.lifecycles import CorrectionStatus
from testing.listings.corrections import CorrectionListing
from testing.marks import MarkScheme, written
from testing.models import Correction, Result
from testing.queries.corrections import to_decide, with_history


def released(request: HttpRequest, pk: int) -> Result:
    """A released result of a center for which the person enters results; 404 for any other."""
    return get_object_or_404(
        with_history(Result.objects.within(request.access, Permission.RESULT_ENTER)), pk=pk
    )


@require(Permission.RESULT_ENTER)
@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """What a released result says, what it said before, and the corrections that were proposed."""
    found = released(request, pk)
    context = {
        "result": found,
        "booking": found.booking,
        "session": found.booking.session,
        "standing": None,  # what it counts for is told to its person
    }
    return render(request, "testing/manage_result.html", context)


@require(Permission.RESULT_ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a released result should say instead, why, and on what that rests."""
    found = released(request, pk)
    scheme = MarkScheme.of(found.booking.session.exam)
    found.booking.result = found
    form = CorrectionForm(
        request.POST or None, request.FILES or None, scheme=scheme, initial=written(found.booking, scheme)
    )
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            corrections.propose(found, marks=form.marks, **form.words, by=request.user, at=timezone.now())
            messages.success(request, _("The correction waits for another person's decision."))
            return redirect("manage-result", pk=pk)
    context = {"result": found, "booking": found.booking, "session": found.booking.session, "form": form}
    return render(request, "testing/correction_new.html", context)


@require(Permission.RESULT_RELEASE)
@require_safe
def correction_list(request: HttpRequest) -> HttpResponse:
    """Corrections that wait, and those that were decided."""
    return CorrectionListing(request, to_decide(request.access)).respond("testing/corrections.html")


@require(Permission.RESULT_RELEASE)
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """What would change and why; approve it or let the result stand."""
    found = get_object_or_404(to_decide(request.access), pk=pk)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note, at = form.cleaned_data["note"], timezone.now()
        with refusal_shown(request, form):
            if form.cleaned_data["decision"] == "approve":
                corrections.approve(found, by=request.user, at=at, note=note)
            else:
                corrections.decline(found, by=request.user, at=at, note=note)
            messages.success(request, _("Decided; whom it concerns is told."))
            return redirect("manage-corrections")
    return render(request, "testing/correction.html", correction_page(request, found) | {"form": form})


def correction_page(request: HttpRequest, found: Correction) -> dict:
    """What the page of a correction shows: the marks side by side while it waits, and whether it is this person's."""
    waits = found.status == CorrectionStatus.PROPOSED
    people = (found.proposed_by_id, found.result.booking.person_id)
    parts = {part.code: part.name for part in found.result.booking.session.exam.parts.order_by("position")}
    names = parts | {"total": _("Total score"), "overall": _("Overall")}
    return {
        "correction": found,
        "session": found.result.booking.session,
        "changes": [
            (names[name], old, new) for name, old, new in corrections.changes(found.result, found.marks)
        ]
        if waits
        else [],
        "mine": request.user.pk in people,
        "waits": waits,
        "earlier": found.result.versions.select_related("overall", "entered_by", "released_by").order_by(
            "-number"
        ),
    }


@require(Permission.RESULT_RELEASE)
@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The document that a correction rests on."""
    return private_file(get_object_or_404(to_decide(request.access), pk=pk).document)
