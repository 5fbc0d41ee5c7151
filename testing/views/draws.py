"""The page of a draw, for anyone: rule, list, seed and result; and for a signed-in person her entry."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hcec.core.refusals import refusal_shown
from testing.actions import draws
from testing.forms.draws import EntryForm
from testing.lifecycles import DrawStatus, SessionStatus
from testing.listings.draws import EntryListing
from testing.models import Draw, Session
from testing.queries import draws as read


def public(pk: int) -> Draw:
    """A draw of which at least one session is announced; drafts are nobody's business (404)."""
    announced = Session.objects.exclude(status=SessionStatus.DRAFT).values("draw")
    rows = Draw.objects.select_related("center__province", "center__host_school")
    return get_object_or_404(rows.filter(pk__in=announced), pk=pk)


@login_not_required
@require_safe
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """One draw: when, by which rule, what was fixed before it, and what came of it; one's own entry on top."""
    found, now = public(pk), timezone.now()
    mine = read.entry_of(request.user, found)
    taken = found.status == DrawStatus.OPEN and found.entries_from <= now < found.entries_until
    first = {"first": mine.first_id, "others": mine.others} if mine else None
    context = {
        "draw": found,
        "sessions": found.sessions.select_related("exam", "reservation__room").order_by("starts_at", "pk"),
        "mine": mine,
        "form": EntryForm(draw=found, initial=first) if taken and request.user.is_authenticated else None,
        "taken": taken,
        "early": now < found.entries_from,
        "entries": found.entries.count(),
    }
    return EntryListing(request, read.public_list(found)).respond("testing/draw.html", context)


@login_not_required
@require_safe
def published(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is needed to do the draw again (static/testing/verify_draw.py reads it)."""
    found = public(pk)
    response = JsonResponse(read.published(found), json_dumps_params={"indent": 1, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="draw-{found.pk}.json"'
    return response


@require_POST
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the draw, or change one's wish."""
    found = public(pk)
    form = EntryForm(request.POST, draw=found)
    if form.is_valid():
        with refusal_shown(request):
            entry = draws.enter(found, by=request.user, **form.cleaned_data)
            messages.success(
                request, _("You have entered the draw with the code %(code)s.") % {"code": entry.code_shown}
            )
    else:
        messages.error(request, _("Choose one of the sessions."))
    return redirect(reverse("draw", args=[pk]))


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's entry back."""
    with refusal_shown(request):
        draws.leave(public(pk), by=request.user)
        messages.success(request, _("Your entry is taken back."))
    return redirect(reverse("draw", args=[pk]))
