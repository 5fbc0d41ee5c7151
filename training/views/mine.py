"""A person's own places in rounds: take one, see them, give one back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hcec.core.refusals import refusal_shown
from training import requirements
from training.actions import enrolments
from training.lifecycles import SEATED, EnrolmentStatus, RoundStatus
from training.models import Enrolment, Mode, Round, Teaching
from training.queries import attendance, followups, objections, selfcheck, surveys
from training.queries import enrolments as reads
from training.queries import rounds as round_reads


@require_POST
def enrol(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a seat, or a number on the waiting list when the round is full."""
    round = get_object_or_404(Round.objects.exclude(status=RoundStatus.DRAFT), pk=pk)
    try:
        key = UUID(request.POST.get("idempotency_key", ""))
    except ValueError:
        messages.error(request, _("The form was incomplete. Please press the button again."))
        return redirect("round", pk)
    with refusal_shown(request):
        enrolment = enrolments.enrol(round, person=request.user, key=key, at=timezone.now())
        if enrolment.status == EnrolmentStatus.ENROLLED:
            messages.success(
                request, _("Your place is confirmed: seat %(seat)s.") % {"seat": enrolment.seat_no}
            )
        elif enrolment.status == EnrolmentStatus.HELD:
            messages.success(
                request,
                _("Seat %(seat)s is held for you until your request is answered.")
                % {"seat": enrolment.seat_no},
            )
        elif enrolment.status == EnrolmentStatus.WAITING:
            messages.success(
                request, _("You are on the waiting list. You are told as soon as a place comes free.")
            )
        return redirect("enrolment", enrolment.pk)
    return redirect("round", pk)


@require_safe
def my_enrolments(request: HttpRequest) -> HttpResponse:
    """Rounds to come, and those that were."""
    at = timezone.now()
    coming = list(reads.upcoming(request.user, at))
    past = (
        reads.of_person(request.user)
        .exclude(pk__in=[e.pk for e in coming])
        .order_by("-round__starts_at", "-pk")
    )
    teaches = Teaching.objects.filter(person=request.user).exists()
    context = {"coming": coming, "past": past[:100], "teaches": teaches}
    return render(request, "training/my_enrolments.html", context)


@require_safe
def enrolment(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own place: dates, joining links when they are near, hours so far, and the way out."""
    at = timezone.now()
    enrolment = get_object_or_404(reads.of_person(request.user), pk=pk)
    seated = enrolment.status in SEATED
    question = getattr(enrolment, "nomination", None)
    record = attendance.own_minutes(enrolment) if seated else {}
    found = list(round_reads.meetings_of(enrolment.round).select_related("lesson_set", "tool_link"))
    made = objections.own(enrolment) if seated else {}
    doors = selfcheck.open_doors([meeting.pk for meeting in found]) if seated else set()
    meetings = [
        {
            "opens": seated and hasattr(meeting, "tool_link") and meeting.starts_at <= at < meeting.ends_at,
            "lesson": seated and hasattr(meeting, "lesson_set"),
            "door": meeting.pk in doors,
            "meeting": meeting,
            "record": record.get(meeting.pk),
            "objection": made.get(meeting.pk),
            "until": objections.open_until(enrolment.round, record.get(meeting.pk), made.get(meeting.pk), at),
            "link": meeting.join_link if seated and meeting.link_is_near(at) else "",
            "room": seated and meeting.mode == Mode.VIRTUAL and meeting.link_is_near(at),
            "link_from": meeting.link_from
            if seated and meeting.join_link and at < meeting.link_from
            else None,
        }
        for meeting in found
    ]
    context = {
        "enrolment": enrolment,
        "round": enrolment.round,
        "meetings": meetings,
        "checklist": requirements.checklist_of(enrolment, found, record) if seated else None,
        "survey": seated and not enrolment.survey_answered and surveys.window(enrolment.round, at) == "open",
        "follow_ups": followups.of_enrolment(enrolment) if enrolment.status == "completed" else [],
        "can_cancel": enrolment.can_cancel(at),
        "question": question if question and question.is_open else None,
    }
    return render(request, "training/enrolment.html", context)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the place back; the next in line gets it."""
    enrolment = get_object_or_404(
        Enrolment.objects.filter(person=request.user).select_related("round"), pk=pk
    )
    with refusal_shown(request):
        enrolments.cancel(enrolment, by=request.user, at=timezone.now())
        messages.success(request, _("Your place is cancelled. Thank you for making room for someone else."))
    return redirect("enrolment", pk)
