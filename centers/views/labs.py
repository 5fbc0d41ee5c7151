"""Laboratories and their workstations: which seats are ready, and why the others are not (guideline 6.4.8, 7.1)."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from centers.actions import readiness
from centers.forms.dryruns import StartForm
from centers.forms.registers import StationsForm
from centers.models import Room
from centers.queries import dryruns
from centers.queries import readiness as reads
from centers.queries.readiness import SeatState
from hcec.core.access import Permission, require
from hcec.core.listing import Column, Listing
from hcec.core.refusals import refusal_shown
from hcec.core.statuses import Tone

# How each state of a seat looks; colour never says anything alone.
LOOKS = {
    SeatState.READY: (Tone.GOOD, "check-circle"),
    SeatState.BROKEN: (Tone.BAD, "exclamation-triangle"),
    SeatState.FAILED: (Tone.BAD, "x-circle"),
    SeatState.MENDED: (Tone.WAIT, "arrow-counterclockwise"),
    SeatState.LAPSED: (Tone.WAIT, "clock"),
    SeatState.UNCHECKED: (Tone.QUIET, "circle"),
}


def why_not(room: Room) -> str:
    """The reasons of the seats that are not ready, each with its number."""
    counts = Counter(room.states)
    return ", ".join(
        f"{state.label} {counts[state]}" for state in LOOKS if counts[state] and state != SeatState.READY
    )


def ready_of(room: Room) -> str:
    return _("%(ready)s of %(all)s") % {"ready": room.states.count(SeatState.READY), "all": len(room.states)}


class LabListing(Listing):
    """Rooms with workstations and how many of their seats are ready."""

    columns = (
        Column("name", gettext_lazy("Laboratory"), sort="name_th", card="title",
               link=lambda room: reverse("manage-lab", args=[room.pk])),
        Column("center", gettext_lazy("Center"), value="center.name", sort="center__code"),
        Column("seats", gettext_lazy("Seats of the room"), sort="seats", kind="number"),
        Column("ready", gettext_lazy("Seats that are ready"), value=ready_of),
        Column("why", gettext_lazy("Why not the others"), value=why_not),
    )  # fmt: skip
    search, search_label = (
        ("name_th", "center__name_th", "center__code"),
        gettext_lazy("Laboratory or center"),
    )
    default_sort = "center"
    filename = "laboratories"
    empty_title = gettext_lazy("No laboratories yet")
    empty_text = gettext_lazy("Add a room of the kind “computer laboratory” on the center's page first.")


@require(Permission.CENTER_EDIT)
def labs(request: HttpRequest) -> HttpResponse:
    """The laboratories of one's centers."""
    rooms = Room.objects.within(request.access, Permission.CENTER_EDIT).select_related("center__province")
    return LabListing(request, reads.labs(rooms, timezone.now())).respond("centers/labs.html")


def lab_within(request: HttpRequest, pk: int) -> Room:
    """A room of one's centers; else 404."""
    rooms = Room.objects.within(request.access, Permission.CENTER_EDIT).select_related("center__province")
    return get_object_or_404(rooms, pk=pk)


@require(Permission.CENTER_EDIT)
def lab(request: HttpRequest, pk: int) -> HttpResponse:
    """Every seat of a laboratory with its state."""
    return lab_page(request, lab_within(request, pk), StationsForm())


def lab_page(request: HttpRequest, room: Room, form: StationsForm) -> HttpResponse:
    now = timezone.now()
    stations = list(reads.stations_with_state(room, now))
    counts = Counter(station.state for station in stations)
    context: dict[str, Any] = {
        "room": room,
        "stations": [(station, *look(station.state)) for station in stations],
        "ready": counts[SeatState.READY],
        "counts": [(*look(state), counts[state]) for state in LOOKS if counts[state]],
        "rule": reads.rule_in_force(timezone.localdate()),
        "form": form,
        "run": dryruns.running(room),
        "runs": dryruns.finished(room)[:5],
        "start_form": StartForm(),
        "room_left": room.seats - len(stations),
    }
    return render(request, "centers/lab.html", context)


def look(state: str) -> tuple[str, Tone, str]:
    """Word, tone and icon of a seat's state."""
    known = SeatState(state)
    return str(known.label), *LOOKS[known]


@require(Permission.CENTER_EDIT)
@require_POST
def add_stations(request: HttpRequest, pk: int) -> HttpResponse:
    """Number new workstations on from the last one."""
    room, form = lab_within(request, pk), StationsForm(request.POST)
    if form.is_valid():
        with refusal_shown(request, form):
            readiness.add_stations(room, form.cleaned_data["how_many"], by=request.user, at=timezone.now())
            messages.success(
                request, _("The workstations are in the register. Check each from its own browser.")
            )
            return redirect("manage-lab", pk=pk)
    return lab_page(request, room, form)
