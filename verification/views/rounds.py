"""The certificates of one training round, as a list to print."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hcec.core import pdf
from hcec.core.access import Permission, require
from training.lifecycles import RoundStatus
from training.models import Round
from verification import lists
from verification.views.files import pdf_response


@require(Permission.CERTIFICATE_PREPARE)
@require_safe
def certificate_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as PDF; before completions are decided there is nothing to list."""
    rounds = Round.objects.within(request.access, Permission.CERTIFICATE_PREPARE)  # type: ignore[attr-defined]
    round = get_object_or_404(rounds.select_related("course", "center__province"), pk=pk)
    if round.status != RoundStatus.FINALISED:
        messages.warning(request, _("The list can be printed once completions are decided."))
        return redirect("issue")
    if not pdf.available():
        messages.warning(request, _("PDFs cannot be made here at the moment."))
        return redirect("issue")
    return pdf_response(
        lists.of_round(round, timezone.now()), f"round-{round.pk}-certificates", attached=False
    )
