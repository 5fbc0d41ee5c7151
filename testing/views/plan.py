"""Pages of the center manager: the list of sessions, planning and changing one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hcec.core.access import Permission, require
from hcec.core.refusals import Refusal
from testing.actions import plans
from testing.forms.plan import PlanForm, initial
from testing.listings.staff import SessionListing
from testing.models import Session
from testing.queries import with_seats

ROWS = ("exam", "center__province", "reservation__room")


@require(Permission.SESSION_MANAGE)
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """The sessions of the centers that the person manages."""
    rows = with_seats(Session.objects.within(request.access, Permission.SESSION_MANAGE)).select_related(*ROWS)
    new = (_("Plan a session"), reverse("manage-session-new"))
    return SessionListing(request, rows, empty_action=new).respond("testing/manage_sessions.html")


@require(Permission.SESSION_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Plan a session: a draft that nobody sees until it is opened."""
    form = PlanForm(request.POST or None, access=request.access)
    if request.method == "POST" and form.is_valid():
        try:
            session = plans.draft(form.plan(), by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("The session is planned. Open it for booking when everything is right.")
            )
            return redirect("manage-session", pk=session.pk)
    return render(request, "testing/plan.html", {"form": form})


def managed(request: HttpRequest, pk: int) -> Session:
    """A session of a center that the person manages; 404 for any other."""
    rows = Session.objects.within(request.access, Permission.SESSION_MANAGE)
    return get_object_or_404(rows.select_related(*ROWS), pk=pk)


@require(Permission.SESSION_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a session. A refusal keeps what was typed; a stale form shows what the other person saved."""
    session = managed(request, pk)
    now = initial(plans.copy(session), session.version)
    form = PlanForm(request.POST or None, access=request.access, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            plans.edit(
                session, form.plan(), version=form.cleaned_data["version"], by=request.user, at=timezone.now()
            )
        except plans.Stale as refusal:
            return stale(request, session, form, str(refusal))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The session is changed."))
            return redirect("manage-session", pk=pk)
    return render(request, "testing/plan.html", {"form": form, "session": session})


def stale(request: HttpRequest, session: Session, form: PlanForm, refusal: str) -> HttpResponse:
    """Somebody saved in between: her values beside the ones just typed; saving again now overwrites knowingly."""
    form.add_error(None, refusal)
    form.data = form.data.copy()
    form.data["version"] = session.version
    return render(request, "testing/plan.html", {"form": form, "session": session, "stale": True}, status=409)
