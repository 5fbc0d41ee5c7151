"""The moves of a round that ask nothing more: one button, one move."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from hcec.core.access import Permission, require
from hcec.core.refusals import refusal_shown
from training.actions import rounds
from training.views.manage import managed_or_404


def move(action: Callable, done: Promise) -> Callable[[HttpRequest, int], HttpResponse]:
    """A view that makes one move and says so."""

    def moved(request: HttpRequest, pk: int) -> HttpResponse:
        round = managed_or_404(request, pk)
        with refusal_shown(request):
            action(round, by=request.user, at=timezone.now())
            messages.success(request, done)
        return redirect("manage-round", pk)

    return require(Permission.ROUND_MANAGE)(require_POST(moved))


manage_round_open = move(rounds.open, _("The round is announced: people can find it and enrol."))
manage_round_close = move(rounds.close, _("Enrolment is closed. Whoever has a place keeps it."))
manage_round_reopen = move(rounds.reopen, _("Enrolment is open again."))
manage_round_finish = move(rounds.finish, _("The round is held. Record attendance, then decide completions."))
