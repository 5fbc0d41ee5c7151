"""Pages for anyone: find a test, look at a session, and the one press that books it."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from centers.queries.near import home_province
from hcec.core.refusals import Refusal
from hcec.core.verdicts import first_day
from testing import line
from testing.actions import bookings
from testing.forms.search import SessionSearch
from testing.lifecycles import SessionStatus
from testing.listings.public import OfferListing
from testing.models import Seat, Session
from testing.queries import near, offers, open_sessions, terms
from testing.queries.eligibility import in_force, in_the_way, stated
from testing.queries.people import booking_of
from testing.queries.queued import has_queue
from testing.queries.seats import share_of
from testing.refusals import AlreadyBooked


@login_not_required
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Announced tests by skill, level, province and day with the seats of this minute, nearest first."""
    form = SessionSearch(request.GET, home_province(request.user))
    found = form.narrow(open_sessions(timezone.now()))
    listing = OfferListing(request, found, origin=form.origin)
    return listing.respond("testing/sessions.html", {"form": form})


@login_not_required
@require_safe
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """One announced session: what, where, when, for whom, and how to get a seat."""
    return session_page(request, announced(pk))


def announced(pk: int) -> Session:
    """A session that the public may see, with its seats of this minute; a draft is nobody's business (404)."""
    rows = offers.with_seats(Session.objects.exclude(status=SessionStatus.DRAFT))
    rows = rows.select_related(
        "exam__skill", "exam__scale", "center__province", "center__host_school", "reservation__room"
    )
    return get_object_or_404(rows.prefetch_related("audience_affiliations", "exam__parts"), pk=pk)


def session_page(request: HttpRequest, found: Session, refusal: str = "") -> HttpResponse:
    now = timezone.now()
    window = found.window(now)
    share = share_of(found, request.user, now) if found.pools_served_at and window != "over" else None
    if share:
        found.free = share.yours  # type: ignore[attr-defined]  # annotated by announced()
    rules = list(in_force(found, now)) if window != "over" else []
    mine = booking_of(request.user, found)
    against = (
        in_the_way(found, request.user, now) if rules and not mine and request.user.is_authenticated else []
    )
    wanted = refusal or against or window != "open" or not found.free
    others = near(found, at=now, not_before=first_day(against)) if wanted else []
    context: dict[str, Any] = {
        "session": found,
        "window": window,
        "share": share,
        "mine": mine,
        "fees": terms.fees(found.exam, timezone.localdate(found.starts_at)),
        "rules": [stated(rule) for rule in rules],
        "against": against,
        "others": others,
        "refusal": refusal,
        "key": new_key(),
        "queue": found.queue_rate is not None and window != "over" and now >= found.opens_at - line.EARLY,
        "access": {"seat_kind": Seat.Kind.ACCESSIBLE},
    }
    return render(request, "testing/session.html", context, status=409 if refusal else 200)


def new_key() -> str:
    """The key of one form: however often it is sent, it is one booking."""
    return uuid4().hex


@require_POST
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """Book: to the booking when there is one now, else the session's page with the reason and the way out."""
    if has_queue(pk) and not line.lets_in(request.POST.get("ticket", ""), pk, request.user.pk):
        return redirect("queue", pk=pk)
    try:
        key, needs_access = (
            UUID(request.POST.get("idempotency_key", "")),
            request.POST.get("seat_kind") == Seat.Kind.ACCESSIBLE,
        )
        answer = bookings.book(pk, by=request.user, key=key, needs_access=needs_access)
    except AlreadyBooked as refusal:
        return redirect("booking", code=refusal.code)
    except Refusal as refusal:
        return session_page(request, announced(pk), str(refusal))
    except ValueError:  # somebody's own form: without a key a second press could not be told from the first
        return session_page(
            request, announced(pk), _("The form was incomplete. Please press the button again.")
        )
    return redirect("booking", code=answer.code)
