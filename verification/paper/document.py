"""The PDF of a certificate as WeasyPrint lays it out: PDF/A-3b in Sarabun, the true data attached."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hcec.core import pdf, qr, thai
from verification.paper import cells, record
from verification.words import Words

TEMPLATE = "verification/certificate.html"
LONG_SUBJECT = 60  # signs; a longer one is set smaller so that two lines have room


def plain_pdf(
    words: Words, *, number: str, address: str, issued_at: datetime, specimen: bool = False
) -> bytes:
    """The certificate as bytes; the same certificate gives the same bytes. Raises PdfError."""
    return pdf.render(
        TEMPLATE,
        {**context(words, number=number, address=address), "specimen": specimen},
        title=title(words, number),
        attachments=()
        if specimen
        else attachments(words, number=number, address=address, issued_at=issued_at),
        identifier=number,
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


def context(words: Words, *, number: str, address: str) -> Mapping[str, Any]:
    """What the template needs beside the title."""
    return {
        "words": words,
        "cells": cells.cells_of(words, number),
        "frames": cells.frames_of(words),
        "long_subject": len(words.subject.th) > LONG_SUBJECT,
        "detail_th": detail_th(words),
        "detail_en": detail_en(words),
        "qr": qr.svg(address, label="QR"),
        "verify_at": address.partition("://")[2].rpartition("/verify/")[0] + "/verify",
    }


def detail_th(words: Words) -> str:
    """Hours, days and validity as a Thai official paper says them, in Thai digits."""
    hours = f"จำนวน {words.hours} ชั่วโมง " if words.hours else ""
    valid = f" ใช้ได้ถึงวันที่ {thai.thai_date_long(words.valid_until, 'th')}" if words.valid_until else ""
    first, last = (thai.thai_date_long(day, "th") for day in (words.starts_on, words.ends_on))
    when = f"เมื่อวันที่ {first}" if first == last else f"ระหว่างวันที่ {first} ถึงวันที่ {last}"
    return thai.thai_digits(f"{hours}{when}{valid}")


def detail_en(words: Words) -> str:
    """The same in English."""
    hours = f"{words.hours} hours, " if words.hours else ""
    valid = f"; valid until {thai.thai_date_long(words.valid_until, 'en')}" if words.valid_until else ""
    first, last = (thai.thai_date_long(day, "en") for day in (words.starts_on, words.ends_on))
    when = first if first == last else f"{first} to {last}"
    return f"{hours}{when}{valid}"
