"""What anyone may see: the rounds on offer, and one round with its meetings."""

from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from centers.queries.near import home_province, nearest_first
from committees.queries.heads import schools_of
from hcec.core.pieces import Tab
from training.listings import OfferListing
from training.models import Curriculum
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
        "heads": signed_in and schools_of(request.user, timezone.localdate(at)).exists(),
        "window": window,
        "shut_out": shut_out,
        "affiliations": round.audience_affiliations.order_by("sort_order", "pk"),
        "others": reads.near(round, at=at) if helpless and not own else [],
        "key": uuid4().hex,
    }
    return render(request, "training/round.html", context)
