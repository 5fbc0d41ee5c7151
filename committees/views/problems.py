"""Pages of problems: raise, assign, pass up, resolve, and what became of each."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from centers.models import Center
from committees.actions import problems as actions
from committees.forms.problems import AssignForm, NewProblemForm, NoteForm
from committees.lifecycles import PROBLEM, ProblemStatus
from committees.models import Problem
from committees.queries import problems as reads
from committees.refusals import Refusal
from hcec.core.access import Permission, require
from hcec.core.listing import Column, Listing
from hcec.core.refusals import refusal_shown


class ProblemListing(Listing):
    """Problems of a branch, with holder and age."""

    columns = (
        Column(
            "title", _("Problem"), sort="title", card="title", link=lambda p: reverse("problem", args=[p.pk])
        ),
        Column("center", _("Center"), value="center.name", sort="center__code"),
        Column("holder", _("Held by"), value="holder.name"),
        Column("raised_at", _("Raised"), sort="raised_at", kind="date"),
        Column("days", _("Age in days"), value=lambda p: age(p), kind="number"),
        Column("status", _("State"), sort="status", kind="status", lifecycle="committees.problem"),
    )
    search, search_label = ("title", "center__name_th", "center__code"), _("Problem or center")
    default_sort = "-raised_at"
    filename = "problems"
    empty_title = _("No problems")
    empty_text = _("When a center raises a problem it appears here with its age and who holds it.")


def age(problem: Problem) -> int:
    """Days from raising to solving, or to today."""
    return ((problem.resolved_at or timezone.now()) - problem.raised_at).days


@require(Permission.COMMITTEE_VIEW)
def problems(request: HttpRequest) -> HttpResponse:
    """The problems of the person's branch; the closed ones when asked for."""
    rows = reads.visible(request.access)
    closed = request.GET.get("closed") == "1"
    if not closed:
        rows = rows.exclude(status=ProblemStatus.CLOSED)
    may_raise = request.access.can(Permission.PROBLEM_RAISE)
    return ProblemListing(request, rows).respond(
        "committees/problems.html", {"may_raise": may_raise, "closed": closed}
    )


@require(Permission.PROBLEM_RAISE)
def new(request: HttpRequest) -> HttpResponse:
    """Raise a problem of one's center."""
    centers = Center.objects.within(request.access, Permission.PROBLEM_RAISE).order_by("code", "pk")
    form = NewProblemForm(request.POST or None, centers=centers)
    if request.method == "POST" and form.is_valid():
        problem = actions.raise_problem(**form.cleaned_data, by=request.user, at=timezone.now())
        return redirect("problem", pk=problem.pk)
    return render(request, "committees/problem_new.html", {"form": form})


@require(Permission.COMMITTEE_VIEW)
def problem(request: HttpRequest, pk: int) -> HttpResponse:
    """One problem, its steps, and what this person can do about it."""
    return page(request, get_object_or_404(reads.visible(request.access), pk=pk))


def page(request: HttpRequest, problem: Problem, form: Any = None, asked: str = "") -> HttpResponse:
    """The page; `form` is the one that was sent and refused for the move `asked`."""
    solving = reads.may_solve(problem, request.appointments)
    moves = [name for name in PROBLEM.open_moves(problem) if allowed(name, problem, request, solving)]
    forms = {name: form if name == asked and form else blank(name, problem) for name in moves}
    context = {
        "problem": problem,
        "days": age(problem),
        "steps": problem.steps.select_related("person", "holder__province", "holder__center").order_by(
            "at", "pk"
        ),
        "moves": [(name, PROBLEM.moves[name].label, forms[name]) for name in moves],
    }
    return render(request, "committees/problem.html", context)


def allowed(name: str, problem: Problem, request: HttpRequest, solving: bool) -> bool:
    """Closing and reopening belong to the one who raised it, everything else to the holder."""
    if name in ("close", "reopen"):
        return problem.raised_by_id == request.user.pk
    return solving


def blank(name: str, problem: Problem) -> Any:
    """The empty form of a move."""
    if name == "assign":
        return AssignForm(people=reads.people_of(problem.holder, timezone.localdate()))
    return NoteForm(auto_id=f"id_{name}_%s")


@require(Permission.COMMITTEE_VIEW)
@require_POST
def move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Assign, pass up, resolve, close or reopen."""
    problem = get_object_or_404(reads.visible(request.access), pk=pk)
    people = reads.people_of(problem.holder, timezone.localdate())
    form = AssignForm(request.POST, people=people) if name == "assign" else NoteForm(request.POST)
    if form.is_valid():
        with refusal_shown(request, form):
            if not allowed(name, problem, request, reads.may_solve(problem, request.appointments)):
                raise Refusal(_("The committee that holds this problem decides what happens to it."))
            act(problem, name, form.cleaned_data, request)
            return redirect("problem", pk=problem.pk)
    return page(request, problem, form, asked=name)


def act(problem: Problem, name: str, words: dict[str, Any], request: HttpRequest) -> None:
    """The one action that a move stands for."""
    who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    if name == "assign":
        actions.assign(problem, to=words["to"], note=words["note"], **who)
    elif name == "escalate":
        actions.escalate(problem, note=words["note"], **who)
    elif name == "resolve":
        actions.resolve(problem, answer=words["note"], **who)
    else:
        actions.settle(problem, name, note=words["note"], **who)
