"""Outside results as the officer sees them who checks them (guideline 5.2.3)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hcec.core.access import Permission, require
from hcec.core.files import private_file
from hcec.core.refusals import refusal_shown
from testing.actions import outside
from testing.forms.outside import CheckForm
from testing.forms.plan import ReasonForm
from testing.lifecycles import OutsideStatus
from testing.listings.outside import OutsideListing
from testing.models import OutsideResult
from testing.queries import outside as reads


@require(Permission.OUTSIDE_CHECK)
@require_safe
def to_check(request: HttpRequest) -> HttpResponse:
    """Documents sent to the centers over which I check."""
    return OutsideListing(request, reads.to_check(request.access)).respond(
        "testing/manage_outside_results.html"
    )


def sent_here(request: HttpRequest, pk: int) -> OutsideResult:
    return get_object_or_404(reads.to_check(request.access), pk=pk)


@require(Permission.OUTSIDE_CHECK)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: accept it, or return it with the reason."""
    sent = sent_here(request, pk)
    form = CheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            if form.cleaned_data["decision"] == "accept":
                outside.accept(sent, by=request.user, at=timezone.now())
            else:
                outside.give_back(sent, note=form.cleaned_data["note"], by=request.user, at=timezone.now())
            messages.success(request, _("Decided. The person is told."))
            return redirect("manage-outside-results")
    context = {
        "sent": sent,
        "form": form,
        "waits": sent.status == OutsideStatus.SENT,
        "own": sent.person_id == request.user.pk,
    }
    return render(request, "testing/manage_outside_result.html", context)


@require(Permission.OUTSIDE_CHECK)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an accepted one away that proved false."""
    sent = sent_here(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            outside.withdraw(sent, note=form.cleaned_data["reason"], by=request.user, at=timezone.now())
            messages.success(request, _("Withdrawn: it counts for nothing any more. The person is told."))
            return redirect("manage-outside-result", pk=pk)
    return render(request, "testing/outside_withdraw.html", {"sent": sent, "form": form})


@require(Permission.OUTSIDE_CHECK)
@require_safe
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The document itself."""
    return private_file(sent_here(request, pk).proof)
