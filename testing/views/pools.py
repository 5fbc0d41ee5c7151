"""Pages of the center manager: which seats of a session are kept for whom, and until when."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from centers.forms.pools import PoolForm
from hcec.core.access import Permission, require
from hcec.core.refusals import Refusal, refusal_shown
from testing.actions import pools as actions
from testing.forms.pools import KindsForm, shown
from testing.models import Seat, SeatPool, Session
from testing.queries import seats as reads
from testing.views.plan import managed


@require(Permission.SESSION_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def pools(request: HttpRequest, pk: int) -> HttpResponse:
    """The pools of a session, and a form that keeps more seats."""
    session = managed(request, pk)
    form = PoolForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add(session, form.keep(), by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The seats are kept."))
            return redirect("manage-session-pools", pk=pk)
    context = {
        "session": session,
        "form": form,
        "pools": list(reads.pools_of(session)),
        "now": timezone.now(),
    }
    return render(request, "testing/pools.html", context | {"kinds": kinds_of(session)})


def kinds_of(session: Session) -> dict[str, str]:
    """The numbers of the accessible and of the standby seats, as the form writes them."""
    rows = Seat.objects.filter(session=session).exclude(kind=Seat.Kind.ORDINARY).order_by("number")
    pairs = list(rows.values_list("kind", "number"))
    return {
        str(kind): shown([number for of, number in pairs if of == kind])
        for kind in (Seat.Kind.ACCESSIBLE, Seat.Kind.STANDBY)
    }


@require(Permission.SESSION_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def kinds(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which seats are accessible and which stand by."""
    session = managed(request, pk)
    now = kinds_of(session) | {"accessible_until": session.accessible_until}
    form = KindsForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("accessible", "standby")}
        until = form.cleaned_data["accessible_until"]
        try:
            actions.set_kinds(session, **told, until=until, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The kinds of seats are kept."))
            return redirect("manage-session-pools", pk=pk)
    return render(request, "testing/seat_kinds.html", {"session": session, "form": form})


def one(request: HttpRequest, pk: int, pool_pk: int) -> SeatPool:
    return get_object_or_404(
        SeatPool.objects.select_related("session"), pk=pool_pk, session=managed(request, pk)
    )


@require(Permission.SESSION_MANAGE)
@require_POST
def release(request: HttpRequest, pk: int, pool_pk: int) -> HttpResponse:
    """Open a pool's seats to everyone now."""
    pool = one(request, pk, pool_pk)
    with refusal_shown(request):
        actions.release(pool, by=request.user, at=timezone.now())
        messages.success(request, _("The seats are open to everyone; who waited got them first."))
    return redirect("manage-session-pools", pk=pk)


@require(Permission.SESSION_MANAGE)
@require_POST
def remove(request: HttpRequest, pk: int, pool_pk: int) -> HttpResponse:
    """Take a pool away; its seats are for everyone."""
    pool = one(request, pk, pool_pk)
    with refusal_shown(request):
        actions.remove(pool, by=request.user, at=timezone.now())
        messages.success(request, _("The pool is gone; its free seats are for everyone."))
    return redirect("manage-session-pools", pk=pk)
