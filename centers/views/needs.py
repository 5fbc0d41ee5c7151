"""The pages of waiting by need, once for tests and for rounds: the rule, one's own wishes, the offers to answer.

What differs is handed over: whose templates and addresses, who asks and offers, who reads, and a few words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from centers.forms.needs import CentersForm
from centers.line import OfferStatus, WishStatus
from hcec.core.refusals import Refusal, refusal_shown


@dataclass(frozen=True)
class Line:
    """One line. `place`: what an offer is of, by the offer's own name for it. `wants`: the form's field that an address may
    fill in. `taken`: where a yes leads. `in_line` and `hers`: what is said when somebody is in it, and when a seat is hers."""

    folder: str
    wish_address: str
    place: str
    wants: str
    form: type[Form]
    wishes: Any
    offers: Any
    reads: Any
    taken: Callable[[Any], HttpResponse]
    in_line: str | Promise
    hers: str | Promise

    def shown(self, request: HttpRequest, page: str, context: dict[str, Any]) -> HttpResponse:
        return render(request, f"{self.folder}/{page}.html", context)

    def back(self, wish: int) -> HttpResponse:
        return redirect(self.wish_address, pk=wish)

    def own_wish(self, request: HttpRequest, pk: int) -> Any:
        """The person's own wish; anybody else's does not exist for her."""
        return get_object_or_404(self.reads.wishes_of(request.user), pk=pk)

    def own_offer(self, request: HttpRequest, pk: int) -> Any:
        return get_object_or_404(self.reads.offers_of(request.user), pk=pk)

    def policy(self, request: HttpRequest) -> HttpResponse:
        """How the line works, for anyone to read."""
        hours = {"answer": settings.OFFER_ANSWER_HOURS, "least": settings.OFFER_LEAST_HOURS}
        return self.shown(request, "waiting_policy", {"hours": hours})

    def wishes_and_offers(self, request: HttpRequest) -> HttpResponse:
        """Offers to answer on top, then what one waits for, then what is over."""
        found = list(self.reads.wishes_of(request.user)[:50])
        open_offers = self.reads.offers_of(request.user).filter(status=OfferStatus.OPEN)
        context = {
            "offers": list(open_offers[:10]),
            "live": [wish for wish in found if wish.ended_at is None],
            "over": [wish for wish in found if wish.ended_at is not None],
        }
        return self.shown(request, "my_wishes", context)

    def new(self, request: HttpRequest) -> HttpResponse:
        """Say what one needs and get in line."""
        given = {self.wants: request.GET[self.wants]} if self.wants in request.GET else None
        form: Any = self.form(request.POST or None, person=request.user, initial=given)  # type: ignore[call-arg]
        if request.method == "POST" and form.is_valid():
            try:
                made = self.wishes.ask(form.need(), by=request.user, at=timezone.now())
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, str(self.in_line))
                return self.back(made.pk)
        return self.shown(request, "wish_new", {"form": form})

    def wish(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One wish: its place in line, and for each place that would do why nothing was offered yet."""
        found, now = self.own_wish(request, pk), timezone.now()
        waits = found.status == WishStatus.OPEN
        past = list(self.reads.offers_of(request.user).filter(wish=found)[:20])
        context = {
            "wish": found,
            "place": self.reads.place_in_line(found) if waits else 0,
            "reasons": self.reads.reasons(found, now) if waits else [],
            "offers": past,
            "open_offer": next((offer for offer in past if offer.status == OfferStatus.OPEN), None),
        }
        return self.shown(request, "wish", context)

    def centers(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Name the centers that will do; the place in line stays."""
        found = self.own_wish(request, pk)
        form = CentersForm(request.POST or None, wish=found)
        if request.method == "POST" and form.is_valid():
            with refusal_shown(request):
                chosen = form.cleaned_data["centers"]
                self.wishes.name_centers(found, chosen, by=request.user, at=timezone.now())
                messages.success(request, _("Saved. Your place in line stays."))
            return self.back(pk)
        return self.shown(request, "wish_centers", {"form": form, "wish": found})

    def withdraw(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Leave the line."""
        found = self.own_wish(request, pk)
        with refusal_shown(request):
            self.wishes.withdraw(found, by=request.user, at=timezone.now())
            messages.success(request, _("You have left the line."))
        return self.back(pk)

    def offer(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One offered seat with its two answers; the link in the mail puts the one that was meant first."""
        found = self.own_offer(request, pk)
        context = {
            "offer": found,
            self.place: getattr(found, self.place),
            "open": found.can_answer(timezone.now()),
            "meant": request.GET.get("answer", "yes"),
        }
        return self.shown(request, "offer", context)

    def answer(self, request: HttpRequest, pk: int, answer: str) -> HttpResponse:
        """Yes, no and stay in line, or no and stop waiting."""
        found = self.own_offer(request, pk)
        if answer not in ("yes", "no", "stop"):
            raise Http404
        now = timezone.now()
        with refusal_shown(request):
            if answer == "yes":
                taken = self.offers.accept(found, by=request.user, at=now)
                messages.success(request, str(self.hers))
                return self.taken(taken)
            self.offers.decline(found, by=request.user, at=now, stay=answer == "no")
            messages.success(request, _("Thank you for the answer: the seat goes to the next in line."))
        return self.back(found.wish_id)
