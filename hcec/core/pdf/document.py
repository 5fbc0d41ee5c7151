"""From template to bytes: the same input gives the same bytes, on every run and in every process."""

import re
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from hcec.core.pdf.attachment import Attachment, PdfError
from hcec.core.pdf.libraries import INSTALL, available

# Neither XML (the metadata) nor Pango can carry these; people paste them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def render(
    template_name: str,
    context: Mapping[str, Any],
    *,
    title: str,
    attachments: Iterable[Attachment] = (),
    variant: str = "pdf/a-3b",
    identifier: str | None = None,
    lang: str = "th",
    images: Mapping[str, bytes] | None = None,
    finish: Callable[[Any, Any], None] | None = None,
) -> bytes:
    """The document as bytes. `images` are reached in the template as hcec:image/<name>. Raises PdfError.

    `finish` is handed WeasyPrint's document and pydyf's PDF before it is written (the stencil of certificates).
    """
    with translation.override(lang):
        html = render_to_string(template_name, {**context, "title": title, "lang": lang})
    return render_html(
        html, attachments=attachments, variant=variant, identifier=identifier, images=images, finish=finish
    )


def render_html(
    html: str,
    *,
    attachments: Iterable[Attachment] = (),
    variant: str = "pdf/a-3b",
    identifier: str | None = None,
    images: Mapping[str, bytes] | None = None,
    finish: Callable[[Any, Any], None] | None = None,
) -> bytes:
    """The same from HTML that is already there. Raises PdfError when it asks for anything outside the list."""
    if not available():
        raise PdfError(f"Pango is not installed. On Debian: {INSTALL}")
    press = import_module("hcec.core.pdf.press")  # a second of work that most processes never need
    return press.printed(
        _UNPRINTABLE.sub("", html),
        attachments=attachments,
        variant=variant,
        identifier=identifier,
        images=images,
        finish=finish,
    )
