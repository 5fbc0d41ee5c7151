"""Pages of directives: write, publish, acknowledge, and see who has not."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from committees.actions import directives as actions
from committees.forms.directives import DirectiveForm, PlanForm
from committees.lifecycles import DIRECTIVE
from committees.models import Committee, Directive, Level
from committees.queries import directives as reads
from hcec.core.access import Permission, require
from hcec.core.files import private_file
from hcec.core.listing import Column, Listing
from hcec.core.refusals import refusal_shown


class DirectiveListing(Listing):
    """Directives that a person may read."""

    columns = (
        Column("subject", _("Directive"), sort="subject", card="title", link=lambda d: address(d)),
        Column("number", _("Document number"), sort="number"),
        Column("issuer", _("From"), value="issuer.name"),
        Column("due_on", _("Acknowledge by"), sort="due_on", kind="date"),
        Column("status", _("State"), kind="status", lifecycle="committees.directive"),
    )
    search, search_label = ("subject", "number"), _("Subject or number")
    default_sort = "-due_on"
    filename = "directives"
    empty_title = _("No directives")
    empty_text = _("Directives of the ministry and OBEC that reach your committee appear here.")


class StandingListing(Listing):
    """The committees that a directive asks, and which have acknowledged."""

    columns = (
        Column("name", _("Committee"), card="title"),
        Column("level", _("Level"), value="get_level_display"),
        Column("done", _("Acknowledged"), kind="yes_no"),
    )
    search, search_label = ("province__name_th", "center__name_th"), _("Province or center")
    filename = "acknowledgements"
    empty_title = _("Nobody is asked")
    empty_text = _("This directive asks no committee at this level.")


def address(directive: Directive) -> str:
    """The page of a directive."""
    return reverse("directive", args=[directive.pk])


@require(Permission.COMMITTEE_VIEW)
def directives(request: HttpRequest) -> HttpResponse:
    """The directives that reach the person's committees."""
    rows = reads.visible(request.access, request.appointments)
    may_issue = bool(reads.my_committees(request.appointments, Permission.DIRECTIVE_ISSUE))
    return DirectiveListing(request, rows).respond("committees/directives.html", {"may_issue": may_issue})


@require(Permission.DIRECTIVE_ISSUE)
def new(request: HttpRequest) -> HttpResponse:
    """Draft a directive in the name of one's national committee."""
    issuer = reads.my_committees(request.appointments, Permission.DIRECTIVE_ISSUE)[0]
    form = DirectiveForm(request.POST or None, request.FILES or None)
    form.instance.issuer = issuer
    if request.method == "POST" and form.is_valid():
        directive = actions.draft(issuer, form.cleaned_data, by=request.user, at=timezone.now())
        return redirect(address(directive))
    return render(request, "committees/directive_new.html", {"form": form, "issuer": issuer})


def found(request: HttpRequest, pk: int) -> Directive:
    """The directive, where the person may read it; else 404."""
    return get_object_or_404(reads.visible(request.access, request.appointments), pk=pk)


def mine_to_acknowledge(request: HttpRequest, directive: Directive) -> list[Committee]:
    """The person's committees for which she may acknowledge now."""
    mine = reads.my_committees(request.appointments, Permission.DIRECTIVE_ACKNOWLEDGE)
    given = set(directive.acknowledgements.filter(committee__in=mine).values_list("committee_id", flat=True))
    return [c for c in mine if c.pk not in given and reads.has_reached(directive, c)]


def page(request: HttpRequest, directive: Directive, form: PlanForm) -> HttpResponse:
    """One directive: what it asks, how far it has come, and what this person can do about it."""
    issuing = directive.issuer in reads.my_committees(request.appointments, Permission.DIRECTIVE_ISSUE)
    mine = [appointment.committee_id for appointment in request.appointments]
    context: dict[str, Any] = {
        "directive": directive,
        "form": form,
        "levels": [(Level(s.level).label, s) for s in reads.standings(directive)],
        "waiting": mine_to_acknowledge(request, directive),
        "given": directive.acknowledgements.filter(committee__in=mine).select_related(
            "committee__province", "committee__center", "person"
        ),
        "moves": DIRECTIVE.open_moves(directive) if issuing else [],
    }
    return render(request, "committees/directive.html", context)


@require(Permission.COMMITTEE_VIEW)
def directive(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a directive."""
    return page(request, found(request, pk), PlanForm())


@require(Permission.DIRECTIVE_ACKNOWLEDGE)
@require_POST
def acknowledge(request: HttpRequest, pk: int, committee: int) -> HttpResponse:
    """Acknowledge for one of the person's committees."""
    directive = found(request, pk)
    mine = reads.my_committees(request.appointments, Permission.DIRECTIVE_ACKNOWLEDGE)
    for_whom = get_object_or_404(Committee, pk=committee, pk__in=[c.pk for c in mine])
    form = PlanForm(request.POST)
    if form.is_valid():
        with refusal_shown(request, form):
            plan = form.cleaned_data["plan"]
            actions.acknowledge(directive, for_whom, plan=plan, by=request.user, at=timezone.now())
            return redirect(address(directive))
    return page(request, directive, form)


@require(Permission.DIRECTIVE_ISSUE)
@require_POST
def move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Publish or withdraw a directive of one's own committee."""
    issuers = reads.my_committees(request.appointments, Permission.DIRECTIVE_ISSUE)
    directive = get_object_or_404(Directive, pk=pk, issuer__in=[c.pk for c in issuers])
    act = {"publish": actions.publish, "withdraw": actions.withdraw}[name]
    with refusal_shown(request):
        act(directive, by=request.user, at=timezone.now())
    return redirect(address(directive))


@require(Permission.COMMITTEE_VIEW)
def standing(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has acknowledged and who has not, down to the center, within the reader's branch."""
    directive = found(request, pk)
    rows = reads.with_acknowledgement(directive).filter(
        pk__in=Committee.objects.within(request.access, Permission.COMMITTEE_VIEW)
    )
    if request.GET.get("done") in ("0", "1"):
        rows = rows.filter(done=request.GET["done"] == "1")
    rows = rows.order_by("done", "level", "pk")
    return StandingListing(request, rows).respond("committees/standing.html", {"directive": directive})


@require(Permission.COMMITTEE_VIEW)
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The directive's own document, for those who may read the directive."""
    return private_file(found(request, pk).document)
