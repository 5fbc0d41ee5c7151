"""Honours and attestations: put an occasion on record, name its people, take one off; its certificates come as all others do."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hcec.accounts import found as search
from hcec.accounts.models import User
from hcec.accounts.refusals import Refusal as TooLate
from hcec.core.access import Permission, require
from hcec.core.db import database_now
from hcec.core.refusals import refusal_shown
from verification.actions import occasions as actions
from verification.forms.occasions import CiteForm, OccasionForm
from verification.models import CITED, Citation, Occasion
from verification.queries import occasions as reads
from verification.queries.ready import Scope
from verification.views.listings import my_centers
from verification.views.listings_occasions import CitationListing, OccasionListing

PREPARE = Permission.CERTIFICATE_PREPARE
KEPT = timedelta(hours=12)  # a list of people may take an afternoon


def occasion_or_404(request: HttpRequest, pk: int) -> Occasion:
    return get_object_or_404(reads.occasions(request.access), pk=pk)


@require(PREPARE)
@require_safe
def occasions(request: HttpRequest) -> HttpResponse:
    """The occasions of one's branch."""
    return OccasionListing(request, reads.occasions(request.access)).respond("verification/occasions.html")


@require(PREPARE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Put an occasion on record."""
    centers = my_centers(request)
    initial = {"kind": CITED[0], "center": centers.first()}
    form = OccasionForm(request.POST or None, centers=centers, initial=initial)
    key = request.POST.get("idempotency_key") or uuid.uuid4().hex
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusal_shown(request, form):
            made = actions.record(
                given["center"], given["kind"], form.words(), by=request.user, at=database_now(),
                key=f"{request.user.pk}:{key[:64]}",
            )  # fmt: skip
            messages.success(request, _("It is on record. Now name the people."))
            return redirect("occasion-cite", pk=made.pk)
    return render(request, "verification/occasion_new.html", {"form": form, "key": key})


@require(PREPARE)
@require_safe
def occasion(request: HttpRequest, pk: int) -> HttpResponse:
    """One occasion with its people, and how far each of their certificates is."""
    held = occasion_or_404(request, pk)
    scope = Scope(held.kind, held.pk)
    may_prepare = scope.rows(request.access, request.user).exists()
    context = {"occasion": held, "scope": scope, "may_prepare": may_prepare}
    return CitationListing(request, reads.citations(held)).respond("verification/occasion.html", context)


@require(PREPARE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct its words, as long as no certificate says them."""
    held = occasion_or_404(request, pk)
    form = OccasionForm(request.POST or None, instance=occasion_or_404(request, pk))
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            actions.correct(held, form.words(), by=request.user, at=database_now())
            messages.success(request, _("The words are corrected."))
            return redirect("occasion", pk=pk)
    return render(request, "verification/occasion_edit.html", {"occasion": held, "form": form})


@require(PREPARE)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue nothing of it any more."""
    held = occasion_or_404(request, pk)
    with refusal_shown(request):
        actions.withdraw(held, by=request.user, at=database_now())
        messages.success(request, _("It is withdrawn: nothing is issued of it any more."))
    return redirect("occasion", pk=pk)


@require(PREPARE)
@require_http_methods(["GET", "HEAD", "POST"])
def cite(request: HttpRequest, pk: int) -> HttpResponse:
    """Name people: lines are looked up and shown by name; what was shown is put on record by the next press, all or none."""
    held = occasion_or_404(request, pk)
    if request.method != "POST":
        return cite_page(request, held, CiteForm(found=[]), [])
    typed, (people, late) = request.POST.get("people", ""), ticked(request, held)
    form = cite_form(request, held, people, typed)
    if form.is_valid() and typed.strip():
        more, wrong = reads.looked_up(typed, held, by=request.user)
        people = list(dict.fromkeys([*people, *more]))
        form = cite_form(request, held, people, "\n".join(each.shown for each in wrong))
        complain(form, [*late, *map(str, wrong)])
    elif form.is_valid() and late:
        complain(form, late)
    elif form.is_valid() and not people:
        complain(form, [_("Name at least one person.")])
    elif form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("role_th", "role_en")}
        with refusal_shown(request, form):
            made = actions.cite(held, people, by=request.user, at=database_now(), **given)
            messages.success(request, said(len(made)))
            return redirect("occasion", pk=pk)
    return cite_page(request, held, form, people)


def said(count: int) -> str:
    """How many are new."""
    if not count:
        return _("They were on record already.")
    return ngettext("%(count)s person is on record.", "%(count)s people are on record.", count) % {
        "count": count
    }


def purpose(held: Occasion) -> str:
    return f"cite:{held.pk}"


def ticked(request: HttpRequest, held: Occasion) -> tuple[list[User], list[str]]:
    """The people whom the form carried and whose tick stands, and what is wrong with what it carried."""
    people, late = [], []
    for text in dict.fromkeys(request.POST.getlist("found")):
        try:
            people.append(search.opened(text, purpose(held), request.user, KEPT))
        except TooLate as refusal:
            late.append(str(refusal))
    return people, late


def cite_form(request: HttpRequest, held: Occasion, people: list[User], typed: str) -> CiteForm:
    """The form as it stands: these people found, these lines still to be looked up."""
    carried = [(search.carried(each, purpose(held), request.user), each.name) for each in people]
    data: dict[str, Any] = {name: request.POST.get(name, "") for name in ("role_th", "role_en")}
    data |= {"people": typed, "found": [text for text, _name in carried]}
    return CiteForm(data, found=carried)


def complain(form: CiteForm, wrong: list[str]) -> None:
    for each in wrong if form.is_valid() else []:
        form.add_error("people", each)


def cite_page(request: HttpRequest, held: Occasion, form: CiteForm, people: list[User]) -> HttpResponse:
    """The page; numbers of cards are not on it, whatever came of them."""
    left = ""
    if form.is_bound:
        lines = form.data["people"].splitlines()
        left = form.data["people"] = "\n".join(map(reads.shown, lines))  # type: ignore[index]
    count = 0 if left.strip() else len(people)
    return render(
        request, "verification/occasion_cite.html", {"occasion": held, "form": form, "count": count}
    )


@require(PREPARE)
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a person off again."""
    rows = Citation.objects.within(request.access, PREPARE).select_related("person", "occasion__center")
    held = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        with refusal_shown(request):
            actions.take_back(held, by=request.user, at=database_now())
            messages.success(request, _("%(person)s is taken off.") % {"person": held.person.name})
        return redirect("occasion", pk=held.occasion_id)
    return render(request, "verification/citation_withdraw.html", {"citation": held})
