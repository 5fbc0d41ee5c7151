"""Who completes a round: the preview, and the decision for good."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hcec.core.access import Permission, require
from hcec.core.refusals import refusal_shown
from training.actions import completions
from training.lifecycles import RoundStatus
from training.queries import attendance
from training.queries.objections import of_round
from training.views.manage import managed_or_404
from training.views.tabs import tabs


@require(Permission.ROUND_MANAGE)
def manage_round_completions(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody's standing against the course's rule, what is missing, and the button that decides."""
    round = managed_or_404(request, pk)
    if request.method == "POST":
        with refusal_shown(request):
            made = completions.decide(round, by=request.user, at=timezone.now())
            done = ngettext(
                "%(n)s person completed the round.", "%(n)s people completed the round.", len(made)
            )
            messages.success(request, done % {"n": len(made)})
        return redirect("manage-round-completions", pk)
    people = attendance.standings(round)
    completing = sum(1 for standing in people if standing.completes)
    context = {
        "round": round,
        "people": people,
        "completing": completing,
        "falling_short": len(people) - completing,
        "gaps": attendance.gaps(round),
        "objections": of_round(round),
        "can_decide": round.status == RoundStatus.HELD,
        "confirm": _("This cannot be undone. %(yes)s complete, %(no)s do not. Everybody is told.")
        % {"yes": completing, "no": len(people) - completing},
        "tabs": tabs(request, round, "manage-round-completions"),
    }
    return render(request, "training/manage_round_completions.html", context)
