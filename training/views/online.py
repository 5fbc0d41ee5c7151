"""Virtual meetings: a person's own door to the classroom, and the participant list that staff upload."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from hcec.core.access import Permission, require
from hcec.core.db import database_now
from hcec.core.refusals import refusal_shown
from training.actions import participants, stays
from training.actions.attendance import RECORDABLE
from training.forms.participants import ParticipantFileForm, Questions, RecordListForm, wrong_numbers
from training.lifecycles import SEATED
from training.models import CheckType, Enrolment, Mode, ParticipantList
from training.participants import read
from training.queries import participants as reads
from training.views.attendance import meeting_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def my_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """The door to a virtual classroom, for those with a place and only near the time; in and out by one's own buttons."""
    at = database_now()
    places = Enrolment.objects.filter(person=request.user, status__in=SEATED, round__meetings=pk)
    place = get_object_or_404(places.select_related("round__course", "round__center__province"))
    meeting = place.round.meetings.get(pk=pk)
    if meeting.mode != Mode.VIRTUAL:
        raise Http404
    meeting.round = place.round
    if request.method == "POST":
        with refusal_shown(request):
            if "leave" in request.POST:
                minutes = stays.leave(meeting, request.user, at=at)
                said = ngettext(
                    "You have left: %(n)s minute so far.", "You have left: %(n)s minutes so far.", minutes
                )
                messages.success(request, said % {"n": minutes})
            else:
                stays.join(meeting, request.user, at=at)
                messages.success(request, _("You are in. Open the classroom by its link."))
        return redirect("my-meeting", pk)
    own = list(reads.own_stays(meeting, place))
    inside = bool(own) and own[-1].went_at is None
    near = meeting.link_is_near(at)
    by_list = meeting.check_type == CheckType.MINUTES
    context = {
        "meeting": meeting,
        "round": place.round,
        "enrolment": place,
        "stays": own,
        "inside": inside,
        "near": near,
        "early": at < meeting.link_from,
        "link": meeting.join_link if near and (inside or by_list) else "",
        "minutes": stays.own_minutes(meeting, place),
    }
    return render(request, "training/my_meeting.html", context)


@require(Permission.CHECK_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_participants(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a participant list without writing attendance; a good one is kept and shown, a bad one explained by row."""
    meeting, at = meeting_or_404(request, pk), timezone.now()
    if meeting.mode != Mode.VIRTUAL:
        raise Http404
    form = ParticipantFileForm(request.POST or None, request.FILES or None)
    problems = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        reading = read(file, meeting.starts_at)
        problems = reading.problems
        if not problems:
            with refusal_shown(request, form):
                kept = participants.keep(meeting, reading, name=file.name, by=request.user, at=at)
                return redirect("manage-participant-list", kept.pk)
    context = {
        "meeting": meeting,
        "round": meeting.round,
        "form": form,
        "problems": problems,
        "before": meeting.participant_lists.order_by("-uploaded_at", "-pk")[:10],
        "begun": at >= meeting.starts_at,
    }
    return render(request, "training/manage_participants.html", context, status=422 if problems else 200)


@require(Permission.CHECK_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_participant_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is who in a kept list and what it would record; one button saves the names, another records the minutes."""
    rows = ParticipantList.objects.within(request.access, Permission.CHECK_IN).select_related(
        "meeting__round__course", "meeting__round__center__province", "applied_by"
    )
    kept, at = get_object_or_404(rows, pk=pk), timezone.now()
    found = reads.preview(kept)
    taken = {line.place.pk for line in found.lines}
    free = [place for place in reads.Places(kept.meeting).all if place.pk not in taken]
    questions = Questions(found.undecided, free, request.POST if request.method == "POST" else None)
    form = RecordListForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request):
            if "record" in request.POST:
                asked = form.cleaned_data
                changed = participants.apply(
                    kept, rest=asked["rest"], replace=asked["replace"], by=request.user, at=at
                )
                done = ngettext("%(n)s entry saved.", "%(n)s entries saved.", changed) % {"n": changed}
            else:
                wrong = wrong_numbers(request.POST)
                participants.match(kept, questions.answers(), wrong=wrong, by=request.user, at=at)
                done = _("The names are saved.")
            messages.success(request, done)
        return redirect("manage-participant-list", pk)
    context = {
        "kept": kept,
        "meeting": kept.meeting,
        "round": kept.meeting.round,
        "found": found,
        "matched": kept.participants.filter(enrolment__isnull=False).select_related("enrolment__person"),
        "questions": questions,
        "form": form,
        "writable": kept.applied_at is None and kept.meeting.round.status in RECORDABLE,
    }
    return render(request, "training/manage_participant_list.html", context)
