"""Walk-ins of a center after the day: which have no account yet, whose each one was, and the invitation (F7)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hcec.accounts import found
from hcec.accounts.found_forms import LookForm, MatchForm
from hcec.accounts.models import User
from hcec.core.access import Permission, require
from hcec.core.refusals import Refusal, refusal_shown
from testing.actions import known
from testing.forms.walkins import InviteForm
from testing.listings.walkins import WalkInListing
from testing.models import WalkIn
from testing.queries import eligibility
from testing.queries import walkins as reads


@require(Permission.SESSION_MANAGE)
@require_safe
def walk_ins(request: HttpRequest) -> HttpResponse:
    """Everybody who was let in at the door."""
    return WalkInListing(request, reads.of_branch(request.access)).respond("testing/manage_walk_ins.html")


def of_branch(request: HttpRequest, pk: int) -> WalkIn:
    return get_object_or_404(reads.of_branch(request.access), pk=pk)


def purpose(walk_in: WalkIn) -> str:
    return f"match:{walk_in.pk}"


def page(request: HttpRequest, walk_in: WalkIn, status: int = 200, **more: Any) -> HttpResponse:
    people = [candidate(request, walk_in, person) for person in more.pop("people", [])]
    context = {
        "walk_in": walk_in, "session": walk_in.booking.session, "waived": list(walk_in.waived.all()),
        "look": LookForm(initial={"who": walk_in.phone}), "invite": InviteForm(initial={"email": walk_in.email}),
        "people": people, "nobody": False, "refusal": "",
    }  # fmt: skip
    return render(request, "testing/manage_walk_in.html", context | more, status=status)


def candidate(request: HttpRequest, walk_in: WalkIn, person: User) -> dict[str, Any]:
    """One account that the test may belong to, with what the rules say."""
    against = eligibility.in_the_way(walk_in.booking.session, person, walk_in.added_at)
    carried = found.carried(person, purpose(walk_in), request.user)
    form = MatchForm(initial={"found": carried}, asks=bool(against), auto_id=f"id_p{person.pk}_%s")
    return found.shown(person) | {"against": against, "form": form}


@require(Permission.SESSION_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def walk_in(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, and the search for her account."""
    made = of_branch(request, pk)
    form = LookForm(request.POST or None, initial={"who": made.phone})
    if request.method != "POST" or not form.is_valid():
        return page(request, made, look=form)
    try:
        _asked, people = found.look(form.cleaned_data["who"], made, by=request.user)
    except Refusal as refusal:
        form.add_error("who", str(refusal))
        return page(request, made, look=form)
    return page(request, made, look=form, people=people, nobody=not people)


@require(Permission.SESSION_MANAGE)
@require_POST
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whose test it was."""
    made, form = of_branch(request, pk), MatchForm(request.POST)
    with refusal_shown(request):
        if not form.is_valid():
            raise Refusal(_("The form was incomplete. Please press the button again."))
        person = found.opened(form.cleaned_data["found"], purpose(made), request.user)
        try:
            known.match(made, person, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except Refusal as refusal:
            return page(request, made, 409, people=[person], refusal=str(refusal))
        messages.success(request, _("The test is now on her account, and she is told."))
    return redirect("manage-walk-in", pk=pk)


@require(Permission.SESSION_MANAGE)
@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to her that she may make an account."""
    made, form = of_branch(request, pk), InviteForm(request.POST)
    if form.is_valid():
        with refusal_shown(request):
            known.invite(made, email=form.cleaned_data["email"], by=request.user, at=timezone.now())
            messages.success(request, _("The invitation is sent."))
        return redirect("manage-walk-in", pk=pk)
    return page(request, made, 409, invite=form)
