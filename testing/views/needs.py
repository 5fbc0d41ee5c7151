"""Waiting by need: the public rule, one's own wishes, and the offers to answer."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centers.forms.needs import CentersForm
from hcec.core import rowguard
from hcec.core.refusals import Refusal, refusal_shown
from testing.actions import offers, wishes
from testing.forms.needs import NeedForm
from testing.lifecycles import OfferStatus, WishStatus
from testing.models import Wish
from testing.queries import wishes as line


@login_not_required
@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """How the line works, for anyone to read."""
    hours = {"answer": settings.OFFER_ANSWER_HOURS, "least": settings.OFFER_LEAST_HOURS}
    return render(request, "testing/waiting_policy.html", {"hours": hours})


@require_safe
@rowguard.own
def wishes_and_offers(request: HttpRequest) -> HttpResponse:
    """Offers to answer on top, then what one waits for, then what is over."""
    found = list(line.wishes_of(request.user)[:50])
    context = {
        "offers": list(line.offers_of(request.user).filter(status=OfferStatus.OPEN)[:10]),
        "live": [wish for wish in found if wish.ended_at is None],
        "over": [wish for wish in found if wish.ended_at is not None],
    }
    return render(request, "testing/my_wishes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Say what one needs and get in line."""
    given = {"skill": request.GET["skill"]} if "skill" in request.GET else None
    form = NeedForm(request.POST or None, person=request.user, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            made = wishes.ask(form.need(), by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("You are in line. As soon as a seat fits you are told."))
            return redirect("wish", pk=made.pk)
    return render(request, "testing/wish_new.html", {"form": form})


def own_wish(request: HttpRequest, pk: int) -> Wish:
    """The person's own wish; anybody else's does not exist for her."""
    return get_object_or_404(line.wishes_of(request.user), pk=pk)


@require_safe
def wish(request: HttpRequest, pk: int) -> HttpResponse:
    """One wish: its place in line, and for each session that would do why nothing was offered yet."""
    found, now = own_wish(request, pk), timezone.now()
    waits = found.status == WishStatus.OPEN
    past = list(line.offers_of(request.user).filter(wish=found)[:20])
    context = {
        "wish": found,
        "place": line.place_in_line(found) if waits else 0,
        "reasons": line.reasons(found, now) if waits else [],
        "offers": past,
        "open_offer": next((offer for offer in past if offer.status == OfferStatus.OPEN), None),
    }
    return render(request, "testing/wish.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def centers(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the centers that will do; the place in line stays."""
    found = own_wish(request, pk)
    form = CentersForm(request.POST or None, wish=found)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request):
            wishes.name_centers(found, form.cleaned_data["centers"], by=request.user, at=timezone.now())
            messages.success(request, _("Saved. Your place in line stays."))
        return redirect("wish", pk=pk)
    return render(request, "testing/wish_centers.html", {"form": form, "wish": found})


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the line."""
    found = own_wish(request, pk)
    with refusal_shown(request):
        wishes.withdraw(found, by=request.user, at=timezone.now())
        messages.success(request, _("You have left the line."))
    return redirect("wish", pk=pk)


@require_safe
@rowguard.own
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """One offered seat with its two answers; the link in the mail puts the one that was meant first."""
    found = get_object_or_404(line.offers_of(request.user), pk=pk)
    context = {
        "offer": found,
        "session": found.session,
        "open": found.can_answer(timezone.now()),
        "meant": request.GET.get("answer", "yes"),
    }
    return render(request, "testing/offer.html", context)


@require_POST
def answer(request: HttpRequest, pk: int, answer: str) -> HttpResponse:
    """Yes, no and stay in line, or no and stop waiting."""
    found = get_object_or_404(line.offers_of(request.user), pk=pk)
    if answer not in ("yes", "no", "stop"):
        raise Http404
    now = timezone.now()
    with refusal_shown(request):
        if answer == "yes":
            booking = offers.accept(found, by=request.user, at=now)
            messages.success(request, _("The seat is yours."))
            return redirect("booking", code=booking.code)
        offers.decline(found, by=request.user, at=now, stay=answer == "no")
        messages.success(request, _("Thank you for the answer: the seat goes to the next in line."))
    return redirect("wish", pk=found.wish_id)
