"""The check-in desk, made for a phone: scan or type a code, or press a name."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hcec.core.access import Permission, require
from hcec.core.refusals import refusal_shown
from testing import numbers, snapshots
from testing.actions import attendance, scans
from testing.forms.desk import CodeForm
from testing.lifecycles import SessionStatus
from testing.listings.staff import DeskListing
from testing.models import Booking, Outcome, Session
from testing.queries import day, with_seats
from testing.queries.accommodations import with_measures
from testing.queries.offers import counted
from testing.queries.work import desks

MARKS: dict[str, Callable[..., Booking]] = {
    "present": attendance.check_in,
    "absent": attendance.mark_absent,
    "undo": attendance.unmark,
}


@require(Permission.CHECK_IN)
@require_safe
def desk_list(request: HttpRequest) -> HttpResponse:
    """The sessions of today and tomorrow."""
    rows = with_seats(desks(request.access, timezone.now())).annotate(present=counted(status="attended"))
    return DeskListing(request, rows).respond("testing/desks.html")


def served(request: HttpRequest, pk: int) -> Session:
    rows = Session.objects.within(request.access, Permission.CHECK_IN).exclude(status="draft")
    return get_object_or_404(rows.select_related("exam", "center__province", "reservation__room"), pk=pk)


@require(Permission.CHECK_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk of one session: a typed code checks the person in at once; below, everyone by seat."""
    session = served(request, pk)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = scans.scan(session, form.cleaned_data["code"], by=request.user, at=timezone.now())
        if made.outcome == Outcome.IN and made.booking:
            messages.success(request, let_in(made.booking))
            return redirect("manage-check-in", pk=pk)
        form.add_error("code", " ".join(scans.said(made)))
    people = matching(with_measures(day.seated(session)), request.GET.get("q", ""))
    context: dict[str, Any] = {
        "session": session,
        "form": form,
        "people": [snapshots.signed(booking) for booking in people],
        "count": day.count(session),
        "token": snapshots.token(session, request.user, timezone.now()),
        "can_take": request.access.can(Permission.FEE_CONFIRM),
        "conflicts": session.scans.conflicts().count(),
        "walk_ins": session.status != SessionStatus.FINALISED and session.window(timezone.now()) == "over",
    }
    return render(request, "testing/desk.html", context | {"q": request.GET.get("q", "")})


def let_in(booking: Booking) -> str:
    said = {"seat": booking.seat_no, "name": booking.person.name}
    return _("Seat %(seat)s: %(name)s is checked in.") % said


def matching(people: list[Booking], words: str) -> list[Booking]:
    """The people whose seat is this number or whose name holds these words."""
    words = words.strip().lower()
    if words.isdecimal():
        return [booking for booking in people if booking.seat_no == int(words)]
    return [b for b in people if words in f"{b.person.name_th} {b.person.name_en}".lower()]


def marked(request: HttpRequest, booking: Booking, mark: str) -> None:
    """Make the mark and say in one line who it was about."""
    with refusal_shown(request):
        booking = MARKS[mark](booking, by=request.user, at=timezone.now())
        words = {
            "present": _("Seat %(seat)s: %(name)s is checked in."),
            "absent": _("Seat %(seat)s: %(name)s is marked absent."),
            "undo": _("Seat %(seat)s: the mark of %(name)s is taken back."),
        }
        messages.success(request, words[mark] % {"seat": booking.seat_no, "name": booking.person.name})


@require(Permission.CHECK_IN)
@require_POST
def mark(request: HttpRequest, pk: int, booking_pk: int, mark: str) -> HttpResponse:
    """One press on one name."""
    session = served(request, pk)
    if mark not in MARKS:
        raise Http404
    marked(request, get_object_or_404(session.bookings, pk=booking_pk), mark)
    return redirect("manage-check-in", pk=pk)


@require(Permission.CHECK_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def scan(request: HttpRequest, code: str) -> HttpResponse:
    """Where the QR code of a pass leads staff: the person, the seat, and one button."""
    centers = Session.objects.within(request.access, Permission.CHECK_IN)
    rows = Booking.objects.filter(session__in=centers).select_related(
        "person__workplace__school",
        "session__exam",
        "session__center",
        "session__reservation__room",
        "payment",
    )
    booking = get_object_or_404(rows, code=numbers.clean(code))
    if request.method == "POST":
        made = scans.scan(booking.session, booking.code, by=request.user, at=timezone.now())
        if made.outcome not in (Outcome.IN, Outcome.ALREADY):
            messages.error(request, " ".join(scans.said(made)))
        return redirect("manage-scan", code=booking.code)
    about = {"can_take": request.access.can(Permission.FEE_CONFIRM)}
    return render(request, "testing/scan.html", about | {"booking": booking, "session": booking.session})
