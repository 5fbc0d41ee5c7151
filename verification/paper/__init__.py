"""The paper of a certificate: its words set in place, the data that travels inside, the PDF."""

from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.urls import reverse

from hcec.core import pdf
from verification.paper import document, proof, record
from verification.paper.design import design_of
from verification.queries.log import Logged
from verification.words import Words

NO_PANGO = "Pango is not installed"
SPECIMEN = "HCEC-00-00-0000-000000"
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)


def pdf_of(certificate: Any, logged: Logged | None = None) -> bytes:
    """The PDF of a certificate, from its rows alone; the same rows give the same bytes. Raises PdfError, and NotCovered
    where the public log has signed for it not yet.

    By the stencil; where a name has signs that Sarabun lacks, by WeasyPrint, which borrows them from other fonts.
    """
    if not pdf.available():
        raise pdf.PdfError(NO_PANGO)
    about = {
        "number": certificate.number, "address": certificate.address, "issued_at": certificate.issued_at,
        "more": proof.attachments(certificate, logged),
    }  # fmt: skip
    design = design_of(certificate.template_version, certificate.kind)
    filled = import_module("verification.paper.filled")  # WeasyPrint and Pango, needed only here
    made = filled.filled_pdf(certificate.words, design, **about)
    return made or document.plain_pdf(certificate.words, design, **about)


def specimen(words: Words, version: Any) -> bytes:
    """The same paper with these words and no number, marked as a specimen. Raises PdfError."""
    return document.plain_pdf(
        words,
        design_of(version, words.kind),
        number=SPECIMEN,
        address=settings.PUBLIC_URL + reverse("verify"),
        issued_at=NO_DATE,
        specimen=True,
    )


def record_of(certificate: Any) -> dict[str, Any]:
    """The record that is attached to the PDF and answered as JSON."""
    return record.record(
        certificate.words,
        number=certificate.number,
        address=certificate.address,
        issued_at=certificate.issued_at,
    )
