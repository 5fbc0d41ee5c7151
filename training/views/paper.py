"""The signed sheet of a meeting: typed by row code, its picture kept and shown to those who may see attendance."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from hcec.core.access import Permission, require
from hcec.core.files import private_file
from hcec.core.refusals import refusal_shown
from training import codes
from training.actions import attendance, sheets
from training.actions.attendance import RECORDABLE
from training.forms.paper import PaperForm, PaperLines
from training.models import Meeting, SignedSheet
from training.queries.entries import Ground
from training.views.attendance import meeting_or_404


@require(Permission.CHECK_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Lines to type, one a person. One wrong line and none is saved; the picture is kept in any case."""
    meeting, at = meeting_or_404(request, pk), timezone.now()
    posted = request.POST if request.method == "POST" else None
    lines = PaperLines(meeting, Ground([meeting], by=request.user), posted)
    form = PaperForm(posted, request.FILES or None)
    if posted is not None and form.is_valid() and saved(request, meeting, form, lines):
        return redirect("manage-paper", pk)
    context = {
        "round": meeting.round,
        "meeting": meeting,
        "form": form,
        "lines": lines.lines,
        "code": codes.meeting_code(meeting.pk),
        "begun": at >= meeting.starts_at,
        "writable": at >= meeting.starts_at and meeting.round.status in RECORDABLE,
        "sheets": SignedSheet.objects.filter(meeting=meeting).select_related("by").order_by("-at", "-pk"),
    }
    return render(request, "training/manage_paper.html", context)


def saved(request: HttpRequest, meeting: Meeting, form: PaperForm, lines: PaperLines) -> bool:
    """Keep the picture, then record the lines or say what is wrong; True when all that was sent is saved."""
    scan, at = form.cleaned_data["scan"], timezone.now()
    marks = lines.marks(rest=form.cleaned_data["rest"], replace=form.cleaned_data["replace"])
    with refusal_shown(request):
        if scan:
            sheets.keep(meeting, scan, by=request.user, at=at)
            messages.success(request, _("The picture of the sheet is kept."))
        if lines.errors:
            messages.error(request, _("No line is saved yet: please look at the marked lines."))
        elif not marks and not scan:
            messages.warning(
                request, _("Nothing was typed. Type the code at the end of each row that was signed.")
            )
        elif not marks:
            return True
        else:
            changed = attendance.record(meeting, marks, by=request.user, at=at)
            done = ngettext("%(n)s entry saved.", "%(n)s entries saved.", changed) % {"n": changed}
            messages.success(request, done)
            return True
    return False


@require(Permission.CHECK_IN)
@require_safe
def manage_signed_sheet(request: HttpRequest, pk: int) -> FileResponse:
    """The picture of a signed sheet, as a download."""
    sheet = get_object_or_404(SignedSheet.objects.within(request.access, Permission.CHECK_IN), pk=pk)
    return private_file(sheet.scan)
