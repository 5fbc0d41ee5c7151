"""Follow-ups after a course: the person's answer with its evidence, and the center's list."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hcec.core import rowguard
from hcec.core.access import Permission, require
from hcec.core.files import private_file
from hcec.core.refusals import refusal_shown
from training.actions import followups
from training.followup_listings import FollowUpListing
from training.forms.followups import FollowUpForm
from training.queries import followups as reads


@require_http_methods(["GET", "HEAD", "POST"])
@rowguard.own
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of a course that one completed: answered once, then shown."""
    found = get_object_or_404(reads.own(request.user), pk=pk)
    form = FollowUpForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            followups.answer(found, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("Thank you. Your center reads it."))
            return redirect("follow-up", pk)
    context = {"follow_up": found, "round": found.completion.enrolment.round, "form": form}
    return render(request, "training/follow_up.html", context)


@require_safe
@rowguard.own
def follow_up_evidence(request: HttpRequest, pk: int) -> FileResponse:
    """One's own piece of evidence, as a download."""
    return private_file(get_object_or_404(reads.own(request.user), pk=pk).evidence)


@require(Permission.ROUND_MANAGE)
@require_safe
def manage_follow_ups(request: HttpRequest) -> HttpResponse:
    """What became of the center's courses, newest first."""
    listing = FollowUpListing(request, reads.managed(request.access))
    return listing.respond("training/manage_follow_ups.html")


@require(Permission.ROUND_MANAGE)
@require_safe
def manage_follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer with its words and its evidence."""
    found = get_object_or_404(reads.managed(request.access), pk=pk)
    context = {"follow_up": found, "round": found.completion.enrolment.round}
    return render(request, "training/manage_follow_up.html", context)


@require(Permission.ROUND_MANAGE)
@require_safe
def manage_follow_up_evidence(request: HttpRequest, pk: int) -> FileResponse:
    """The piece of evidence, as a download."""
    return private_file(get_object_or_404(reads.managed(request.access), pk=pk).evidence)
