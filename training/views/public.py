"""What anyone may see: the rounds on offer, and one round with its meetings."""

from datetime import datetime
from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from centers.queries.near import home_province, nearest_first
from committees.queries.heads import schools_of
from hcec.accounts.models import User
from hcec.core.pieces import Tab
from training import requirements
from training.listings import OfferListing
from training.models import Curriculum, Round
from training.queries import eligibility, fits, seats
from training.queries import enrolments as people
from training.queries import rounds as reads


@login_not_required
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """Courses with the seats of this minute, nearest first; the families of courses stand on top."""
    home = home_province(request.user)
    listing = OfferListing(request, nearest_first(reads.open_rounds(timezone.now()), home))
    chosen, address = request.GET.get("curriculum", ""), reverse("rounds")
    families = [Tab(_("All courses"), address, not chosen)] + [
        Tab(c.name, f"{address}?curriculum={c.pk}", chosen == str(c.pk))
        for c in Curriculum.objects.order_by("sort_order", "pk")
    ]
    return listing.respond("training/rounds.html", {"home": home, "families": families})


@login_not_required
@require_safe
def round(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: what, when, where, for whom, and the way in."""
    at = timezone.now()
    round = get_object_or_404(reads.announced(at).prefetch_related("audience_affiliations"), pk=pk)
    signed_in = request.user.is_authenticated
    own = people.own(request.user, round) if signed_in else None
    window = round.window(at)
    shut_out = round.shuts_out(request.user) if signed_in and not own and window == "open" else ""
    share = seats.share_of(round, request.user, at) if round.pooled and window != "over" else None
    if share:
        round.free = share.yours
    comes = signed_in and not own and window != "over" and not shut_out
    against = eligibility.in_the_way(round, request.user, at) if comes else []
    busy = fits.meeting_elsewhere(request.user, round) if comes and not against else None
    helpless = window == "over" or round.free <= 0 or shut_out or against or busy
    context = {
        "round": round,
        "meetings": reads.meetings_of(round),
        "modes": reads.modes_of(round),
        "own": own,
        "heads": signed_in and schools_of(request.user, timezone.localdate(at)).exists(),
        "window": window,
        "to_complete": requirements.asked(round),
        "shut_out": shut_out,
        "affiliations": round.affiliations(),
        "asked": eligibility.all_stated(round, at),
        "against": against,
        "share": share,
        "busy": busy,
        "others": ways_out(request.user, round, at) if helpless and not own else [],
        "key": uuid4().hex,
    }
    return render(request, "training/round.html", context)


def ways_out(person: User | AnonymousUser, round: Round, at: datetime) -> list[Round]:
    """Other rounds with places free now: those that this person may have, once she is known."""
    if person.is_authenticated:
        return fits.could_take(round, person, at=at)
    return reads.near(round, at=at)
