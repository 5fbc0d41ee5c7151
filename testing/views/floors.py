"""The seat plan of a room, the seats of a session, and who sat where."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centers.models import Room
from hcec.core.access import Permission, require
from hcec.core.refusals import Refusal, refusal_shown
from testing.actions import floors as actions
from testing.forms.floors import RuleForm, SizeForm, posted_size, typed
from testing.lifecycles import SessionStatus
from testing.listings.floors import SeatingListing
from testing.models import SeatRule
from testing.queries import day
from testing.queries import floors as reads
from testing.views.plan import managed


@require(Permission.SESSION_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def floor(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw a room: say how large, have the numbers filled in, change what stands differently, keep."""
    rooms = Room.objects.within(request.access, Permission.SESSION_MANAGE).select_related("center")
    room = get_object_or_404(rooms, pk=pk)
    kept = reads.grid_of(room, room.seats)
    size = SizeForm(request.GET if "rows" in request.GET else None, initial=size_of(kept))
    grid, error = (size.grid(room.seats) if size.is_bound and size.is_valid() else kept), ""
    if request.method == "POST":
        try:
            grid = typed(request.POST)
            places = {"rows": grid.rows, "columns": grid.columns, "spots": grid.spots}
            actions.draw_room(room, **places, by=request.user, at=timezone.now())
            messages.success(request, _("The plan of the room is kept."))
            return redirect("manage-floor", pk=pk)
        except (Refusal, ValidationError) as wrong:
            error = wrong.message if isinstance(wrong, ValidationError) else str(wrong)
            grid = posted_size(request.POST) or grid
    context = {"room": room, "size": size, "grid": grid, "error": error, "posted": request.POST}
    return render(request, "testing/floor.html", context | {"lines": boxes(grid, request)})


def size_of(grid: reads.Grid) -> dict[str, int | str]:
    return {"rows": grid.rows, "columns": grid.columns, "fill": "rows"}


def boxes(grid: reads.Grid, request: HttpRequest) -> list[list[tuple[reads.Cell, str]]]:
    """The cells with what stands in each box: what was typed comes back as typed."""
    return [
        [(cell, request.POST.get(f"at-{cell.row}-{cell.column}", str(cell.number or ""))) for cell in line]
        for line in grid.lines()
    ]


@require(Permission.SESSION_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def seats(request: HttpRequest, pk: int) -> HttpResponse:
    """Who sits where in one session, as a grid and as a list, and how seats are given."""
    session = managed(request, pk)
    rule = SeatRule.objects.filter(session=session).first() or SeatRule()
    form = RuleForm(request.POST or None, initial={"way": rule.way, "apart": rule.apart})
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request):
            actions.choose(session, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("Kept. It counts when booking closes."))
        return redirect("manage-seats", pk=pk)
    grid, people = reads.grid_of(session.reservation.room, session.seats), list(day.seated(session))
    context = {
        "session": session,
        "form": form,
        "grid": grid,
        "lines": grid.lines(reads.by_seat(people)),
        "people": [(booking, grid.spots.get(booking.seat_no or 0)) for booking in people],
        "draws": list(reads.draws(session)[:5]),
        "can_choose": timezone.now() < session.starts_at,
        "can_draw": session.status == SessionStatus.CLOSED and timezone.now() < session.starts_at,
    }
    return render(request, "testing/seats.html", context)


@require(Permission.SESSION_MANAGE)
@require_POST
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw the seats of a closed session by lot."""
    session = managed(request, pk)
    with refusal_shown(request):
        made = actions.draw_seats(session, by=request.user, at=timezone.now())
        messages.success(request, _("The seats are drawn. Seed: %(seed)s") % {"seed": made.seed})
    return redirect("manage-seats", pk=pk)


@require(Permission.SESSION_MANAGE)
@require_safe
def seatings(request: HttpRequest) -> HttpResponse:
    """Look up who sat where and when."""
    return SeatingListing(request, reads.seatings(request.access)).respond("testing/seatings.html")
