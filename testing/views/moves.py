"""Moving one's own booking: the sessions it can go to, old and new side by side, and the one press."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hcec.core.refusals import Refusal
from testing.actions import moves
from testing.listings.moves import WayListing
from testing.models import Session
from testing.queries import moves as ways
from testing.queries.offers import with_seats
from testing.views.mine import own


@require_safe
def ways_out(request: HttpRequest, code: str) -> HttpResponse:
    """Other sessions of the same test with free seats, near the one that is booked; or why it cannot be moved."""
    booking, now = own(request, code), timezone.now()
    refusal = moves.why_not(booking, by=request.user, at=now)
    rows = ways.ways(booking, now) if not refusal else Session.objects.none()
    listing = WayListing(request, rows)
    context = {"booking": booking, "session": booking.session, "refusal": refusal}
    return listing.respond("testing/move.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Old and new beside each other; the press holds the new seat and gives the old one back, or changes nothing."""
    booking, now = own(request, code), timezone.now()
    there = with_seats(Session.objects.exclude(status="draft").filter(exam=booking.session.exam_id))
    to = get_object_or_404(there.select_related("exam", "center__province", "reservation__room"), pk=pk)
    refusal = ""
    if request.method == "POST":
        try:
            key = UUID(request.POST.get("idempotency_key", ""))
            fresh = moves.move(booking, to=to, by=request.user, at=now, key=key)
        except ValueError:
            refusal = _("The form was incomplete. Please press the button again.")
        except Refusal as no:
            refusal = str(no)
        else:
            messages.success(request, _("You have moved. Your old seat goes to the next in line."))
            return redirect("booking", code=fresh.code)
    context = {
        "booking": booking,
        "session": booking.session,
        "to": to,
        "refusal": refusal,
        "key": uuid4().hex,
    }
    return render(request, "testing/move_to.html", context, status=409 if refusal else 200)
