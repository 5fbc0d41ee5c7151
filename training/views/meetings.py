"""Add, change and take away one date of a round."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hcec.core.access import Permission, require
from hcec.core.refusals import refusal_shown
from training.actions import meetings
from training.forms.meetings import Choices, MeetingForm
from training.models import Meeting
from training.queries.enrolments import still_coming
from training.views.manage import managed_or_404


def meeting_or_404(request: HttpRequest, pk: int) -> Meeting:
    """The meeting, where it is of a round that the person runs."""
    rows = Meeting.objects.within(request.access, Permission.ROUND_MANAGE)
    return get_object_or_404(
        rows.select_related("round__course", "round__center__province", "reservation"), pk=pk
    )


@require(Permission.ROUND_MANAGE)
def manage_meeting_new(request: HttpRequest, pk: int) -> HttpResponse:
    """One more date of a round."""
    round = managed_or_404(request, pk)
    form = MeetingForm(request.POST or None, choices=Choices(round.center))
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            meetings.add(round, form.plan(), by=request.user, at=timezone.now())
            messages.success(request, _("The date is added."))
            return redirect("manage-round", pk)
    return render(
        request, "training/manage_meeting.html", {"round": round, "form": form, "people": still_coming(round)}
    )


@require(Permission.ROUND_MANAGE)
def manage_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a date: time, room, mode, link, trainer."""
    meeting = meeting_or_404(request, pk)
    round = meeting.round
    form = MeetingForm(
        request.POST or None, choices=Choices(round.center, meeting), initial=MeetingForm.values_of(meeting)
    )
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            meetings.change(meeting, form.plan(), by=request.user, at=timezone.now())
            messages.success(request, _("The date is saved."))
            return redirect("manage-round", round.pk)
    context = {"round": round, "meeting": meeting, "form": form, "people": still_coming(round)}
    return render(request, "training/manage_meeting.html", context)


@require(Permission.ROUND_MANAGE)
@require_POST
def manage_meeting_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a date away and give its room back."""
    meeting = meeting_or_404(request, pk)
    with refusal_shown(request):
        meetings.remove(meeting, by=request.user, at=timezone.now())
        messages.success(request, _("The date is taken away and its room is free again."))
    return redirect("manage-round", meeting.round_id)
