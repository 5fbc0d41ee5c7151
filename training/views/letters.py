"""Papers in government form: the order by which a head sends her teachers, and the center's invitations to schools (F4)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hcec.core import pdf
from hcec.core.access import Permission, require
from hcec.core.sheets import download
from training import letters
from training.forms.letters import LetterForm
from training.letters import Register
from training.views.manage import managed_or_404
from training.views.nominations import open_round_or_404, school_or_404

PDF = "application/pdf"


def filled(request: HttpRequest) -> tuple[LetterForm, Register | None]:
    """The form, and what was sent with it where that is understood; dated today until somebody says otherwise."""
    posted = request.POST if request.method == "POST" else None
    form = LetterForm(posted, initial={"on": timezone.localdate()})
    if request.method != "POST" or not form.is_valid():
        return form, None
    return form, Register(form.cleaned_data["number"], form.cleaned_data["on"])


def refused(request: HttpRequest, people: Any) -> bool:
    """Say why nothing is printed."""
    if not people:
        messages.warning(request, _("Nobody has a confirmed place yet, so there is nothing to print."))
    elif not pdf.available():
        messages.warning(request, _("PDFs cannot be made here at the moment."))
    return not people or not pdf.available()


@require_http_methods(["GET", "HEAD", "POST"])
def round_order(request: HttpRequest, pk: int) -> HttpResponse:
    """The order of a school that sends its people to a round: who is in it, number and date, and the PDF."""
    school, round, at = school_or_404(request), open_round_or_404(pk), timezone.now()
    people = letters.sent_by(round, school)
    form, register = filled(request)
    if register is not None:
        if refused(request, people):
            return redirect("round-order", pk)
        paper = letters.order(round, school, people, by=request.user, register=register, at=at)
        return download(paper, f"order-{round.pk}.pdf", PDF, inline=True)
    context = {"round": round, "school": school, "people": [place.person for place in people], "form": form}
    return render(request, "training/round_order.html", context)


@require(Permission.ROUND_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_invitations(request: HttpRequest, pk: int) -> HttpResponse:
    """The letters of a round to the schools whose people come: to whom, number and date, and the PDF of all of them."""
    round, at = managed_or_404(request, pk), timezone.now()
    found = letters.by_school(round)
    form, register = filled(request)
    if register is not None:
        if refused(request, found):
            return redirect("manage-invitations", pk)
        paper = letters.invitations(round, found, register=register, at=at)
        return download(paper, f"invitations-{round.pk}.pdf", PDF, inline=True)
    context = {
        "round": round,
        "form": form,
        "letters": [(school, [place.person for place in people]) for school, people in found],
        "signer": letters.signer_of(round.center, timezone.localdate(at)),
    }
    return render(request, "training/manage_invitations.html", context)
