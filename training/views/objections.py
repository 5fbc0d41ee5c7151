"""Objections to attendance: a person objects to her own, somebody who did not record it decides (G4)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hcec.core import rowguard
from hcec.core.access import Permission, require
from hcec.core.refusals import refusal_shown
from training.actions import objections
from training.forms.objections import DecisionForm, ObjectionForm
from training.models import Attendance
from training.objection_listings import ObjectionListing
from training.queries import objections as reads

MOVES = ("uphold", "decline")


@require_http_methods(["GET", "HEAD", "POST"])
@rowguard.own
def objection_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Object to one's own attendance at one meeting."""
    rows = Attendance.objects.filter(enrolment__person=request.user)
    entry = get_object_or_404(rows.select_related("meeting__round__course", "enrolment"), pk=pk)
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            objections.make(entry, words=form.cleaned_data["words"], by=request.user, at=timezone.now())
            messages.success(request, _("Your objection is received. You are told of the answer."))
            return redirect("enrolment", entry.enrolment_id)
    made = entry.objections.order_by("-made_at", "-pk").first()
    context = {
        "entry": entry,
        "meeting": entry.meeting,
        "round": entry.meeting.round,
        "form": form,
        "until": reads.open_until(entry.meeting.round, entry, made, timezone.now()),
    }
    return render(request, "training/objection_new.html", context)


@require(Permission.ROUND_MANAGE)
@require_safe
def manage_objections(request: HttpRequest) -> HttpResponse:
    """What people object to, oldest first; `?status=objected` only what waits."""
    return ObjectionListing(request, reads.managed(request.access)).respond("training/manage_objections.html")


@require(Permission.ROUND_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_objection(request: HttpRequest, pk: int) -> HttpResponse:
    """The person's words, what is on record and by whom, and the decision."""
    found = get_object_or_404(reads.managed(request.access), pk=pk)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        move = request.POST.get("move", "")
        if move not in MOVES:
            raise Http404
        with refusal_shown(request, form):
            objections.decide(found, move, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("Decided. The person is told."))
            return redirect("manage-objection", pk)
    entry = found.attendance
    context = {
        "objection": found,
        "entry": entry,
        "meeting": entry.meeting,
        "round": entry.meeting.round,
        "form": form,
        "may_decide": objections.may_decide(found, request.user),
    }
    return render(request, "training/manage_objection.html", context)
