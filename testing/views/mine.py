"""A person's own bookings: the list, the pass, the admission slip, cancelling."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hcec.core import pdf, qr, rowguard
from hcec.core.refusals import refusal_shown
from hcec.core.sheets import download
from testing import numbers, papers, score_papers
from testing.actions import bookings, moves
from testing.lifecycles import SEATED, BookingStatus
from testing.models import Booking
from testing.queries import appeals, people, standing, substitutes


@require_safe
@rowguard.own
def my_bookings(request: HttpRequest) -> HttpResponse:
    """What comes next on top, what was below."""
    now = timezone.now()
    context = {
        "asked": substitutes.open_questions(request.user, now),
        "upcoming": list(people.upcoming(request.user, now)[:50]),
        "past": list(people.past(request.user, now)[:50]),
    }
    return render(request, "testing/my_bookings.html", context)


def own(request: HttpRequest, code: str) -> Booking:
    """The person's own booking of this code; anybody else's does not exist for her."""
    rows = people.bookings_of(request.user).select_related(
        "person", "session__exam__scale", "session__exam__skill", "moved_to__got"
    )
    return get_object_or_404(rows, code=numbers.clean(code))


@require_safe
@rowguard.own
def booking(request: HttpRequest, code: str) -> HttpResponse:
    """The pass with its code to scan, or the place in line; the result once it is out."""
    found, now = own(request, code), timezone.now()
    if found.status == BookingStatus.OFFERED:
        return redirect("offer", pk=found.offer.pk)
    result = people.released_result(found) if found.has_result else None
    context = {
        "booking": found,
        "session": found.session,
        "pass": qr.svg(papers.desk_address(found), label=_("Code for the check-in desk"))
        if found.seat_no
        else "",
        "place": people.place_in_line(found) if found.status == BookingStatus.WAITING else 0,
        "can_cancel": found.can_cancel(now),
        "stays": moves.why_not(found, by=request.user, at=now),
        "moved_to": getattr(found, "moved_to", None),
        "fee": getattr(found, "payment", None),
        "can_print": found.status in SEATED and pdf.available(),
        "result": result,
        "standing": standing.of_result(result, timezone.localdate(now)) if result else None,
        "papers": pdf.available(),
    } | appeals.of_result(result, now)
    return render(request, "testing/booking.html", context)


@require_safe
@rowguard.own
def slip(request: HttpRequest, code: str) -> HttpResponse:
    """The admission slip as a PDF; only a booking with a seat has one."""
    found = own(request, code)
    if found.status not in SEATED or not pdf.available():
        raise Http404
    return download(
        papers.slip(found), f"{_('admission slip')}-{found.code_shown}.pdf", "application/pdf", inline=True
    )


@require_safe
@rowguard.own
def score_report(request: HttpRequest, code: str) -> HttpResponse:
    """The score report of a released result as a PDF; it is no certificate and says so."""
    found = own(request, code)
    result = people.released_result(found)
    if result is None or not pdf.available():
        raise Http404
    paper = score_papers.score_report(found, result, today=timezone.localdate())
    return download(paper, f"{_('score report')}-{found.code_shown}.pdf", "application/pdf", inline=True)


@require_POST
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Give the seat or the number back."""
    found = own(request, code)
    with refusal_shown(request):
        bookings.cancel(found, by=request.user, at=timezone.now())
        messages.success(
            request, _("The booking is cancelled. Thank you: the seat goes to the next in line.")
        )
    return redirect("booking", code=found.code)
