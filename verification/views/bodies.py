"""OBEC's register of the bodies that check many certificates by agreement."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hcec.core.access import Permission, require
from hcec.core.refusals import refusal_shown
from verification.actions import bodies as actions
from verification.forms.bodies import BodyForm
from verification.models import RegisteredBody
from verification.queries import bodies as reads
from verification.views.listings_bodies import BodyListing

ADMIT = Permission.BODY_ADMIT


@require(ADMIT)
@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """All of them."""
    return BodyListing(request, reads.bodies()).respond("verification/bodies.html")


@require(ADMIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Admit one."""
    form = BodyForm(request.POST or None, initial={"a_day": 10_000})
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            body = actions.admit(by=request.user, at=timezone.now(), **form.about())
            messages.success(request, _("%(body)s is registered.") % {"body": body.name})
            return redirect("body", pk=body.pk)
    return render(request, "verification/body_new.html", {"form": form})


@require(ADMIT)
@require_safe
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: its agreement and how much it asked; not what, which is between it and the holders."""
    found = get_object_or_404(reads.bodies().select_related("admitted_by"), pk=pk)
    holds = found.ended_at is None and found.last_day >= timezone.localdate()
    context = {"body": found, "holds": holds, "inquiries": reads.inquiries(found)[:20]}
    return render(request, "verification/body.html", context)


@require_POST
@require(ADMIT)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End its right to ask."""
    found = get_object_or_404(RegisteredBody, pk=pk)
    actions.end(found, by=request.user, at=timezone.now())
    messages.success(request, _("%(body)s can look up no more.") % {"body": found.name})
    return redirect("body", pk=pk)
