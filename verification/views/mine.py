"""A person's own certificates."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hcec.core import pdf, rowguard
from hcec.core.db import database_now
from hcec.core.refusals import refusal_shown
from verification.actions import reissues
from verification.credentials import badge
from verification.facts import facts_of
from verification.forms import NameChangeForm
from verification.queries import bodies, my_certificates, shares
from verification.views.files import send


@require_safe
@rowguard.own
def certificates(request: HttpRequest) -> HttpResponse:
    """All of them, latest first, each with its paper."""
    context = {"certificates": my_certificates(request.user), "papers": pdf.available()}
    return render(request, "verification/my_certificates.html", context)


@require_safe
@rowguard.own
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """One of them: its words, its paper, and the ways to show it."""
    found = get_object_or_404(my_certificates(request.user), number=number)
    context = {
        "certificate": found, "words": found.words, "facts": facts_of(found.words, found.number),
        "papers": pdf.available(), "demo": settings.DEMO,
        "shares": shares.of_certificate(found), "looks": shares.looks(found), "today": timezone.localdate(),
        "look_ups": bodies.of_certificate(found),
    }  # fmt: skip
    return render(request, "verification/my_certificate.html", context)


@require_safe
@rowguard.own
def file(request: HttpRequest, number: str) -> HttpResponse:
    """The paper of one of her own."""
    return send(request, get_object_or_404(my_certificates(request.user), number=number))


@require_safe
@rowguard.own
def credential(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """The same facts as an open credential, for a wallet: `jwt`, or `json` around it. None for what no longer counts."""
    rows = my_certificates(request.user).filter(revocation__isnull=True)
    found = get_object_or_404(badge.with_source(rows), number=number)
    signed = badge.token(found)
    response: HttpResponse
    if form == "jwt":
        response = HttpResponse(signed, content_type="application/vc+jwt")
    elif form == "json":
        response = JsonResponse(badge.enveloped(signed), content_type="application/vc")
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="{found.number}.{form}"'
    response["Cache-Control"] = "no-store, private"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@rowguard.own
def change(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for one of her own in her new name."""
    found = get_object_or_404(my_certificates(request.user), number=number)
    form = NameChangeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            reissues.ask(found, by=request.user, at=database_now(), **form.cleaned_data)
            messages.success(request, _("Your request is with the center. You are told what comes of it."))
            return redirect("my-certificates")
    context = {"certificate": found, "words": found.words, "form": form}
    return render(request, "verification/my_change.html", context)
