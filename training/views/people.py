"""Who is in a round, and taking a place back for the center."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hcec.core.access import Permission, require
from hcec.core.refusals import refusal_shown
from training.actions import enrolments
from training.forms.rounds import CancelPlaceForm
from training.listings import PeopleListing
from training.models import Enrolment
from training.queries import enrolments as reads
from training.views.manage import managed_or_404
from training.views.tabs import tabs


@require(Permission.ROUND_MANAGE)
@require_safe
def manage_round_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Seats and waiting list."""
    round = managed_or_404(request, pk)
    listing = PeopleListing(request, reads.people_of(round), filename=f"round-{pk}")
    context = {"round": round, "tabs": tabs(request, round, "manage-round-people")}
    return listing.respond("training/manage_round_people.html", context)


@require(Permission.ROUND_MANAGE)
def manage_enrolment_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """The center takes a place back and says why; the next in line gets it."""
    rows = Enrolment.objects.within(request.access, Permission.ROUND_MANAGE)
    enrolment = get_object_or_404(
        rows.select_related("person", "round__course", "round__center__province"), pk=pk
    )
    form = CancelPlaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            reason = form.cleaned_data["reason"]
            enrolments.cancel(enrolment, by=request.user, at=timezone.now(), reason=reason)
            messages.success(request, _("The place is cancelled and the person is told."))
            return redirect("manage-round-people", enrolment.round_id)
    context = {"enrolment": enrolment, "round": enrolment.round, "form": form}
    return render(request, "training/manage_enrolment_cancel.html", context)
