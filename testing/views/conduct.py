"""The invigilator's desk: one screen for a phone, from the start to the signed report."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hcec.core.access import Permission, require
from hcec.core.db import database_now
from hcec.core.refusals import Refusal, refusal_shown
from testing.actions import conduct as actions
from testing.forms.conduct import IncidentForm
from testing.lifecycles import CONDUCT, ConductStatus
from testing.models import Conduct
from testing.queries import conduct as reads
from testing.queries.apart import of_session
from testing.views.desk import served

MOVES: dict[str, Callable[..., Conduct]] = {
    "pause": actions.pause,
    "resume": actions.resume,
    "end": actions.end,
    "sign": actions.sign,
}


@require(Permission.CHECK_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def room(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is there and until when each may work; a POST writes an incident down."""
    session, now = served(request, pk), database_now()
    conduct = reads.conduct_of(session)
    form = IncidentForm(request.POST or None, session=session)
    if request.method == "POST" and form.is_valid():
        try:
            if conduct is None:
                raise Refusal(_("Start the test first."))
            actions.note(conduct, **form.cleaned_data, by=request.user, at=now)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Written down."))
            return redirect("manage-conduct", pk=pk)
    context: dict[str, Any] = {
        "session": session,
        "conduct": conduct,
        "form": form,
        "now": now,
        "lines": reads.lines(session, conduct, now),
        "incidents": reads.incidents(conduct),
        "moves": CONDUCT.open_moves(conduct) if conduct else [],
        "ends_at": reads.end_of(conduct, now) if conduct else None,
        "waivers": list(of_session(session)),
        "open": conduct is not None and conduct.status != ConductStatus.SIGNED,
    }
    return render(request, "testing/conduct.html", context)


@require(Permission.CHECK_IN)
@require_POST
def move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Start, pause, go on, end, sign: by the database's clock."""
    session = served(request, pk)
    with refusal_shown(request):
        conduct = reads.conduct_of(session)
        if move == "start":
            actions.start(session, by=request.user, at=database_now())
        elif move not in MOVES or conduct is None:
            raise Http404
        else:
            MOVES[move](conduct, by=request.user, at=database_now())
    return redirect("manage-conduct", pk=pk)
