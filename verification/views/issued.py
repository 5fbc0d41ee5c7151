"""Certificates that were issued: the list, one of them, its paper, and taking it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hcec.core import pdf
from hcec.core.access import Permission, require
from hcec.core.db import database_now
from hcec.core.refusals import refusal_shown
from verification.actions import revocations
from verification.facts import facts_of
from verification.forms import RevokeForm
from verification.queries.certificates import issued
from verification.views.files import send
from verification.views.listings import CertificateListing


@require(Permission.CERTIFICATE_ISSUE)
@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """What was issued for the centers of one's branch."""
    return CertificateListing(request, issued(request.access)).respond("verification/issued.html")


@require(Permission.CERTIFICATE_ISSUE)
@require_safe
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """One certificate: its words, its paper, its state."""
    found = get_object_or_404(
        issued(request.access).select_related(
            "issued_by", "prepared_by", "run", "result", "replaces", "completion__enrolment"
        ),
        number=number,
    )
    may_end = found.holder_id != request.user.pk and request.access.can(Permission.CERTIFICATE_REVOKE)
    context = {
        "certificate": found, "words": found.words, "facts": facts_of(found.words, found.number), "papers": pdf.available(),
        "may_revoke": may_end and not found.is_revoked,
        "may_reissue": may_end and not hasattr(found, "replaced_by"),
    }  # fmt: skip
    return render(request, "verification/issued_certificate.html", context)


@require(Permission.CERTIFICATE_ISSUE)
@require_safe
def file(request: HttpRequest, number: str) -> HttpResponse:
    """Its paper."""
    return send(request, get_object_or_404(issued(request.access), number=number))


@require(Permission.CERTIFICATE_REVOKE)
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, number: str) -> HttpResponse:
    """Take it back: a reason for all, words for the holder."""
    found = get_object_or_404(issued(request.access, Permission.CERTIFICATE_REVOKE), number=number)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            revocations.revoke(found, by=request.user, at=database_now(), **form.cleaned_data)
            messages.success(request, _("The certificate is revoked and the holder is told."))
            return redirect("issued-certificate", number=found.number)
    return render(
        request, "verification/revoke.html", {"certificate": found, "words": found.words, "form": form}
    )
