"""Pages of supervision visits: whom to visit, the rating form on a phone, replies, final findings, report."""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from centers.models import Center
from committees.actions import visits as actions
from committees.forms.visits import FinalForm, MadeForm, RatingsForm, ReplyForm, VisitForm
from committees.lifecycles import VisitStatus
from committees.models import Finding, Visit
from committees.queries import visits as reads
from committees.queries.directives import my_committees
from committees.queries.problems import people_of
from hcec.core import pdf
from hcec.core.access import Permission, require
from hcec.core.listing import Column, Listing
from hcec.core.refusals import refusal_shown
from hcec.core.thai import fiscal_year, fiscal_year_bounds


class VisitListing(Listing):
    """Visits of a branch."""

    columns = (
        Column("center", gettext_lazy("Center"), value="center.name", sort="center__code", card="title",
               link=lambda v: reverse("visit", args=[v.pk])),
        Column("planned_on", gettext_lazy("Day"), sort="planned_on", kind="date"),
        Column("supervisor", gettext_lazy("Supervisor"), value="supervisor.name"),
        Column("reason", gettext_lazy("Why"), value="get_reason_display"),
        Column("status", gettext_lazy("State"), sort="status", kind="status", lifecycle="committees.visit"),
    )  # fmt: skip
    search, search_label = ("center__name_th", "center__code"), gettext_lazy("Center")
    default_sort = "-planned_on"
    filename = "visits"
    empty_title = gettext_lazy("No visits yet")
    empty_text = gettext_lazy(
        "Plan a visit; the page that suggests centers by risk and by lot helps to choose."
    )


def seen(request: HttpRequest) -> Any:
    """The visits of the person's branch."""
    rows = Visit.objects.within(request.access, Permission.COMMITTEE_VIEW)
    return rows.select_related(
        "center__province", "supervisor", "form", "committee__province", "committee__center"
    )


@require(Permission.COMMITTEE_VIEW)
def visits(request: HttpRequest) -> HttpResponse:
    """The visits of the branch. A center sees a visit's findings once they were sent to it."""
    context = {"may_visit": request.access.can(Permission.VISIT_MAKE)}
    return VisitListing(request, seen(request)).respond("committees/visits.html", context)


@require(Permission.VISIT_MAKE)
def suggestions(request: HttpRequest) -> HttpResponse:
    """Whom to visit next: by risk, and by a lot that anyone can draw again."""
    today = timezone.localdate()
    year = fiscal_year(today)
    centers = Center.objects.within(request.access, Permission.VISIT_MAKE).select_related("province")
    seed = f"HCEC {year}"
    context = {
        "by_risk": reads.by_risk(centers, today)[:15],
        "by_lot": reads.by_lot(centers, seed=seed, how_many=5, since=fiscal_year_bounds(year)[0]),
        "seed": seed,
    }
    return render(request, "committees/visit_suggestions.html", context)


@require(Permission.VISIT_MAKE)
def new(request: HttpRequest, center: int | None = None, reason: str = "") -> HttpResponse:
    """Plan a visit to a center of one's branch, one that was suggested perhaps."""
    centers = Center.objects.within(request.access, Permission.VISIT_MAKE).order_by("code", "pk")
    mine = my_committees(request.appointments, Permission.VISIT_MAKE)
    start = {"center": center, "reason": reason}
    form = VisitForm(request.POST or None, centers=centers, committees=mine, initial=start)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            fields = form.cleaned_data | {"supervisor": request.user}
            visit = actions.plan(fields, by=request.user, at=timezone.now())
            return redirect("visit", pk=visit.pk)
    return render(request, "committees/visit_new.html", {"form": form})


@require(Permission.COMMITTEE_VIEW)
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """One visit: its marks, findings, replies, and what this person can do."""
    return page(request, get_object_or_404(seen(request), pk=pk))


def page(request: HttpRequest, visit: Visit, **forms: Any) -> HttpResponse:
    """The page with the forms that this person may use; a refused one comes back as it was sent."""
    mine = visit.supervisor_id == request.user.pk
    replies = (
        visit.status == VisitStatus.MADE
        and visit.center_id in request.access.reach(Permission.VISIT_REPLY).centers
    )
    closed_to_center = visit.status == VisitStatus.PLANNED and not mine
    context: dict[str, Any] = {
        "visit": visit,
        "mine": mine,
        "mean": None if closed_to_center else reads.mean_of_visit(visit),
        "ratings": []
        if closed_to_center
        else visit.ratings.select_related("item").order_by("item__position", "pk"),
        "findings": [] if closed_to_center else visit.findings.select_related("replied_by").order_by("pk"),
        "replies": replies and not mine,
        "reply_form": ReplyForm(),
        "made_form": MadeForm(initial={"made_on": timezone.localdate()}),
    }
    if mine and visit.status == VisitStatus.MADE:
        context["final_form"] = final_form(visit)
    return render(request, "committees/visit.html", context | forms)


def final_form(visit: Visit, data: Any = None) -> FinalForm:
    """The form that makes findings final, with the people of the visited center."""
    return FinalForm(data, visit=visit, people=people_of(visit.center.committee, timezone.localdate()))


def mine_to_make(request: HttpRequest, pk: int) -> Visit:
    """The person's own visit; else 404."""
    return get_object_or_404(seen(request), pk=pk, supervisor=request.user)


@require(Permission.VISIT_MAKE)
def form(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill in the rating form. What was typed without network stays on the phone and is sent when it is back."""
    visit = mine_to_make(request, pk)
    ratings = RatingsForm(request.POST or None, visit=visit)
    if request.method == "POST" and ratings.is_valid():
        return saved(request, visit, ratings)
    context = {"visit": visit, "form": ratings, "other": [], "refused": False}
    return render(request, "committees/visit_form.html", context)


def saved(request: HttpRequest, visit: Visit, ratings: RatingsForm) -> HttpResponse:
    """Save the whole form; a stale one comes back beside what stands now, as JSON to a script."""
    by_script = request.headers.get("Accept") == "application/json"
    try:
        visit = actions.record(visit, **ratings.said(), by=request.user, at=timezone.now())
    except actions.Refusal as refusal:
        if by_script:
            return JsonResponse({"refused": str(refusal)}, status=409)
        messages.warning(request, str(refusal))
        visit.refresh_from_db()
        other = ratings.otherwise(RatingsForm(visit=visit))
        ratings.data = request.POST.copy()
        ratings.data["version"] = str(visit.version)
        context = {"visit": visit, "form": ratings, "other": other, "refused": True}
        return render(request, "committees/visit_form.html", context, status=409)
    if not by_script or "pressed" in request.POST:
        messages.success(request, _("The visit is kept. Send the findings when you are done."))
    return JsonResponse({"version": visit.version}) if by_script else redirect("visit", pk=visit.pk)


@require(Permission.VISIT_MAKE)
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the findings to the center."""
    visit, made = mine_to_make(request, pk), MadeForm(request.POST)
    if made.is_valid():
        with refusal_shown(request, made):
            actions.submit(visit, **made.cleaned_data, by=request.user, at=timezone.now())
            return redirect("visit", pk=pk)
    return page(request, visit, made_form=made)


@require(Permission.VISIT_REPLY)
@require_POST
def reply(request: HttpRequest, pk: int, finding: int) -> HttpResponse:
    """Reply to one finding for the center."""
    rows = Visit.objects.within(request.access, Permission.VISIT_REPLY)
    found = get_object_or_404(Finding.objects.select_related("visit"), pk=finding, visit=pk, visit__in=rows)
    answer = ReplyForm(request.POST)
    if answer.is_valid():
        with refusal_shown(request, answer):
            actions.reply(found, **answer.cleaned_data, by=request.user, at=timezone.now())
            return redirect("visit", pk=pk)
    return page(request, get_object_or_404(seen(request), pk=pk), reply_form=answer)


@require(Permission.VISIT_MAKE)
@require_POST
def finalise(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the findings final, with corrective actions."""
    visit = mine_to_make(request, pk)
    final = final_form(visit, request.POST)
    if final.is_valid():
        with refusal_shown(request, final):
            actions.finalise(visit, corrections=final.corrections, by=request.user, at=timezone.now())
            return redirect("visit", pk=pk)
    return page(request, visit, final_form=final)


@require(Permission.VISIT_MAKE)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a visit that was not made."""
    with refusal_shown(request):
        actions.cancel(mine_to_make(request, pk), by=request.user, at=timezone.now())
    return redirect("visit", pk=pk)


@require(Permission.COMMITTEE_VIEW)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The final report as a PDF."""
    visit = get_object_or_404(seen(request), pk=pk, status=VisitStatus.FINAL)
    if not pdf.available():
        messages.warning(request, _("PDFs cannot be made on this machine at the moment."))
        return redirect("visit", pk=pk)
    context = {
        "visit": visit,
        "mean": reads.mean_of_visit(visit),
        "ratings": visit.ratings.select_related("item").order_by("item__position", "pk"),
        "findings": visit.findings.prefetch_related("actions__owner").order_by("pk"),
    }
    data = pdf.render("committees/papers/visit.html", context, title=str(visit))
    return HttpResponse(data, content_type="application/pdf")


@login_not_required
def worker(request: HttpRequest) -> HttpResponse:
    """The script that opens taken-along forms without network; served here so that its scope is the visits alone."""
    path = finders.find("committees/worker.js")
    assert isinstance(path, str)  # it is part of the house
    answer = HttpResponse(Path(path).read_bytes(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer
