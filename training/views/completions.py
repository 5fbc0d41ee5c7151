"""Who completes a round: the preview, the decision for good, and the report that sums the round up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from hcec.core import pdf
from hcec.core.access import Permission, require
from hcec.core.refusals import refusal_shown
from training import papers, requirements
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
    people = requirements.checklists(round)
    completing = sum(1 for person in people if person.completes)
    context = {
        "round": round,
        "people": people,
        "to_complete": requirements.asked(round),
        "missing": requirements.missing(round),
        "completing": completing,
        "falling_short": len(people) - completing,
        "gaps": attendance.gaps(round),
        "objections": of_round(round),
        "can_decide": round.status == RoundStatus.HELD,
        "may_certify": round.status == RoundStatus.FINALISED
        and request.access.can(Permission.CERTIFICATE_PREPARE),
        "confirm": _("This cannot be undone. %(yes)s complete, %(no)s do not. Everybody is told.")
        % {"yes": completing, "no": len(people) - completing},
        "tabs": tabs(request, round, "manage-round-completions"),
    }
    return render(request, "training/manage_round_completions.html", context)


@require(Permission.ROUND_MANAGE)
@require_safe
def manage_round_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The summary report of a round that is over, as PDF."""
    round = managed_or_404(request, pk)
    if round.status not in (RoundStatus.HELD, RoundStatus.FINALISED):
        messages.warning(request, _("The report can be printed once the round is held."))
        return redirect("manage-round", pk)
    if not pdf.available():
        messages.warning(request, _("PDFs cannot be made here at the moment."))
        return redirect("manage-round", pk)
    answer = HttpResponse(papers.round_report(round, timezone.now()), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="round-{round.pk}-report.pdf"'
    return answer
