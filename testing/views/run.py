"""The workspace of one session: its people, its moves, its sign-in list."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centers.queries import dryruns
from hcec.core import pdf
from hcec.core.access import Permission, require
from hcec.core.pieces import Tab
from hcec.core.refusals import Refusal, refusal_shown
from hcec.core.sheets import download
from testing import papers
from testing.actions import bookings, sessions
from testing.forms.plan import ReasonForm
from testing.lifecycles import SESSION
from testing.models import Booking, Seat, Session
from testing.queries import day
from testing.queries.apart import of_session
from testing.queries.stale import soon_stale
from testing.queries.work import desks
from testing.views.plan import managed

# The moves that a press makes; calling off asks for a reason on a page of its own, holding is time's business.
PRESSED = {
    "open": sessions.open_booking,
    "reopen": sessions.open_booking,
    "close": sessions.close,
    "finalise": sessions.finalise,
}
PEOPLE = {"seats": day.seated, "line": day.in_line, "over": day.given_up}


@require(Permission.SESSION_MANAGE)
@require_safe
def workspace(request: HttpRequest, pk: int) -> HttpResponse:
    """One session as its manager sees it: figures, people, and what can be done now."""
    session = managed(request, pk)
    show = request.GET.get("show", "seats")
    people = PEOPLE.get(show, day.seated)(session)
    count = day.count(session)
    context = {
        "session": session,
        "count": count,
        "show": show if show in PEOPLE else "seats",
        "people": list(people),
        "tabs": tabs(session, show, count),
        "moves": set(SESSION.open_moves(session)),
        "ended": session.ends_at <= timezone.now(),
        "desk": desks(request.access, timezone.now()).filter(pk=pk).exists(),
        "can_print": pdf.available(),
        "stale": soon_stale(Session.objects.filter(pk=pk), timezone.now())
        .values_list("stale", flat=True)
        .first(),
        "drawable": session.window(timezone.now()) == "early" or "open" in SESSION.open_moves(session),
        "waivers": list(of_session(session)),
        "last_run": dryruns.finished(session.reservation.room).first(),
    }
    return render(request, "testing/manage_session.html", context)


def tabs(session: Session, show: str, count: day.Count) -> list[Tab]:
    here = reverse("manage-session", args=[session.pk])
    return [
        Tab(_("With a seat"), here, current=show not in ("line", "over"), count=count.seated),
        Tab(_("Waiting list"), f"{here}?show=line", current=show == "line", count=count.waiting),
        Tab(_("Cancelled"), f"{here}?show=over", current=show == "over"),
    ]


@require(Permission.SESSION_MANAGE)
@require_POST
def move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Open, close, open again, confirm attendance."""
    session = managed(request, pk)
    if move not in PRESSED:
        raise Http404
    with refusal_shown(request):
        PRESSED[move](session, by=request.user, at=timezone.now())
        session.refresh_from_db(fields=["status"])
        messages.success(
            request, _("The session is now: %(state)s.") % {"state": session.get_status_display()}
        )
        if move == "open" and (closed := Seat.objects.filter(session=session, closed=True).count()):
            said = {"closed": closed, "all": session.seats}
            messages.warning(request, _("%(closed)s of %(all)s seats wait for a ready workstation.") % said)
    return redirect("manage-session", pk=pk)


@require(Permission.SESSION_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a session off, with the reason that everyone who booked is told."""
    session = managed(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sessions.call_off(session, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The session is called off and everyone who booked is told."))
            return redirect("manage-session", pk=pk)
    context = {"form": form, "session": session, "people": day.count(session).told}
    return render(request, "testing/call_off.html", context)


@require(Permission.SESSION_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_for(request: HttpRequest, pk: int, booking_pk: int) -> HttpResponse:
    """Cancel somebody's booking on her behalf; she is told the reason, the next in line gets the seat."""
    session = managed(request, pk)
    rows = Booking.objects.filter(session=session).select_related("person")
    booking = get_object_or_404(rows, pk=booking_pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            bookings.cancel(booking, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The booking is cancelled; the person is told."))
            return redirect("manage-session", pk=pk)
    return render(request, "testing/cancel_for.html", {"form": form, "session": session, "booking": booking})


@require(Permission.SESSION_MANAGE)
@require_safe
def sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    """The sign-in list as a PDF."""
    session = managed(request, pk)
    if not pdf.available():
        raise Http404
    name = f"{_('sign-in list')}-{session.pk}.pdf"
    return download(papers.sign_in_list(session), name, "application/pdf", inline=True)
