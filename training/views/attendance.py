"""Attendance: what is due, the grid of a meeting, and the sheet to sign on paper."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from hcec.core import pdf
from hcec.core.access import Permission, require
from hcec.core.refusals import refusal_shown
from training import papers
from training.actions import attendance
from training.actions.attendance import RECORDABLE
from training.forms.attendance import AttendanceGrid
from training.models import Meeting, Round
from training.queries import attendance as reads
from training.queries.enrolments import seated
from training.queries.rounds import meetings_of
from training.queries.work import attendance_due
from training.views.tabs import tabs


def meeting_or_404(request: HttpRequest, pk: int) -> Meeting:
    """The meeting, where the person may check people in."""
    rows = Meeting.objects.within(request.access, Permission.CHECK_IN)
    near = rows.select_related("round__course", "round__center__province", "reservation__room")
    return get_object_or_404(near.exclude(round__status="draft"), pk=pk)


@require(Permission.CHECK_IN)
@require_safe
def manage_attendance_due(request: HttpRequest) -> HttpResponse:
    """Meetings of these days, and older ones whose attendance is not on record."""
    at = timezone.now()
    context = {"meetings": attendance_due(request.access, at), "at": at}
    return render(request, "training/manage_attendance_due.html", context)


@require(Permission.CHECK_IN)
@require_safe
def manage_round_attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """The dates of a round with how many were there."""
    round = get_object_or_404(
        Round.objects.within(request.access, Permission.CHECK_IN).select_related(
            "course", "center__province"
        ),
        pk=pk,
    )
    context = {
        "round": round,
        "meetings": reads.with_counts(meetings_of(round)),
        "seated": seated(round).count(),
        "at": timezone.now(),
        "tabs": tabs(request, round, "manage-round-attendance"),
    }
    return render(request, "training/manage_round_attendance.html", context)


@require(Permission.CHECK_IN)
def manage_attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """The grid of one meeting: a mark for each person, or one line for the exceptions."""
    meeting, at = meeting_or_404(request, pk), timezone.now()
    posted = request.POST if request.method == "POST" else None
    grid = AttendanceGrid(meeting, list(seated(meeting.round)), reads.minutes_at(meeting), posted)
    if posted is not None:
        marks = grid.quick_marks() if "quick_save" in posted else grid.marks()
        if not grid.errors:
            with refusal_shown(request):
                changed = attendance.record(meeting, marks, by=request.user, at=at)
                done = ngettext("%(n)s entry saved.", "%(n)s entries saved.", changed) % {"n": changed}
                messages.success(request, done)
                return redirect("manage-attendance", pk)
        else:
            messages.error(request, _("Nothing is saved yet: please look at the marked places."))
    context = {
        "round": meeting.round,
        "meeting": meeting,
        "grid": grid,
        "begun": at >= meeting.starts_at,
        "writable": at >= meeting.starts_at and meeting.round.status in RECORDABLE,
        "pdf": pdf.available(),
        "tabs": tabs(request, meeting.round, "manage-round-attendance"),
    }
    return render(request, "training/manage_attendance.html", context)


@require(Permission.CHECK_IN)
@require_safe
def manage_attendance_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet of a meeting to be signed on paper, as PDF."""
    meeting = meeting_or_404(request, pk)
    if not pdf.available():
        messages.warning(request, _("PDFs cannot be made here at the moment."))
        return redirect("manage-attendance", pk)
    answer = HttpResponse(papers.attendance_sheet(meeting), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="attendance-{meeting.pk}.pdf"'
    return answer
