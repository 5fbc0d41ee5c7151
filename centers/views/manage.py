"""The staff's pages of a center: its description, rooms and closures."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from centers.actions import centers as actions
from centers.actions import rooms as room_actions
from centers.forms.rooms import CenterForm, ClosureForm, RoomForm
from centers.models import Center, Room, RoomClosure
from centers.queries import places
from centers.views.finder import CenterFilter
from hcec.core.access import Permission, require
from hcec.core.listing import Column, Listing
from hcec.core.refusals import refusal_shown


class ManagedListing(Listing):
    """The centers of one's branch, with the mark of a confirmed host."""

    columns = (
        Column(
            "name", gettext_lazy("Center"), card="title", sort=("province__sort_order", "number"),
            link=lambda center: reverse("manage-center", kwargs={"pk": center.pk}),
        ),
        Column("province", gettext_lazy("Province"), value="province.name", sort="province__sort_order"),
        Column("host", gettext_lazy("Host school"), value="host_verified", sort="host_verified",
               template="centers/_host_mark.html"),
        Column("status", gettext_lazy("State"), kind="status", lifecycle="centers.center", sort="status"),
    )  # fmt: skip
    search = ("name_th", "name_en", "code", "province__name_th", "province__name_en", "host_school__name_th")
    filterset = CenterFilter
    default_sort = "name"
    filename = "centers"
    empty_title = gettext_lazy("No center in your branch")


def seen(request: HttpRequest, pk: int) -> Center:
    """A center of the person's branch; else 404."""
    branch = places.seen_by(request.access).select_related("province", "host_school", "host_area")
    return get_object_or_404(branch, pk=pk)


def edited(request: HttpRequest, pk: int) -> Center:
    """A center that the person may edit; else 404."""
    return get_object_or_404(Center.objects.within(request.access, Permission.CENTER_EDIT), pk=pk)


def edited_room(request: HttpRequest, pk: int) -> Room:
    """A room of a center that the person may edit; else 404."""
    branch = Room.objects.within(request.access, Permission.CENTER_EDIT)
    return get_object_or_404(branch.select_related("center__province"), pk=pk)


@require(Permission.FIGURES_VIEW)
def centers(request: HttpRequest) -> HttpResponse:
    """The centers of one's branch."""
    rows = places.seen_by(request.access).select_related("province", "host_school")
    return ManagedListing(request, rows).respond("centers/manage_centers.html")


@require(Permission.FIGURES_VIEW)
def center(request: HttpRequest, pk: int) -> HttpResponse:
    """One center with its rooms."""
    found = seen(request, pk)
    may_edit = Center.objects.within(request.access, Permission.CENTER_EDIT).filter(pk=pk).exists()
    return render(
        request,
        "centers/manage_center.html",
        {
            "center": found,
            "rooms": places.rooms_of(found),
            "areas": found.areas_served.order_by("level", "name_th", "pk"),
            "may_edit": may_edit,
            "sees_rooms": request.access.can(Permission.COMMITTEE_VIEW),
            "may_confirm": request.access.can(Permission.REFERENCE_EDIT) and not found.host_verified,
        },
    )


@require(Permission.CENTER_EDIT)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a center says about itself."""
    found = edited(request, pk)
    form = CenterForm(request.POST or None, instance=Center.objects.get(pk=found.pk))
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            actions.describe(found, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("The center's page is kept."))
            return redirect("manage-center", pk=found.pk)
    return render(request, "centers/manage_center_edit.html", {"center": found, "form": form})


@require_POST
@require(Permission.REFERENCE_EDIT)
def confirm_host(request: HttpRequest, pk: int) -> HttpResponse:
    """OBEC confirms the host school of a center."""
    found = get_object_or_404(Center.objects.within(request.access, Permission.REFERENCE_EDIT), pk=pk)
    with refusal_shown(request):
        actions.confirm_host(found, by=request.user, at=timezone.now())
        messages.success(request, _("The host school is confirmed; public pages name it from now on."))
    return redirect("manage-center", pk=found.pk)


@require(Permission.CENTER_EDIT)
def room_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A new room."""
    found = edited(request, pk)
    form = RoomForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            room_actions.add(found, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("The room is added."))
            return redirect("manage-center", pk=found.pk)
    return render(request, "centers/manage_room_add.html", {"center": found, "form": form})


@require(Permission.CENTER_EDIT)
def room(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a room; see and plan its closures."""
    found = edited_room(request, pk)
    form = RoomForm(request.POST or None, instance=Room.objects.get(pk=found.pk))
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            room_actions.change(found, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("The room is kept."))
            return redirect("manage-center", pk=found.center_id)
    return render(request, "centers/manage_room.html", room_page(found, form, ClosureForm()))


def room_page(found: Room, form: RoomForm, closure_form: ClosureForm) -> dict[str, Any]:
    closures = places.closures_ahead(found, timezone.now())
    return {
        "room": found,
        "center": found.center,
        "form": form,
        "closure_form": closure_form,
        "closures": closures,
    }


@require_POST
@require(Permission.CENTER_EDIT)
def room_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Shut a room for a time."""
    found = edited_room(request, pk)
    form = ClosureForm(request.POST)
    if form.is_valid():
        with refusal_shown(request, form):
            room_actions.close(found, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("The room is closed for that time."))
            return redirect("manage-room", pk=found.pk)
    return render(request, "centers/manage_room.html", room_page(found, RoomForm(instance=found), form))


@require_POST
@require(Permission.CENTER_EDIT)
def closure_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a closed time back."""
    branch = Room.objects.within(request.access, Permission.CENTER_EDIT)
    closures = RoomClosure.objects.filter(reservation__room__in=branch).select_related("reservation__room")
    closure = get_object_or_404(closures, pk=pk)
    room_actions.reopen(closure, by=request.user, at=timezone.now())
    messages.success(request, _("The room can be used again in that time."))
    return redirect("manage-room", pk=closure.reservation.room_id)
