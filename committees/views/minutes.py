"""Pages of minutes: written without losing a word, read line by line, approved in the next meeting."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from committees.actions import minutes as actions
from committees.forms.minutes import AskForm, MinutesForm, WithdrawForm
from committees.lifecycles import SittingStatus
from committees.models import AgendaItem, Reading, Sitting
from committees.queries import minutes as reads
from committees.queries import sittings as of_sittings
from committees.queries.directives import my_committees
from committees.views.sittings import run_by_me, seen
from hcec.core.access import Permission, require
from hcec.core.refusals import refusal_shown


@require(Permission.MEETING_RUN)
def minutes(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Write the minutes of a point. Saved by itself where there is JavaScript; a stale save shows both texts."""
    sitting = run_by_me(request, pk)
    point = get_object_or_404(sitting.items, pk=item)
    start = {"text": point.minutes, "version": point.version}
    form = MinutesForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        return saved(request, point, form)
    context = {"sitting": sitting, "item": point, "form": form, "other": "", "refused": False}
    return render(request, "committees/minutes.html", context)


def saved(request: HttpRequest, point: AgendaItem, form: MinutesForm) -> HttpResponse:
    """Save and go back; a script's save answers with the new version, a refused one with both texts."""
    by_script = request.headers.get("Accept") == "application/json"
    try:
        point = actions.write(point, **form.cleaned_data, by=request.user, at=timezone.now())
    except actions.Refusal as refusal:
        if by_script:
            return JsonResponse({"refused": str(refusal)}, status=409)
        point.refresh_from_db()
        again = MinutesForm(initial={"text": form.cleaned_data["text"], "version": point.version})
        messages.warning(request, str(refusal))
        context = {"sitting": point.sitting, "item": point, "form": again, "other": point.minutes}
        context["refused"] = True
        return render(request, "committees/minutes.html", context, status=409)
    if not by_script or "pressed" in request.POST:
        messages.success(request, _("The minutes are kept."))
    return JsonResponse({"version": point.version}) if by_script else redirect("meeting", pk=point.sitting_id)


@require(Permission.COMMITTEE_VIEW)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes line by line: who confirmed each, what is asked, and what this person can do."""
    return page(request, get_object_or_404(seen(request), pk=pk))


def page(
    request: HttpRequest, sitting: Sitting, withdraw_form: WithdrawForm | None = None, **said: Any
) -> HttpResponse:
    """The page of the lines; a form that was refused comes back on its own line, with the words in it."""
    member = reads.seat_in(sitting, request.user) if sitting.status == SittingStatus.CLOSED else None
    runs = sitting.committee in my_committees(request.appointments, Permission.MEETING_RUN)
    later = reads.approving(sitting) if runs and sitting.status == SittingStatus.CLOSED else None
    lines = reads.lines(sitting)
    context = {
        "sitting": sitting,
        "lines": [(line, form_of(line, **said), bool(member and line.said_by(member))) for line in lines],
        "ready": all(line.ready for line in lines),
        "confirmed": sum(1 for line in lines if line.ready),
        "reads": member is not None,
        "runs": runs,
        "later": later,
        "quorate": bool(later) and of_sittings.present_count(later) >= later.quorum,
        "publication": reads.publication(sitting),
        "withdraw_form": withdraw_form or WithdrawForm(),
        "open": sitting.status == SittingStatus.CLOSED,
    }
    return render(request, "committees/minutes_review.html", context)


def form_of(line: reads.Line, item: int = 0, form: AskForm | None = None) -> AskForm:
    """The form that asks for a correction of a line: the refused one where it is this line's."""
    if form is not None and item == line.item.pk:
        return form
    return AskForm(initial={"version": line.item.version}, auto_id=f"ask-{line.item.pk}-%s")


def line_of(request: HttpRequest, pk: int, item: int) -> AgendaItem:
    """A line of a meeting that the person may see; else 404."""
    sitting = get_object_or_404(seen(request), pk=pk)
    return get_object_or_404(
        AgendaItem.objects.select_related("sitting__committee"), pk=item, sitting=sitting
    )


def version_in(request: HttpRequest) -> int:
    """The version of the text that was on the person's page; -1 where the form says none."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 9 else -1


@require(Permission.COMMITTEE_VIEW)
@require_POST
def confirm(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """A member confirms a line."""
    with refusal_shown(request):
        line = line_of(request, pk, item)
        actions.confirm(line, version=version_in(request), by=request.user, at=timezone.now())
    return redirect(f"{reverse('minutes-review', args=[pk])}#line-{item}")


@require(Permission.COMMITTEE_VIEW)
@require_POST
def ask(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """A member asks for a correction; what she wrote comes back with the new text when that changed meanwhile."""
    line, form = line_of(request, pk, item), AskForm(request.POST, auto_id=f"ask-{item}-%s")
    if form.is_valid():
        with refusal_shown(request, form):
            actions.ask(line, **form.cleaned_data, by=request.user, at=timezone.now())
            return redirect("minutes-review", pk=pk)
    form.data = request.POST.copy()
    form.data["version"] = str(line.version)
    return page(request, line.sitting, item=item, form=form)


@require(Permission.MEETING_RUN)
@require_POST
def settle(request: HttpRequest, pk: int, reading: int) -> HttpResponse:
    """The secretary settles a correction."""
    asked = get_object_or_404(
        Reading.objects.exclude(asks=""), pk=reading, item__sitting=run_by_me(request, pk)
    )
    with refusal_shown(request):
        answer = request.POST.get("answer", "")
        actions.settle(asked, answer=answer, by=request.user, at=timezone.now())
    return redirect("minutes-review", pk=pk)


@require(Permission.MEETING_RUN)
@require_POST
def confirm_in(request: HttpRequest, pk: int, item: int, later: int) -> HttpResponse:
    """The meeting in session confirms a line of an earlier meeting's minutes."""
    sitting = run_by_me(request, pk)
    line = get_object_or_404(AgendaItem.objects.select_related("sitting"), pk=item, sitting=sitting)
    now = get_object_or_404(Sitting, pk=later, committee=sitting.committee_id)
    with refusal_shown(request):
        version = version_in(request)
        actions.confirm_in(line, version=version, in_sitting=now, by=request.user, at=timezone.now())
    return redirect("minutes-review", pk=pk)


@require(Permission.MEETING_RUN)
@require_POST
def circulate(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the members to read the lines."""
    with refusal_shown(request):
        asked = actions.circulate(run_by_me(request, pk), by=request.user, at=timezone.now())
        words = ngettext("%(n)s member was asked.", "%(n)s members were asked.", asked)
        messages.success(request, words % {"n": asked})
    return redirect("minutes-review", pk=pk)


@require(Permission.MEETING_RUN)
@require_POST
def approve(request: HttpRequest, pk: int, earlier: int) -> HttpResponse:
    """Approve an earlier meeting's minutes in this one."""
    sitting = run_by_me(request, pk)
    before = get_object_or_404(Sitting, pk=earlier, committee=sitting.committee_id)
    with refusal_shown(request):
        actions.approve(before, in_sitting=sitting, by=request.user, at=timezone.now())
        return redirect("meeting", pk=pk)
    return redirect("minutes-review", pk=earlier)
