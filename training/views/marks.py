"""Marks of a round: typed in a grid, filled from a table; the gain between the tests before and after."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from hcec.core.access import Permission, require
from hcec.core.pieces import Tab
from hcec.core.refusals import refusal_shown
from hcec.core.sheets import xlsx_response
from training import codes
from training.actions import marks
from training.forms.marks import HEADINGS, MarksFileForm, MarksGrid, points_text, read_file
from training.models import Mark, Round
from training.queries import gains
from training.queries import marks as reads
from training.queries.enrolments import seated
from training.views.manage import managed_or_404
from training.views.tabs import tabs


def kind_of(request: HttpRequest) -> Mark.Kind:
    """Which test the address names; the assessment where it names none."""
    wanted = request.GET.get("kind", "")
    return Mark.Kind(wanted) if wanted in Mark.Kind.values else Mark.Kind.ASSESSMENT


def page_of(round: Round, kind: Mark.Kind) -> str:
    return f"{reverse('manage-round-marks', args=[round.pk])}?kind={kind}"


@require(Permission.ROUND_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_round_marks(request: HttpRequest, pk: int) -> HttpResponse:
    """One box a person. A table only fills the boxes; one wrong box and nothing is saved."""
    round, kind = managed_or_404(request, pk), kind_of(request)
    people, on_record = list(seated(round)), reads.of_round(round, kind)
    filling = request.method == "POST" and "fill" in request.POST
    posted = request.POST if request.method == "POST" and not filling else None
    grid = MarksGrid(people, on_record, reads.full_score(round, kind), posted)
    form, problems = MarksFileForm(request.POST if filling else None, request.FILES if filling else None), []
    if filling and form.is_valid():
        texts, problems = read_file(form.cleaned_data["file"], round, people)
        if not problems:
            grid.fill(texts)
            messages.info(request, _("The boxes are filled from the table. Look at them, then save."))
    if posted is not None and saved(request, round, kind, grid):
        return redirect(page_of(round, kind))
    context = {
        "round": round,
        "kind": kind,
        "grid": grid,
        "form": form,
        "problems": problems,
        "gain": None if kind == Mark.Kind.ASSESSMENT else gains.of_round(round),
        "own": next((line for line in grid.lines if line.enrolment.person_id == request.user.pk), None),
        "kinds": [Tab(each.label, page_of(round, each), each == kind) for each in Mark.Kind],
        "here": page_of(round, kind),
        "stands": round.status in ("draft", "called_off")
        or (round.status == "finalised" and kind == Mark.Kind.ASSESSMENT),
        "tabs": tabs(request, round, "manage-round-marks"),
    }
    return render(request, "training/manage_round_marks.html", context, status=422 if problems else 200)


def saved(request: HttpRequest, round: Round, kind: Mark.Kind, grid: MarksGrid) -> bool:
    """Record what was typed, or say what is wrong; True when all of it is saved."""
    scores = grid.scores(by=request.user.pk)
    if grid.errors:
        messages.error(request, _("Nothing is saved yet: please look at the marked places."))
        return False
    with refusal_shown(request):
        changed = marks.record(
            round, kind, scores, of_score=grid.full_points(), by=request.user, at=timezone.now()
        )
        done = ngettext("%(n)s entry saved.", "%(n)s entries saved.", changed) % {"n": changed}
        messages.success(request, done)
        return True
    return False


@require(Permission.ROUND_MANAGE)
@require_safe
def manage_round_marks_table(request: HttpRequest, pk: int) -> HttpResponse:
    """The table to fill in: a row for each person, with her code and what is on record."""
    round, kind = managed_or_404(request, pk), kind_of(request)
    on_record = reads.of_round(round, kind)
    rows = [
        [
            codes.row_code(round.pk, place.pk),
            points_text(on_record[place.pk].score) if place.pk in on_record else "",
            place.seat_no,
            place.person.name,
        ]
        for place in seated(round)
    ]
    heads = [*HEADINGS.values(), _("Seat number"), _("Name")]
    return xlsx_response(f"{_('Scores')}-{round.pk}-{kind}.xlsx", heads, rows)


@require(Permission.ROUND_MANAGE)
@require_safe
def manage_gains(request: HttpRequest) -> HttpResponse:
    """What people learned, by course and by trainer, over all rounds of one's centers."""
    courses, trainers = gains.of_centers(request.access)
    return render(request, "training/manage_gains.html", {"courses": courses, "trainers": trainers})
