"""Pages of meetings: plan, call, hold with a live quorum, the papers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from committees.actions import sittings as actions
from committees.forms.sittings import CallForm, ItemForm, ResolutionForm, SittingForm
from committees.lifecycles import SITTING, SittingStatus
from committees.models import Committee, Sitting
from committees.queries import sittings as reads
from committees.queries.directives import my_committees
from hcec.core import pdf
from hcec.core.access import Permission, require
from hcec.core.listing import Column, Listing
from hcec.core.refusals import refusal_shown


class SittingListing(Listing):
    """Meetings of a branch."""

    columns = (
        Column("committee", gettext_lazy("Committee"), value="committee.name", card="title",
               link=lambda s: reverse("meeting", args=[s.pk])),
        Column("number", gettext_lazy("Number"), value=lambda s: f"{s.number}/{s.fiscal_year}"),
        Column("starts_at", gettext_lazy("Starts"), sort="starts_at", kind="datetime"),
        Column("place", gettext_lazy("Place")),
        Column("status", gettext_lazy("State"), sort="status", kind="status", lifecycle="committees.sitting"),
    )  # fmt: skip
    search = ("place", "committee__province__name_th", "committee__center__name_th")
    search_label = gettext_lazy("Place, province or center")
    default_sort = "-starts_at"
    filename = "meetings"
    empty_title = gettext_lazy("No meetings yet")
    empty_text = gettext_lazy("The secretary of a committee plans its meetings here.")


def seen(request: HttpRequest) -> Any:
    """The meetings that the person may see."""
    committees = Committee.objects.within(request.access, Permission.COMMITTEE_VIEW)
    return Sitting.objects.filter(committee__in=committees).select_related(
        "committee__province", "committee__center"
    )


def run_by_me(request: HttpRequest, pk: int) -> Sitting:
    """The meeting, where the person keeps the minutes of its committee; else 404."""
    mine = my_committees(request.appointments, Permission.MEETING_RUN)
    return get_object_or_404(seen(request), pk=pk, committee__in=[c.pk for c in mine])


@require(Permission.COMMITTEE_VIEW)
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings of the person's branch."""
    may_plan = bool(my_committees(request.appointments, Permission.MEETING_RUN))
    return SittingListing(request, seen(request)).respond("committees/meetings.html", {"may_plan": may_plan})


@require(Permission.MEETING_RUN)
def new(request: HttpRequest) -> HttpResponse:
    """Plan the next meeting of one's committee."""
    form = SittingForm(
        request.POST or None, committees=my_committees(request.appointments, Permission.MEETING_RUN)
    )
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        committee, titles = fields.pop("committee"), fields.pop("agenda").splitlines()
        sitting = actions.plan(committee, fields, titles=titles, by=request.user, at=timezone.now())
        return redirect("meeting", pk=sitting.pk)
    return render(request, "committees/meeting_new.html", {"form": form})


def context_of(request: HttpRequest, sitting: Sitting) -> dict[str, Any]:
    """What the page of a meeting shows."""
    members = list(reads.members(sitting))
    inside = {p.appointment_id: p for p in sitting.presences.filter(left_at=None)}
    mine = my_committees(request.appointments, Permission.MEETING_RUN)
    waiting = Sitting.objects.filter(committee=sitting.committee_id, status=SittingStatus.CLOSED)
    return {
        "sitting": sitting,
        "runs": sitting.committee in mine,
        "items": sitting.items.prefetch_related("resolutions__actions__owner").order_by("position", "pk"),
        "members": [(member, inside.get(member.pk)) for member in members],
        "attended": sitting.presences.select_related("appointment__person").order_by("arrived_at", "pk"),
        "arriving": sitting.status in (SittingStatus.CALLED, SittingStatus.OPEN)
        and timezone.localdate(sitting.starts_at) <= timezone.localdate(),
        "present": len(inside),
        "quorate": len(inside) >= sitting.quorum,
        "moves": [m for m in SITTING.open_moves(sitting) if m != "approve"],
        "to_approve": waiting.filter(starts_at__lt=sitting.starts_at).order_by("starts_at", "pk"),
        "call_form": CallForm(),
        "item_form": ItemForm(),
        "writing": sitting.status in (SittingStatus.OPEN, SittingStatus.CLOSED),
        "changing": sitting.status in (SittingStatus.PLANNED, SittingStatus.CALLED, SittingStatus.OPEN),
    }


@require(Permission.COMMITTEE_VIEW)
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: agenda, who is in the room, resolutions, minutes."""
    return render(
        request, "committees/meeting.html", context_of(request, get_object_or_404(seen(request), pk=pk))
    )


@require(Permission.MEETING_RUN)
@require_POST
def move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Send the notice, open, close or cancel."""
    sitting, who = run_by_me(request, pk), {"by": request.user, "at": timezone.now()}
    form = CallForm(request.POST)
    with refusal_shown(request):
        if name == "call" and form.is_valid():
            actions.call(sitting, notice_number=form.cleaned_data["notice_number"], **who)
        elif name in ("open", "close", "cancel"):
            act = {"open": actions.open_sitting, "close": actions.close, "cancel": actions.cancel}[name]
            act(sitting, **who)
        else:
            raise Http404
    return redirect("meeting", pk=pk)


@require(Permission.MEETING_RUN)
@require_POST
def add_item(request: HttpRequest, pk: int) -> HttpResponse:
    """One more point on the agenda."""
    sitting, form = run_by_me(request, pk), ItemForm(request.POST)
    if form.is_valid():
        with refusal_shown(request, form):
            actions.add_item(sitting, **form.cleaned_data, by=request.user, at=timezone.now())
            return redirect("meeting", pk=pk)
    return render(request, "committees/meeting.html", context_of(request, sitting) | {"item_form": form})


@require(Permission.MEETING_RUN)
@require_POST
def presence(request: HttpRequest, pk: int, member: int, name: str) -> HttpResponse:
    """A member arrives or leaves."""
    sitting = run_by_me(request, pk)
    seat = get_object_or_404(reads.members(sitting), pk=member)
    act = {"arrive": actions.arrive, "leave": actions.leave}[name]
    with refusal_shown(request):
        act(sitting, seat, by=request.user, at=timezone.now())
    return redirect(f"{reverse('meeting', args=[pk])}#room")


@require(Permission.MEETING_RUN)
def resolve(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Record a resolution on a point, with the task it gives."""
    sitting = run_by_me(request, pk)
    point = get_object_or_404(sitting.items, pk=item)
    people = [member.person for member in reads.members(sitting)]
    form = ResolutionForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            text, tasks = form.cleaned_data["text"], form.tasks
            actions.resolve(point, text=text, tasks=tasks, by=request.user, at=timezone.now())
            return redirect("meeting", pk=pk)
    present = reads.present_count(sitting)
    return render(
        request,
        "committees/resolution.html",
        {"sitting": sitting, "item": point, "form": form, "present": present},
    )


@require(Permission.COMMITTEE_VIEW)
def paper(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The notice letter or the minutes as a PDF in the Thai official form."""
    sitting = get_object_or_404(seen(request), pk=pk)
    if name == "minutes" and sitting.status not in (SittingStatus.CLOSED, SittingStatus.APPROVED):
        raise Http404
    if not pdf.available():
        messages.warning(request, _("PDFs cannot be made on this machine at the moment."))
        return redirect("meeting", pk=pk)
    title = f"{sitting.committee.name} {sitting.number}/{sitting.fiscal_year}"
    context = context_of(request, sitting) | reads.roll(sitting) | {"public": False}
    data = pdf.render(f"committees/papers/{name}.html", context, title=title)
    return HttpResponse(data, content_type="application/pdf")
