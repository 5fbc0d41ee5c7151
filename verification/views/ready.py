"""What is ready for certificates, one of them as it will look, and the press that puts them before an approver."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hcec.core import pdf
from hcec.core.access import Permission, require
from hcec.core.db import database_now
from hcec.core.pieces import Tab
from hcec.core.refusals import refusal_shown
from verification import paper
from verification.actions import issuing, runs
from verification.facts import facts_of
from verification.forms import IssueForm, ScopeForm
from verification.kinds import SOURCES
from verification.models import IssueRun, Kind
from verification.queries import ready as reads
from verification.queries import templates as template_reads
from verification.queries.ready import Scope
from verification.sources import award_of
from verification.sources import ready as all_ready
from verification.views import listings
from verification.views.files import pdf_response

PREPARE = Permission.CERTIFICATE_PREPARE


def scope_or_404(request: HttpRequest, **named: Any) -> Scope:
    """The scope of these names. Raises Http404 for none, and for a session, round, occasion or center outside the branch."""
    scope = ScopeForm(named).scope()
    if scope is None:
        raise Http404
    if scope.group:
        get_object_or_404(SOURCES[scope.kind].groups().within(request.access, PREPARE), pk=scope.group)
    if scope.center:
        get_object_or_404(listings.my_centers(request), pk=scope.center)
    return scope


@require(PREPARE)
@require_safe
def issue(request: HttpRequest) -> HttpResponse:
    """Sessions, rounds and occasions with certificates to issue, one tab a kind."""
    groups = {each: reads.groups(each, request.access, request.user) for each in Kind}
    counts = {each: rows.count() for each, rows in groups.items()}
    kind = request.GET.get("kind")
    if kind not in Kind.values:
        kind = next((each for each in Kind if counts[each]), Kind.TEST_RESULT)
    tabs = [Tab(each.label, f"{reverse('issue')}?kind={each}", each == kind, counts[each]) for each in Kind]
    center = ScopeForm({"kind": kind, "center": request.GET.get("center")}).scope()
    scope = center or Scope(kind)
    count = scope.rows(request.access, request.user).count()
    context = {"tabs": tabs, "kind": kind, "scope": scope, "count": count}
    return listings.GROUPS[Kind(kind)](request, groups[kind]).respond("verification/issue.html", context)


@require(PREPARE)
@require_safe
def group(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The people of one session, round or occasion whose certificates are ready."""
    scope = scope_or_404(request, kind=kind, group=pk)
    rows = scope.rows(request.access, request.user)
    context = {
        "scope": scope,
        "title": reads.title(scope),
        "left_out": left_out(request, scope),
        "count": rows.count(),
        "round_pk": pk if scope.kind == Kind.COMPLETION else None,
    }
    return listings.ROWS[Kind(scope.kind)](request, rows).respond("verification/issue_group.html", context)


def left_out(request: HttpRequest, scope: Scope) -> reads.LeftOut:
    return reads.left_out(scope, request.access, request.user)


@require(PREPARE)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Say what will happen, and on the press prepare exactly that; a number that changed meanwhile is shown again."""
    scope = scope_or_404(request, **request.GET.dict())
    rows = scope.rows(request.access, request.user)
    count = rows.count()
    form = IssueForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (run := begun(request, form)):
        return redirect("issue-run", pk=run.pk)
    if request.method == "POST" and form.is_valid() and form.cleaned_data["count"] == count:
        with refusal_shown(request):
            return redirect("issue-run", pk=begin(request, scope, form.cleaned_data["idempotency_key"]).pk)
    changed = request.method == "POST" and form.is_valid() and form.cleaned_data["count"] != count
    context = {
        "scope": scope, "title": reads.title(scope), "count": count, "centers": reads.per_center(rows, scope.kind),
        "left_out": left_out(request, scope), "key": uuid.uuid4().hex, "changed": changed, "papers": pdf.available(),
    }  # fmt: skip
    return render(request, "verification/issue_confirm.html", context)


def key_of(request: HttpRequest, key: uuid.UUID) -> str:
    return f"{request.user.pk}:{key.hex}"


def begun(request: HttpRequest, form: IssueForm) -> IssueRun | None:
    """The run that an earlier press of the same form began: what is in it is ready no more."""
    return IssueRun.objects.filter(key=key_of(request, form.cleaned_data["idempotency_key"])).first()


def begin(request: HttpRequest, scope: Scope, key: uuid.UUID) -> IssueRun:
    """Prepare the run over what the scope holds at this moment."""
    rows = scope.rows(request.access, request.user).order_by("pk")
    found = list(rows.values_list("pk", f"{SOURCES[scope.kind].group}__center"))
    ids, centers = [pk for pk, _center in found], {center for _pk, center in found}
    return runs.prepare(
        by=request.user,
        at=database_now(),
        key=key_of(request, key),
        title=reads.title(scope),
        centers=sorted(centers),
        kind=scope.kind,
        sources=ids,
    )


def award_or_404(request: HttpRequest, kind: str, pk: int) -> Any:
    if kind not in Kind.values:
        raise Http404
    return award_of(get_object_or_404(all_ready(kind).within(request.access, PREPARE), pk=pk))


@require(PREPARE)
@require_safe
def preview(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The words of one certificate as they would be frozen today."""
    award = award_or_404(request, kind, pk)
    words = None
    with refusal_shown(request):
        words = issuing.words_today(award, by=request.user, at=timezone.now())
    hindrance = {"own": _("It is your own."), "prepared": _("You put it on record yourself.")}
    context = {
        "award": award, "words": words, "facts": facts_of(words, _("given when issued")) if words else "",
        "kind": kind, "pk": pk, "papers": pdf.available(),
        "hindrance": hindrance.get(issuing.hindrance(award, request.user), ""),
    }  # fmt: skip
    return render(request, "verification/preview.html", context)


@require(PREPARE)
@require_safe
def preview_file(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The same as a PDF, marked as a specimen; nothing is kept."""
    award = award_or_404(request, kind, pk)
    with refusal_shown(request):
        words = issuing.words_today(award, by=request.user, at=timezone.now())
        if pdf.available():
            return pdf_response(
                paper.specimen(words, template_reads.shown(kind)),
                f"specimen-{pk}",
                attached=False,
            )
    return redirect("issue-preview", kind=kind, pk=pk)
