"""What anyone may see: the rounds on offer, and one round with its meetings."""

from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from training.listings import OfferListing
from training.queries import enrolments as people
from training.queries import rounds as reads


@login_not_required
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """Courses with seats free now."""
    return OfferListing(request, reads.open_rounds(timezone.now())).respond("training/rounds.html")


@login_not_required
@require_safe
def round(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: what, when, where, for whom, and the way in."""
    at = timezone.now()
    round = get_object_or_404(reads.announced(at), pk=pk)
    signed_in = request.user.is_authenticated
    own = people.own(request.user, round) if signed_in else None
    window = round.window(at)
    shut_out = round.shuts_out(request.user) if signed_in and not own and window == "open" else ""
    helpless = window == "over" or round.free <= 0
    context = {
        "round": round,
        "meetings": reads.meetings_of(round),
        "modes": reads.modes_of(round),
        "own": own,
        "window": window,
        "shut_out": shut_out,
        "affiliations": round.audience_affiliations.order_by("sort_order", "pk"),
        "others": reads.near(round, at=at) if helpless and not own else [],
        "key": uuid4().hex,
    }
    return render(request, "training/round.html", context)
