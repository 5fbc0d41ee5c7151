"""The figures of the nation, a province or a center, and the rows behind each number (guideline 6.2.6, 6.3.2, 6.4.7)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from centers.models import Center
from hcec.core import sheets
from hcec.core.access import Permission, require
from hcec.reports import tables
from hcec.reports.figures import figures
from hcec.reports.listings import LISTINGS
from hcec.reports.measures import BY_KEY
from hcec.reports.periods import period_from, years
from hcec.reports.scopes import Scope, home_of, scope_of


@require(Permission.FIGURES_VIEW)
@require_safe
def branch(request: HttpRequest) -> HttpResponse:
    """The reader's own place; who holds several centers chooses one."""
    access = request.access  # type: ignore[attr-defined]
    scope = home_of(access)
    if scope is None:
        centers = Center.objects.within(access, Permission.FIGURES_VIEW).select_related("province")
        places = [Scope(center=center) for center in centers.order_by("code")]
        return render(request, "reports/branch_choose.html", {"places": places})
    if scope != Scope():
        query = request.GET.urlencode()
        return redirect(scope.path + (f"?{query}" if query else ""))
    return page(request, scope)


@require(Permission.FIGURES_VIEW)
@require_safe
def province(request: HttpRequest, code: str) -> HttpResponse:
    """A province and its centers."""
    return page(request, scope_of(request.access, province=code))  # type: ignore[attr-defined]


@require(Permission.FIGURES_VIEW)
@require_safe
def center(request: HttpRequest, code: str, center_code: str) -> HttpResponse:
    """One center."""
    return page(request, scope_of(request.access, province=code, center=center_code))  # type: ignore[attr-defined]


def page(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The figures as a page, or as the sheet of the same figures."""
    today = timezone.localdate()
    every = scope == Scope() and request.GET.get("by") == "center"
    found = figures(scope, period_from(request.GET, today), every_center=every)
    if (wanted := request.GET.get("export")) in ("xlsx", "csv"):
        answer = sheets.xlsx_response if wanted == "xlsx" else sheets.csv_response
        return answer(f"figures-{found.period.year}.{wanted}", *tables.sheet(found))
    context: dict[str, Any] = {
        "figures": found,
        "tiles": tables.tiles(found),
        "table": tables.table(found),
        "every_center": every,
        "charts": tables.charts(found),
        "years": years(today),
        "above": tables.above(scope, request.access),  # type: ignore[attr-defined]
    }
    return render(request, "reports/branch.html", context)


@require(Permission.FIGURES_VIEW)
@require_safe
def rows(request: HttpRequest, measure: str) -> HttpResponse:
    """The rows that a number counts: the same function finds both. Names only for who may see a person's record."""
    if measure not in BY_KEY:
        raise Http404
    access = request.access  # type: ignore[attr-defined]
    scope = scope_of(access, province=request.GET.get("province", ""), center=request.GET.get("center", ""))
    period, shown = period_from(request.GET, timezone.localdate()), BY_KEY[measure]
    listing = LISTINGS[measure](request, shown.rows(scope, period))
    listing.rows = listing.rows.select_related(*listing.related)
    if listing.person_column and scope.lies_in(access.reach(Permission.PERSON_VIEW)):
        listing.columns = (listing.person_column, *listing.columns)
    return listing.respond("reports/rows.html", {"measure": shown, "scope": scope, "period": period})
