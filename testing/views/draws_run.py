"""Pages of the center manager: set a draw up, watch it, run it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hcec.core.access import Permission, require
from hcec.core.refusals import Refusal, refusal_shown
from testing.actions import draws
from testing.forms.draws import DrawForm, ValueForm
from testing.lifecycles import DRAW
from testing.models import Draw
from testing.queries import draws as read
from testing.views.plan import managed


@require(Permission.SESSION_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the seats of a session, and of others beside it, drawn by lot."""
    session, now = managed(request, pk), timezone.now()
    form = DrawForm(
        request.POST or None, sessions=read.drawable(session.center_id, now), chosen=session, at=now
    )
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in form.Meta.fields}
        try:
            draw = draws.set_up(list(form.cleaned_data["sessions"]), by=request.user, at=now, **fields)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The draw is set up. Its sessions open to everyone after it."))
            return redirect("manage-draw", pk=draw.pk)
    return render(request, "testing/draw_new.html", {"form": form, "session": session})


def managed_draw(request: HttpRequest, pk: int) -> Draw:
    """A draw of a center that the person manages; 404 for any other."""
    rows = Draw.objects.within(request.access, Permission.SESSION_MANAGE).select_related("center")
    return get_object_or_404(rows, pk=pk)


@require(Permission.SESSION_MANAGE)
@require_safe
def watch(request: HttpRequest, pk: int) -> HttpResponse:
    """How a draw stands and what can be done now; who entered is not shown: nobody needs to know."""
    draw, now = managed_draw(request, pk), timezone.now()
    context = {
        "draw": draw,
        "sessions": draw.sessions.select_related("exam", "reservation__room").order_by("starts_at", "pk"),
        "entries": draw.entries.count(),
        "moves": DRAW.open_moves(draw),
        "sealable": now >= draw.entries_until,
        "due": now >= draw.draws_at,
        "form": ValueForm() if draw.later_name else None,
    }
    return render(request, "testing/manage_draw.html", context)


@require(Permission.SESSION_MANAGE)
@require_POST
def move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Freeze the list, draw, call off; time does the first two by itself where no value is waited for."""
    draw, now = managed_draw(request, pk), timezone.now()
    if move not in DRAW.moves:
        raise Http404
    with refusal_shown(request):
        if move == "seal":
            draws.seal(draw, at=now)
        elif move == "draw":
            draws.run(draw, by=request.user, at=now, later_value=request.POST.get("later_value", "")[:200])
        else:
            draws.call_off(draw, by=request.user, at=now)
        draw.refresh_from_db(fields=["status"])
        messages.success(request, _("The draw is now: %(state)s.") % {"state": draw.get_status_display()})
    return redirect("manage-draw", pk=pk)
