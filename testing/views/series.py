"""The page of a series: fill in, see every date with what stands in its way, make all or the free ones."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from hcec.core.access import Permission, require
from hcec.core.refusals import Refusal
from testing.actions import series as actions
from testing.forms.series import SeriesForm


@require(Permission.SESSION_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Plan a series. Nothing is kept until the dates were shown and one of the two buttons below them was pressed."""
    form = SeriesForm(request.POST or None, access=request.access)
    seen: list[actions.Proposal] = []
    if request.method == "POST" and form.is_valid():
        wish, save, now = form.wish(), request.POST.get("save"), timezone.now()
        try:
            if save in ("all", "free"):
                made = actions.draft(wish, only_free=save == "free", by=request.user, at=now)
                said = ngettext("%(count)s session is made.", "%(count)s sessions are made.", len(made))
                messages.success(request, said % {"count": len(made)})
                return redirect("manage-sessions")
            seen = actions.proposals(wish, at=now)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {
        "form": form,
        "seen": seen,
        "free": actions.free_of(seen),
        "typed": form.typed() if seen else [],
    }
    return render(request, "testing/series.html", context)
