"""Uses of rooms: ask with every date shown first, answer, repair what was skipped, confirm again, give back."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from centers.actions import uses as actions
from centers.forms.uses import ApproveForm, DeclineForm, UseForm
from centers.lifecycles import ROOM_USE, RoomUseStatus
from centers.listings import RoomUseListing
from centers.models import RoomUse, RoomUseDate
from centers.queries import uses as reads
from hcec.core.access import Permission, require
from hcec.core.refusals import Refusal, refusal_shown

ROWS = ("room__center__province", "asked_by", "decided_by")


@require(Permission.COMMITTEE_VIEW)
def uses(request: HttpRequest) -> HttpResponse:
    """Who uses the rooms of one's branch; with `?mine=` one's own that wait for something."""
    rows = RoomUse.objects.within(request.access, Permission.COMMITTEE_VIEW).select_related(*ROWS)
    mine = request.GET.get("mine")
    if mine == "due":
        rows = reads.to_confirm(rows.filter(asked_by=request.user), timezone.localdate())
    elif mine == "free":
        free = reads.free_again(RoomUseDate.objects.filter(use__asked_by=request.user), timezone.now())
        rows = rows.filter(pk__in=free.values("use"))
    listing = RoomUseListing(
        request, rows, empty_action=(_("Ask for a room"), reverse("manage-room-use-new"))
    )
    may_ask = reads.askable(request.access).exists()
    return listing.respond("centers/room_uses.html", {"may_ask": may_ask})


def form_of(request: HttpRequest) -> UseForm:
    """The form over the rooms that the person may ask for; 403 for who neither sits at a center nor keeps one."""
    access = request.access
    if not access.reach(Permission.COMMITTEE_VIEW).centers and not access.can(Permission.CENTER_EDIT):
        raise PermissionDenied
    return UseForm(
        request.POST or None, rooms=reads.askable(access), initial={"room": request.GET.get("room")}
    )


@require(Permission.COMMITTEE_VIEW)
def new(request: HttpRequest) -> HttpResponse:
    """Fill in a request and see every date with what stands in its way; nothing is kept yet."""
    form, seen = form_of(request), []
    if request.method == "POST" and form.is_valid():
        wish = form.wish()
        with refusal_shown(request, form):
            times = actions.slots(wish, at=timezone.now())
            seen = reads.preview(wish.room, times, holidays=bool(wish.repeats))
    return render(request, "centers/room_use_new.html", asking(form, seen))


def asking(form: UseForm, seen: list[reads.Seen]) -> dict[str, Any]:
    free = sum(not date.clash for date in seen)
    typed = form.typed() if seen else {}
    return {"form": form, "seen": seen, "free": free, "typed": typed, "key": uuid4().hex}


def key_of(request: HttpRequest) -> UUID:
    """The key that the form was shown with; a new one where it is none."""
    try:
        return UUID(request.POST.get("idempotency_key", ""))
    except ValueError:
        return uuid4()


@require_POST
@require(Permission.COMMITTEE_VIEW)
def send(request: HttpRequest) -> HttpResponse:
    """Send the request whose dates were shown."""
    form = form_of(request)
    if form.is_valid():
        try:
            use = actions.ask(form.wish(), by=request.user, at=timezone.now(), key=key_of(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The request is sent. You are told as soon as it is answered."))
            return redirect("manage-room-use", pk=use.pk)
    return render(request, "centers/room_use_new.html", asking(form, []))


@require(Permission.COMMITTEE_VIEW)
def use(request: HttpRequest, pk: int) -> HttpResponse:
    """One request with its dates and what can be done about it."""
    rows = RoomUse.objects.within(request.access, Permission.COMMITTEE_VIEW).select_related(*ROWS)
    return use_page(request, get_object_or_404(rows, pk=pk))


def use_page(request: HttpRequest, found: RoomUse, **forms: Any) -> HttpResponse:
    """The page. Before the answer, each date is shown with what stands in its way now."""
    now = timezone.now()
    dates = list(found.dates.order_by("starts_at", "pk"))
    asked = found.status == RoomUseStatus.ASKED
    times = [(date.starts_at, date.ends_at) for date in dates]
    seen = reads.preview(found.room, times, holidays=bool(found.repeats)) if asked else []
    again = set(reads.free_again(found.dates.all(), now).values_list("pk", flat=True))
    edits = RoomUse.objects.within(request.access, Permission.CENTER_EDIT).filter(pk=found.pk).exists()
    context: dict[str, Any] = {
        "use": found,
        "first_day": timezone.localdate(found.starts_at).isoformat(),
        "dates": [(date, date.pk in again, date.starts_at > now) for date in dates],
        "seen": seen,
        "clashes": sum(bool(date.clash) for date in seen),
        "again": len(again),
        "decides": edits and asked,
        "own": edits or found.asked_by_id == request.user.pk,
        "moves": ROOM_USE.open_moves(found),
        "due": reads.to_confirm(RoomUse.objects.filter(pk=found.pk), timezone.localdate()).exists(),
        "approve_form": ApproveForm(auto_id="approve_%s"),
        "decline_form": DeclineForm(auto_id="decline_%s"),
    }
    return render(request, "centers/room_use.html", context | forms)


def decided(request: HttpRequest, pk: int) -> RoomUse:
    """A request in a center that the person edits; else 404."""
    rows = RoomUse.objects.within(request.access, Permission.CENTER_EDIT).select_related(*ROWS)
    return get_object_or_404(rows, pk=pk)


@require_POST
@require(Permission.CENTER_EDIT)
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the room; the dates that are free are held in the same moment."""
    found, form = decided(request, pk), ApproveForm(request.POST, auto_id="approve_%s")
    if form.is_valid():
        with refusal_shown(request):
            actions.approve(found, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("The room is held; whoever asked is told."))
    return redirect("manage-room-use", pk=pk)


@require_POST
@require(Permission.CENTER_EDIT)
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn a request down, with the reason."""
    found, form = decided(request, pk), DeclineForm(request.POST, auto_id="decline_%s")
    if not form.is_valid():
        return use_page(request, found, decline_form=form)
    with refusal_shown(request):
        actions.decline(found, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("The request is turned down; whoever asked is told why."))
    return redirect("manage-room-use", pk=pk)


def own(request: HttpRequest, pk: int) -> RoomUse:
    """A use that the person may change; else 404."""
    rows: QuerySet[RoomUse] = reads.mine_or_edited(request.access, request.user)
    return get_object_or_404(rows, pk=pk)


@require_POST
@require(Permission.COMMITTEE_VIEW)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back; every date ahead is free for others."""
    found = own(request, pk)
    with refusal_shown(request):
        actions.withdraw(found, by=request.user, at=timezone.now())
        messages.success(request, _("It is taken back; the room is free for others."))
    return redirect("manage-room-use", pk=pk)


@require_POST
@require(Permission.COMMITTEE_VIEW)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The weekly room is still needed."""
    found = own(request, pk)
    with refusal_shown(request):
        actions.confirm(found, by=request.user, at=timezone.now())
        messages.success(request, _("Confirmed; the room stays yours."))
    return redirect("manage-room-use", pk=pk)


@require_POST
@require(Permission.COMMITTEE_VIEW)
def repair(request: HttpRequest, pk: int) -> HttpResponse:
    """Take every skipped date that is free again."""
    found = own(request, pk)
    with refusal_shown(request):
        held = actions.repair(found, by=request.user, at=timezone.now())
        messages.success(request, _("Dates taken: %(held)s.") % {"held": held})
    return redirect("manage-room-use", pk=pk)


@require_POST
@require(Permission.COMMITTEE_VIEW)
def let_go(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one date back, or let a skipped one go."""
    branch = reads.mine_or_edited(request.access, request.user)
    row = get_object_or_404(RoomUseDate.objects.filter(use__in=branch).select_related("use"), pk=pk)
    with refusal_shown(request):
        actions.let_go(row, by=request.user, at=timezone.now())
        messages.success(request, _("The date is free for others."))
    return redirect("manage-room-use", pk=row.use_id)
