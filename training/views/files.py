"""A table of attendance for many meetings: filled in on a computer, looked at, applied."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from hcec.core.access import Permission, require
from hcec.core.refusals import refusal_shown
from hcec.core.sheets import xlsx_response
from hcec.core.thai import thai_datetime
from training import codes
from training.actions import files
from training.forms.files import AttendanceFileForm
from training.models import AttendanceFile, Round
from training.queries.enrolments import seated


@require(Permission.CHECK_IN)
@require_safe
def manage_round_table(request: HttpRequest, pk: int) -> HttpResponse:
    """The table of a round to fill in: a row for each person at each meeting, with both codes."""
    rounds = Round.objects.within(request.access, Permission.CHECK_IN).exclude(status="draft")
    round = get_object_or_404(rounds, pk=pk)
    people = list(seated(round))
    rows = [
        [codes.meeting_code(meeting.pk), codes.row_code(meeting.pk, place.pk), "", "",
         thai_datetime(meeting.starts_at), place.seat_no, place.person.name]
        for meeting in round.meetings.order_by("starts_at", "pk")
        for place in people
    ]  # fmt: skip
    heads = [*files.HEADINGS.values(), _("When"), _("Seat number"), _("Name")]
    return xlsx_response(f"{_('Attendance')}-{round.pk}.xlsx", heads, rows)


@require(Permission.CHECK_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_attendance_file(request: HttpRequest) -> HttpResponse:
    """Read a table without writing attendance; a good one is kept and shown, a bad one is explained row by row."""
    form = AttendanceFileForm(request.POST or None, request.FILES or None)
    problems = []
    if request.method == "POST" and form.is_valid():
        file, replace, at = form.cleaned_data["file"], form.cleaned_data["replace"], timezone.now()
        table, checked = files.read(request.access, file, replace=replace, by=request.user, at=at)
        problems = checked.problems
        if not problems:
            kept = files.keep(table, checked, name=file.name, replace=replace, by=request.user, at=at)
            return redirect("manage-attendance-file-seen", kept.pk)
    before = AttendanceFile.objects.within(request.access, Permission.CHECK_IN).order_by(
        "-uploaded_at", "-pk"
    )
    context = {"form": form, "problems": problems, "before": before.select_related("center")[:10]}
    return render(request, "training/manage_attendance_file.html", context, status=422 if problems else 200)


@require(Permission.CHECK_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_attendance_file_seen(request: HttpRequest, pk: int) -> HttpResponse:
    """What a kept table would record; the button applies all of it."""
    rows = AttendanceFile.objects.within(request.access, Permission.CHECK_IN).select_related(
        "center", "applied_by"
    )
    kept, at = get_object_or_404(rows, pk=pk), timezone.now()
    if request.method == "POST":
        with refusal_shown(request):
            changed = files.apply(request.access, kept, by=request.user, at=at)
            done = ngettext("%(n)s entry saved.", "%(n)s entries saved.", changed) % {"n": changed}
            messages.success(request, done)
        return redirect("manage-attendance-file-seen", pk)
    checked = None if kept.applied_at else files.recheck(request.access, kept, by=request.user, at=at)
    context = {"kept": kept, "checked": checked, "meetings": len(checked.marks) if checked else 0}
    return render(request, "training/manage_attendance_file_seen.html", context)
