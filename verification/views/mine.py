"""A person's own certificates."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from hcec.core import pdf, rowguard
from verification.queries import my_certificates
from verification.views.files import send


@require_safe
@rowguard.own
def certificates(request: HttpRequest) -> HttpResponse:
    """All of them, latest first, each with its paper."""
    context = {"certificates": my_certificates(request.user), "papers": pdf.available()}
    return render(request, "verification/my_certificates.html", context)


@require_safe
@rowguard.own
def file(request: HttpRequest, number: str) -> HttpResponse:
    """The paper of one of her own."""
    return send(request, get_object_or_404(my_certificates(request.user), number=number))
