"""Send a private file to somebody whose right was checked before."""

import structlog
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hcec.core import pdf
from verification import storage
from verification.models import Certificate
from verification.queries.files import newest

log = structlog.get_logger(__name__)


def send(request: HttpRequest, certificate: Certificate) -> HttpResponse:
    """The PDF, checked against its hash; where it is not there yet, a page that says so (503, with when to come back)."""
    try:
        sha256 = newest(certificate).sha256
        content = storage.read(sha256)
    except ObjectDoesNotExist:
        content = None
    else:
        if content is None:
            log.error("certificate_file_lost", certificate=certificate.pk, sha256=sha256)
    if content is None:
        context = {"certificate": certificate, "papers": pdf.available()}
        page = render(request, "verification/not_ready.html", context, status=503)
        page["Retry-After"] = "30"
        return page
    return pdf_response(content, certificate.number, attached="open" not in request.GET)


def pdf_response(content: bytes, name: str, *, attached: bool = True) -> HttpResponse:
    """A PDF to keep (or to look at), never cached by anyone."""
    how = "attachment" if attached else "inline"
    headers = {
        "Content-Disposition": f'{how}; filename="{name}.pdf"',
        "Cache-Control": "no-store, private",
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)
