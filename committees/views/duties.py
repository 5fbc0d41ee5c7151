"""Pages of the duty ledger: what a committee owes, what proves it, and what climbed up to it."""

from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from committees.actions import duties as actions
from committees.forms.directives import ProofForm
from committees.models import Committee, DutyProof
from committees.obligations import OBLIGATIONS, UPLOAD, Obligation
from committees.queries import ledger
from committees.queries.directives import my_committees
from hcec.core.access import Permission, require
from hcec.core.files import private_file
from hcec.core.navigation import may_open
from hcec.core.refusals import refusal_shown
from hcec.core.thai import fiscal_year

ORDER = ("late", "due", "done", "ahead")


def committee_within(request: HttpRequest, pk: int) -> Committee:
    """The committee, where the person may see it; else 404."""
    seen = Committee.objects.within(request.access, Permission.COMMITTEE_VIEW)
    return get_object_or_404(seen.select_related("province", "center__province"), pk=pk)


def year_of(request: HttpRequest) -> int:
    """The fiscal year (BE) asked for in the address, or the running one."""
    asked, now = request.GET.get("year", ""), fiscal_year(timezone.localdate())
    return int(asked) if asked.isdecimal() and now - 20 <= int(asked) <= now + 1 else now


@require(Permission.COMMITTEE_VIEW)
def duties(request: HttpRequest, pk: int) -> HttpResponse:
    """Done, due and late of one committee in a fiscal year, and the late duties that climbed up to it."""
    committee, year, today = committee_within(request, pk), year_of(request), timezone.localdate()
    found, climbed = ledger.page(committee, year, today)
    lines = [line if may_open(request.access, line.path) else replace(line, path="") for line in found]
    context = {
        "committee": committee,
        "year": year,
        "years": [year - 1, year, year + 1],
        "counts": [(state, sum(1 for line in lines if line.state(today) == state)) for state in ORDER],
        "groups": [
            (obligation, list(rows)) for obligation, rows in groupby(lines, key=lambda line: line.obligation)
        ],
        "today": today,
        "climbed": with_names(climbed, today),
        "may_prove": committee in my_committees(request.appointments, Permission.DUTY_PROVE),
        "upload": UPLOAD,
    }
    return render(request, "committees/duties.html", context)


def with_names(climbed: list[tuple[Committee, list[ledger.Line]]], today: date) -> list[Any]:
    """Each committee below with its late duties, and by each the people whose it is."""
    names = ledger.holders(climbed, today) if climbed else {}
    return [
        (child, [(line, names.get((child.pk, line.obligation.owner), [])) for line in late])
        for child, late in climbed
    ]


@require(Permission.DUTY_PROVE)
def prove(request: HttpRequest, pk: int, code: str, start: str) -> HttpResponse:
    """Upload the proof of a duty that no query can find, in the name of one's own committee."""
    committee = committee_within(request, pk)
    if committee not in my_committees(request.appointments, Permission.DUTY_PROVE):
        raise Http404
    obligation, period = asked(committee, code, start)
    form = ProofForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            actions.prove(
                committee, obligation, period, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return redirect("committee-duties", pk=committee.pk)
    context: dict[str, Any] = {
        "committee": committee,
        "obligation": obligation,
        "period": period,
        "form": form,
    }
    return render(request, "committees/duty_prove.html", context)


def asked(committee: Committee, code: str, start: str) -> tuple[Obligation, ledger.Period]:
    """The obligation and period that an address names; 404 where there are none."""
    obligation = next((o for o in OBLIGATIONS if o.code == code and o.level == committee.level), None)
    try:
        day = date.fromisoformat(start)
    except ValueError as error:
        raise Http404 from error
    if obligation is None or obligation.proof != UPLOAD:
        raise Http404
    spans = ledger.periods(fiscal_year(day), obligation.rhythm)
    period = next((span for span in spans if span.start == day), None)
    if period is None:
        raise Http404
    return obligation, period


@require(Permission.COMMITTEE_VIEW)
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """One uploaded proof, for those who may see the committee."""
    seen = Committee.objects.within(request.access, Permission.COMMITTEE_VIEW)
    found = get_object_or_404(
        DutyProof.objects.select_related("committee__province", "committee__center", "person"),
        pk=pk,
        committee__in=seen,
    )
    obligation = next(o for o in OBLIGATIONS if o.code == found.duty)
    return render(request, "committees/duty_proof.html", {"proof": found, "obligation": obligation})


@require(Permission.COMMITTEE_VIEW)
def proof_document(request: HttpRequest, pk: int) -> HttpResponse:
    """The document of an uploaded proof."""
    seen = Committee.objects.within(request.access, Permission.COMMITTEE_VIEW)
    return private_file(get_object_or_404(DutyProof, pk=pk, committee__in=seen).document)
