"""Results: entered in a grid or from an uploaded table (seen first, then applied)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hcec.core.access import Permission, require
from hcec.core.refusals import Refusal
from hcec.core.sheets import xlsx_response
from testing.actions import results, uploads
from testing.forms.marks import Grid, SheetForm
from testing.listings.staff import ResultListing
from testing.marks import MarkScheme, written
from testing.models import ResultSheet, Session
from testing.queries.results import attended, with_results


@require(Permission.RESULT_ENTER)
@require_safe
def result_list(request: HttpRequest) -> HttpResponse:
    """Sessions whose attendance is confirmed; `?show=missing` only those that lack results."""
    rows = with_results(request.access)
    only_missing = request.GET.get("show") == "missing"
    if only_missing:
        rows = rows.filter(missing__gt=0)
    return ResultListing(request, rows).respond("testing/manage_results.html", {"only_missing": only_missing})


def entered(request: HttpRequest, pk: int) -> Session:
    """A session for whose center the person enters results; 404 for any other."""
    rows = Session.objects.within(request.access, Permission.RESULT_ENTER)
    return get_object_or_404(rows.select_related("exam__scale", "center__province"), pk=pk)


@require(Permission.RESULT_ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def session_results(request: HttpRequest, pk: int) -> HttpResponse:
    """The grid of everyone who attended. Only lines that were changed are entered; one mistake and none is."""
    session = entered(request, pk)
    scheme = MarkScheme.of(session.exam)
    grid = Grid(scheme, attended(session), request.POST if request.method == "POST" else None)
    refusal = ""
    if request.method == "POST" and grid.ok:
        try:
            results.enter(grid.entries, by=request.user, at=timezone.now())
        except Refusal as said:
            refusal = str(said)
        else:
            messages.success(request, _("%(count)s results entered.") % {"count": len(grid.entries)})
            return redirect("manage-session-results", pk=pk)
    context = {"session": session, "grid": grid, "scheme": scheme, "refusal": refusal}
    return render(request, "testing/session_results.html", context)


@require(Permission.RESULT_ENTER)
@require_safe
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """The table to fill in: a row for everyone who attended, with what was entered so far."""
    session = entered(request, pk)
    scheme = MarkScheme.of(session.exam)
    asked = uploads.columns(scheme)
    heads = [asked[0].headings[0], _("Seat number"), _("Name"), *(column.headings[0] for column in asked[1:])]
    rows = []
    for booking in attended(session):
        texts = written(booking, scheme)
        marks = [texts.get(column.name, "") for column in asked[1:]]
        rows.append(
            [booking.code_shown, booking.seat_no, booking.person.name_th or booking.person.name, *marks]
        )
    return xlsx_response(f"{_('results')}-{session.pk}.xlsx", heads, rows)


@require(Permission.RESULT_ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a table without writing anything; a good one is kept and shown, a bad one is explained row by row."""
    session = entered(request, pk)
    form = SheetForm(request.POST or None, request.FILES or None)
    problems = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        table, checked = uploads.read(session, file)
        problems = checked.problems
        if not problems:
            try:
                sheet = uploads.keep(session, table, name=file.name, by=request.user, at=timezone.now())
                return redirect("manage-result-sheet", pk=pk, sheet_pk=sheet.pk)
            except Refusal as refusal:
                form.add_error("file", str(refusal))
    context = {"session": session, "form": form, "problems": problems}
    return render(request, "testing/upload.html", context, status=422 if problems else 200)


@require(Permission.RESULT_ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, pk: int, sheet_pk: int) -> HttpResponse:
    """What a kept table would enter; the button applies all of it."""
    session = entered(request, pk)
    rows = ResultSheet.objects.filter(session=session).select_related("session__exam__scale", "applied_by")
    found = get_object_or_404(rows, pk=sheet_pk)
    if request.method == "POST":
        try:
            count = uploads.apply(found, by=request.user, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("%(count)s results entered.") % {"count": count})
            return redirect("manage-session-results", pk=pk)
    checked = uploads.recheck(found)
    scheme = MarkScheme.of(session.exam)
    context = {"session": session, "sheet": found, "checked": checked, "parts": scheme.parts}
    return render(request, "testing/sheet.html", context)
