"""Pages of the center manager: which seats of a round are kept for whom, and until when."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from centers.forms.pools import PoolForm
from hcec.core.access import Permission, require
from hcec.core.refusals import refusal_shown
from training.actions import pools as actions
from training.models import SeatPool
from training.queries import seats as reads
from training.views.manage import managed_or_404
from training.views.tabs import tabs


@require(Permission.ROUND_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_round_pools(request: HttpRequest, pk: int) -> HttpResponse:
    """The pools of a round, and a form that keeps more seats."""
    round = managed_or_404(request, pk)
    form = PoolForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            actions.add(round, form.keep(), by=request.user, at=timezone.now())
            messages.success(request, _("The seats are kept."))
            return redirect("manage-round-pools", pk)
    context = {
        "round": round,
        "form": form,
        "pools": list(reads.pools_of(round)),
        "now": timezone.now(),
        "tabs": tabs(request, round, "manage-round-pools"),
    }
    return render(request, "training/manage_round_pools.html", context)


def one(request: HttpRequest, pk: int, pool_pk: int) -> SeatPool:
    return get_object_or_404(
        SeatPool.objects.select_related("round"), pk=pool_pk, round=managed_or_404(request, pk)
    )


@require(Permission.ROUND_MANAGE)
@require_POST
def manage_round_pool_release(request: HttpRequest, pk: int, pool_pk: int) -> HttpResponse:
    """Open a pool's seats to everyone now."""
    pool = one(request, pk, pool_pk)
    with refusal_shown(request):
        actions.release(pool, by=request.user, at=timezone.now())
        messages.success(request, _("The seats are open to everyone; who waited got them first."))
    return redirect("manage-round-pools", pk)


@require(Permission.ROUND_MANAGE)
@require_POST
def manage_round_pool_remove(request: HttpRequest, pk: int, pool_pk: int) -> HttpResponse:
    """Take a pool away; its seats are for everyone."""
    pool = one(request, pk, pool_pk)
    with refusal_shown(request):
        actions.remove(pool, by=request.user, at=timezone.now())
        messages.success(request, _("The pool is gone; its free seats are for everyone."))
    return redirect("manage-round-pools", pk)
