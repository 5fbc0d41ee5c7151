"""WeasyPrint with its fonts, style sheet and colours laid ready once for each process. Imported only when a PDF is due."""

import io
import mimetypes
import os
import threading
from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files
from typing import Any, NamedTuple

import weasyprint
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

from hcec.core.pdf import fetcher, textlayer
from hcec.core.pdf.attachment import Attachment, PdfError

_COLOURS = "portal-srgb"
_SRGB = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()

_lock = threading.Lock()
_ready: dict[int, "Press"] = {}


class Fetcher:
    """The door of the list (fetcher.content) in the shape that WeasyPrint calls."""

    _fail_on_errors = (
        True  # read by WeasyPrint: a refused address ends the document instead of leaving a hole in it
    )

    def __init__(self, images: Mapping[str, bytes] | None = None) -> None:
        self.images = images or {}

    def __call__(self, url: str) -> URLFetcherResponse:
        kind = mimetypes.guess_type(url)[0] or "application/octet-stream"
        return URLFetcherResponse(url, fetcher.content(url, self.images), {"Content-Type": kind})


class StandardRGB(ColorProfile):
    """The sRGB profile byte for byte: Pillow writes its own copy differently from the second time on.

    WeasyPrint alone would also open the file for each document, and leave it open.
    """

    content = _SRGB

    def __init__(self) -> None:
        super().__init__(io.BytesIO(_SRGB), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


class Press(NamedTuple):
    """What every document of this process shares."""

    fonts: FontConfiguration
    style: weasyprint.CSS
    colours: StandardRGB


def printed(
    html: str,
    *,
    attachments: Iterable[Attachment],
    variant: str,
    identifier: str | None,
    images: Mapping[str, bytes] | None,
    finish: Callable[[Any, Any], None] | None = None,
) -> bytes:
    """The document as bytes. Raises PdfError when it asks for anything outside the list."""
    with _lock:  # Pango's font map is not made for two threads
        press = _press()
        try:
            page = weasyprint.HTML(string=html, url_fetcher=Fetcher(images), base_url=fetcher.SCHEME)
            return page.write_pdf(
                finisher=finish,
                font_config=press.fonts,
                stylesheets=[press.style],
                color_profiles={_COLOURS: press.colours},
                output_intent=_COLOURS,
                attachments=[_attached(attachment) for attachment in attachments],
                pdf_variant=variant,
                pdf_identifier=identifier.encode() if identifier else None,
            )
        except (
            FatalURLFetchingError
        ) as refused:  # a BaseException: it would fly past every `except Exception`
            raise PdfError(str(refused)) from None


def _press() -> Press:
    """The press of this process: a fork makes its own, lest it clean up its parent's font folder."""
    if os.getpid() not in _ready:
        textlayer.mend()
        fonts = FontConfiguration()
        source = _font_faces() + fetcher.static_file("css/print.css").read_text(encoding="utf-8")
        # The same font configuration here and in write_pdf: otherwise @font-face is dropped without a word.
        style = weasyprint.CSS(
            string=source, font_config=fonts, url_fetcher=Fetcher(), base_url=fetcher.SCHEME
        )
        _ready[os.getpid()] = Press(fonts, style, StandardRGB())
    return _ready[os.getpid()]


def _font_faces() -> str:
    face = '@font-face {{ font-family: Sarabun; font-weight: {}; src: url("{}font/{}"); }}\n'
    return "".join(face.format(weight, fetcher.SCHEME, name) for weight, name in fetcher.FONTS.items())


def _attached(attachment: Attachment) -> Any:
    return weasyprint.Attachment(
        string=attachment.content,
        url_fetcher=Fetcher(),
        name=attachment.name,
        description=attachment.description,
        created=attachment.at,
        modified=attachment.at,
        relationship=attachment.relationship,
    )
