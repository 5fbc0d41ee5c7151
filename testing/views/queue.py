"""The live queue in front of booking: one page that says where one stands, and asks again by itself without script."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hcec.core import audit
from hcec.core.access import Permission, require
from testing import line
from testing.forms.queue import QueueForm
from testing.lifecycles import SessionStatus
from testing.models import Session
from testing.queries import queued
from testing.views.plan import managed
from testing.views.public import new_key


@require_safe
def queue(request: HttpRequest, pk: int) -> HttpResponse:
    """The person's place; the button when it is her turn. A refresh, a second window and a new sign-in keep the place."""
    rows = Session.objects.exclude(status=SessionStatus.DRAFT).select_related("exam", "center")
    session, now = get_object_or_404(rows, pk=pk), timezone.now()
    if session.queue_rate is None or session.window(now) == "over" or now < session.opens_at - line.EARLY:
        return redirect("session", pk=pk)
    place = line.place(pk, request.user.pk, opens_at=session.opens_at, rate=session.queue_rate)
    context = {"session": session, "place": place, "stay": int(line.STAY.total_seconds() // 60)}
    if place.state == "in":
        context |= {"ticket": line.ticket(pk, request.user.pk), "key": new_key()}
    response = render(request, "testing/queue.html", context)
    if place.state != "in":
        left = (session.opens_at - now).total_seconds()
        response["Refresh"] = str(place.before_opening(left) if place.state == "early" else place.look_again)
    return response


@require(Permission.SESSION_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a live queue in front of a session's booking, change its pace, or take it away."""
    session = managed(request, pk)
    form = QueueForm(request.POST or None, initial={"rate": session.queue_rate})
    if request.method == "POST" and form.is_valid():
        rate = form.cleaned_data["rate"]
        Session.objects.filter(pk=pk).update(queue_rate=rate)
        audit.record("set_queue", session, by=request.user, at=timezone.now(), rate=rate)
        queued.forget()
        messages.success(
            request, _("Booking has a live queue now.") if rate else _("Booking has no queue now.")
        )
        return redirect("manage-session", pk=pk)
    return render(request, "testing/queue_settings.html", {"form": form, "session": session})
