"""The planner of a center: a term at a glance, and a round scheduled over it with every clash shown before saving."""

from datetime import timedelta
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centers.models import Center, SchoolTerm
from hcec.core.access import Permission, require
from hcec.core.refusals import Refusal, refusal_shown
from training.actions import terms
from training.forms.planner import TermForm
from training.models import SkippedDate
from training.queries import planner as reads
from training.queries.clashes import Seen
from training.views.manage import key_of


def center_or_none(request: HttpRequest) -> Center | None:
    """The center whose term is planned: the one asked for, or the only one; 404 outside the person's reach."""
    mine = Center.objects.within(request.access, Permission.ROUND_MANAGE).select_related("province")
    wanted = request.GET.get("center", "")
    if wanted.isdecimal():
        return get_object_or_404(mine, pk=wanted)
    only = list(mine.order_by("pk")[:2])
    return only[0] if len(only) == 1 else None


def choose(request: HttpRequest) -> HttpResponse:
    mine = Center.objects.within(request.access, Permission.ROUND_MANAGE).select_related("province")
    return render(request, "training/choose_center.html", {"centers": mine.order_by("name_sort", "pk")[:200]})


def term_of(request: HttpRequest, choices: list[SchoolTerm]) -> SchoolTerm | None:
    asked = request.GET.get("term", "")
    return next((term for term in choices if str(term.pk) == asked), choices[0] if choices else None)


@require(Permission.ROUND_MANAGE)
@require_safe
def planner(request: HttpRequest) -> HttpResponse:
    """The rooms and trainers of a center over a term, week by week."""
    center = center_or_none(request)
    if center is None:
        return choose(request)
    today = timezone.localdate()
    choices = reads.terms(today)
    term = term_of(request, choices)
    context = {
        "center": center,
        "terms": choices,
        "term": term,
        "plan": reads.plan(center, *reads.span(term, today)),
        "skipped": reads.skipped(center, timezone.now()),
    }
    return render(request, "training/planner.html", context)


@require(Permission.ROUND_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def planner_new(request: HttpRequest) -> HttpResponse:
    """Schedule a round over a term. Nothing is kept until its dates were shown and the button below them was pressed."""
    center = center_or_none(request)
    if center is None:
        return choose(request)
    today = timezone.localdate()
    first, last = reads.span(term_of(request, reads.terms(today)), today)
    start = {"first_day": max(first, today + timedelta(days=3)), "until": last}
    form = TermForm(request.POST or None, initial=start, center=center)
    seen: list[Seen] = []
    chosen: list[Seen] = []
    if request.method == "POST" and form.is_valid():
        wish, at = form.wish(), timezone.now()
        try:
            if "save" in request.POST:
                round = terms.schedule(center, wish, by=request.user, at=at, key=key_of(request))
                messages.success(
                    request, _("The draft is saved. Announce the round when everything is right.")
                )
                return redirect("manage-round", round.pk)
            seen = terms.proposals(wish, at=at)
            chosen = terms.enough(wish, seen)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    used = {one.starts_at for one in chosen}
    context = {
        "center": center,
        "form": form,
        "seen": [(one, one.starts_at in used) for one in seen],
        "chosen": len(chosen),
        "key": uuid4(),
        "typed": form.typed() if seen else [],
    }
    return render(request, "training/planner_new.html", context)


def skipped_or_404(request: HttpRequest, pk: int) -> SkippedDate:
    return get_object_or_404(SkippedDate.objects.within(request.access, Permission.ROUND_MANAGE), pk=pk)


@require(Permission.ROUND_MANAGE)
@require_POST
def skipped_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Lay a skipped date after all."""
    date = skipped_or_404(request, pk)
    with refusal_shown(request):
        terms.take(date, by=request.user, at=timezone.now())
        messages.success(request, _("The date is taken: it is one of the round again."))
    return redirect("manage-round", date.round_id)


@require(Permission.ROUND_MANAGE)
@require_POST
def skipped_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a skipped date go."""
    date = skipped_or_404(request, pk)
    with refusal_shown(request):
        terms.drop(date, by=request.user, at=timezone.now())
        messages.success(request, _("The date is let go."))
    return redirect("manage-round", date.round_id)
