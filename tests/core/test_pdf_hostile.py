"""Nothing that reaches a document opens a socket or a file outside the list (reliability G31)."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import fontpkg_sarabun
import pytest
import weasyprint
from django.conf import settings
from django.utils.html import escape

from hcec.core import pdf
from hcec.core.pdf import libraries
from hcec.core.pdf.fetcher import NotOurs, content, static_file
from tests.core.reading import read_back

pytestmark = pytest.mark.skipif(not pdf.available(), reason=f"Pango is missing: {libraries.INSTALL}")

_heard: list[list[str]] = []
ALLOWED = (
    fontpkg_sarabun.ROOT,
    weasyprint.__path__[0],
    settings.BASE_DIR / "static",
    sys.prefix,
    sys.base_prefix,
)


def _hook(event: str, arguments: tuple) -> None:
    if not _heard:
        return
    if event.startswith("socket."):
        _heard[-1].append(f"{event} {arguments}")
    elif event == "open" and not any(str(arguments[0]).startswith(str(place)) for place in ALLOWED):
        _heard[-1].append(f"open {arguments[0]}")


sys.addaudithook(_hook)


@contextmanager
def listening() -> Iterator[list[str]]:
    pdf.render("base_print.html", {}, title="fonts and templates are loaded once")
    _heard.append([])
    try:
        yield _heard[-1]
    finally:
        _heard.pop()


HOSTILE_HTML = [
    '<img src="http://127.0.0.1:9/x.png">',
    '<img src="file:///etc/passwd">',
    '<img src="ftp://127.0.0.1/x.png">',
    '<img src="//127.0.0.1/x.png">',
    '<img src="x.png">',
    "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>\">",
    '<link rel="attachment" href="file:///etc/passwd">',
    '<a rel="attachment" href="file:///etc/passwd">x</a>',
    '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
    "<style>@import url(http://127.0.0.1:9/x.css);</style>",
    "<style>@font-face { font-family: x; src: url(ftp://127.0.0.1/x.ttf) }</style>",
    '<style>@font-face { font-family: x; src: local("DejaVu Sans") }</style>',
    "<style>body { background: url(file:///etc/hostname) }</style>",
    '<p style="background: url(http://127.0.0.1:9/)">x</p>',
    "<style>@page { background: url(http://127.0.0.1:9/) }</style>",
    '<style>p::before { content: url("file:///etc/passwd") }</style><p>x</p>',
    '<object data="http://127.0.0.1:9/x.svg"></object>',
    '<embed src="file:///etc/passwd">',
    '<svg><image href="http://127.0.0.1:9/x.png" width="9" height="9"/></svg>',
    '<svg><use href="file:///etc/passwd#x"/></svg>',
    '<base href="http://127.0.0.1:9/"><img src="x.png">',
    '<img src="hcec:static/../hcec/settings.py">',
    '<img src="hcec:static/%2e%2e/hcec/settings.py">',
    '<img src="hcec:static/css/../../manage.py">',
    '<img src="hcec:font/../../x">',
    '<img src="hcec:image/other">',
    '<img src="HCEC:static/css/print.css/../x.png">',
    '<img src="\\\\127.0.0.1\\share\\x.png">',
]


@pytest.mark.parametrize("html", HOSTILE_HTML)
def test_hostile_markup_opens_nothing(html):
    with listening() as heard:
        try:
            assert pdf.render_html(f"<html><title>x</title><body>{html}<p>ครู</p></body></html>").startswith(
                b"%PDF"
            )
        except pdf.PdfError as refusal:
            assert "Error fetching" in str(refusal)
    assert heard == []


def test_the_listener_hears_what_weasyprints_own_fetcher_does(tmp_path):
    picture = tmp_path / "x.svg"
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    with listening() as heard:
        weasyprint.HTML(string=f'<img src="{picture.as_uri()}">').write_pdf()
    assert f"open {picture}" in heard


HOSTILE_VALUES = [
    *HOSTILE_HTML,
    "{{ settings.SECRET_KEY }}{% include 'x' %}",
    "=HYPERLINK(0)",
    "\x00\x01\x02\x1b[31m",
    "\ud800 lone \udfff",
    "\ufffe\uffff\ufeff",
    "\u202eright to left\u202c \u2066x\u2069",
    "ก" + "่" * 200,
    "Z" + "\u0335\u0321\u0336" * 60,
    "ก" * 20_000,
    "word " * 4_000,
    "<" * 2_000,
    "&" * 2_000 + "&#x0;&#xD800;&lt;",
    "👩‍👩‍👧‍👦🏳️‍🌈 한국어 中文 العربية",
    "\n\t\r\v\f\u2028\u2029",
    "",
    "'; DROP TABLE certificate; --",
    "]]>--><!--",
    "(\\) Tj ET BT endstream endobj",
    "url(http://127.0.0.1:9/)",
    "javascript:alert(1)",
]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("value", HOSTILE_VALUES, ids=range(len(HOSTILE_VALUES)))
def test_a_hostile_value_is_only_text(value):
    with listening() as heard:
        made = pdf.render("base_print.html", {}, title=value)
    assert heard == []
    assert made.startswith(b"%PDF-1.7")
    assert made.rstrip().endswith(b"%%EOF")


def test_markup_in_a_value_is_printed_not_obeyed():
    made = pdf.render("base_print.html", {}, title='<img src="x">')
    assert '<img src="x">' in read_back(made)
    assert escape("<") == "&lt;"


def test_an_image_given_to_the_document_is_found_by_its_name():
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    )
    assert pdf.render_html('<title>x</title><img src="hcec:image/seal.svg">', images={"seal.svg": drawing})
    with pytest.raises(pdf.PdfError, match="seal.svg"):
        pdf.render_html('<title>x</title><img src="hcec:image/seal.svg">')


def test_a_static_file_is_served_only_from_its_folder_and_of_its_kind():
    assert static_file("css/print.css").name == "print.css"
    for name in (
        "css/none.css",
        "../manage.py",
        "/etc/x.css",
        "css\\x.css",
        "css/x\0.css",
        "css",
        "../x.css",
    ):
        with pytest.raises(NotOurs):
            static_file(name)
    with pytest.raises(NotOurs):
        content("data:text/css,x", {})
