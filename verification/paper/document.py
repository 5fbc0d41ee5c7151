"""The PDF of a certificate as WeasyPrint lays it out: PDF/A-3b in Sarabun, the true data attached.

The stencil draws the same paper a hundred times faster; this is what it is measured against, pixel by pixel.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from hcec.core import pdf
from verification.paper import cells, code, record
from verification.paper.design import Design, images_of
from verification.words import Words

TEMPLATE = "verification/certificate.html"


def plain_pdf(
    words: Words,
    design: Design,
    *,
    number: str,
    address: str,
    issued_at: datetime,
    more: Sequence[pdf.Attachment] = (),
    specimen: bool = False,
) -> bytes:
    """The certificate as bytes; the same certificate gives the same bytes. Raises PdfError.

    `more` are attachments beside the record (the proof of the public log).
    """
    data = () if specimen else attachments(words, number=number, address=address, issued_at=issued_at)
    files = (*data, *more)
    return pdf.render(
        TEMPLATE,
        context(words, design, number=number, address=address, specimen=specimen),
        title=title(words, number),
        attachments=files,
        identifier=number,
        images=images_of(design.look),
    )


def title(words: Words, number: str) -> str:
    return f"{words.subject.th} – {words.holder.th or words.holder.en} – {number}"


def attachments(words: Words, *, number: str, address: str, issued_at: datetime) -> list[pdf.Attachment]:
    """The certificate's record as JSON and as XML, related to the paper as its data (after ETDA's ขมธอ. 11-2560)."""
    true = record.record(words, number=number, address=address, issued_at=issued_at)
    return [
        pdf.Attachment("certificate.json", record.as_json(true), "Certificate data", "Data", issued_at),
        pdf.Attachment("certificate.xml", record.as_xml(true), "Certificate data", "Data", issued_at),
    ]


def context(
    words: Words, design: Design, *, number: str, address: str, specimen: bool = False
) -> Mapping[str, Any]:
    """What the template needs beside the title."""
    rows = code.rows_of(address)
    return {
        "look": design.look,
        "cells": cells.cells_of(words, number, verify_at(address), design),
        "frames": cells.frames_of(words),
        "code": {"side": code.side_of(rows), "path": code.path_of(rows)},
        "specimen": specimen,
    }


def verify_at(address: str) -> str:
    """The address of the verification page without its protocol, as it is printed for those who type."""
    return address.partition("://")[2].rpartition("/verify/")[0] + "/verify"
