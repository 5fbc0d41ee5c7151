"""Documents: the text comes back as it went in, the bytes are the same each time, the archive rules are kept."""

import io
import os
import random
import subprocess
import sys
from datetime import UTC, datetime

import pypdf
import pypdfium2
import pytest
import zxingcpp
from django.core import checks
from django.utils.html import escape
from pythainlp.corpus import thai_family_names, thai_female_names, thai_male_names

from hcec.core import pdf, qr, thai
from hcec.core.pdf import libraries
from hcec.core.pdf.checks import pango_is_installed
from tests.core.reading import READERS, plain, read_back

needs_pango = pytest.mark.skipif(not pdf.available(), reason=f"Pango is missing: {libraries.INSTALL}")

HARD = [
    "นายน้ำเพชร ป้ำกำปั่น",
    "นางสาวซ้ำ คำล้ำเลิศ",
    "ญี่ปุ่น กุฏิ์ ฐานันดร์ ฤๅษี",
    "ปี่ ปู่ ป่า ฝั้น ฟื้น ฬุ ปิ่นโมรา จับฟั่น",
    "สำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน",
    "นางสาวชิติพัทธิ์ จิรศักดิ์วัฒนา",
    "Dr. Office Finland fi fl ffi",
    "เลขที่ ๑๒๓/๒๕๖๙ (สพฐ.) “อ้างอิง” – 100%",
]


def people(count: int) -> list[str]:
    chosen = random.Random(2569)
    first, family = sorted(thai_male_names() | thai_female_names()), sorted(thai_family_names())
    titles = ["นาย", "นางสาว", "ว่าที่ร้อยตรี"]
    return [
        thai.full_name(chosen.choice(titles), chosen.choice(first), chosen.choice(family))
        for _ in range(count)
    ]


def paper(lines: list[str]) -> str:
    weights = ("", "font-weight:600", "font-weight:700")
    rows = (f'<p class="name" style="{weights[i % 3]}">{escape(line)}</p>' for i, line in enumerate(lines))
    return f"<html lang=th><title>รายชื่อ</title><body>{''.join(rows)}</body></html>"


@needs_pango
@pytest.mark.parametrize("reader", READERS)
def test_every_thai_name_reads_back_as_it_was_written(reader):
    names = [thai.normalise(name) for name in HARD + people(int(os.environ.get("READ_BACK_NAMES", "300")))]
    assert READERS[reader](pdf.render_html(paper(names))).split("\n") == [plain(name) for name in names]


@needs_pango
def test_the_words_of_a_line_with_sara_am_are_exact_even_before_nfkc():
    text = pypdfium2.PdfDocument(pdf.render_html(paper(["สำนักงาน น้ำใจ", "นํ้า"])))[0].get_textpage()
    assert text.get_text_bounded().split() == ["สำนักงาน", "น้ำใจ", "นํ้า"]


@needs_pango
def test_a_paragraph_broken_over_lines_reads_back_whole():
    words = "ศูนย์พัฒนาศักยภาพบุคคลเพื่อความเป็นเลิศ ให้บริการฝึกอบรมและทดสอบแก่ครูและบุคลากรทางการศึกษาทั่วประเทศ " * 4
    got = read_back(
        pdf.render_html(f"<html lang=th><title>x</title><p style='text-align:justify'>{words}</p></html>")
    )
    assert got.replace("\n", "").replace(" ", "") == plain(words).replace(" ", "")


@needs_pango
def test_only_sarabun_is_embedded():
    reader = pypdf.PdfReader(io.BytesIO(pdf.render_html(paper(HARD))))
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    assert len(fonts) == 3
    for font in fonts:
        assert "+Sarabun" in font["/BaseFont"]
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert descriptor["/FontFile2"]


@needs_pango
def test_the_document_is_pdf_a_3b_and_carries_its_data():
    made_at = datetime(2026, 11, 21, 1, 30, tzinfo=UTC)
    data = '{"ชื่อ": "น้ำใจ"}'.encode()
    made = pdf.render(
        "base_print.html",
        {},
        title="ใบประกาศนียบัตร",
        attachments=[pdf.Attachment("credential.json", data, "ข้อมูล", at=made_at)],
        identifier="HCEC-1",
    )
    reader = pypdf.PdfReader(io.BytesIO(made))
    assert reader.attachments["credential.json"] == [data]
    filespec = reader.trailer["/Root"]["/AF"][0].get_object()
    assert filespec["/AFRelationship"] == "/Data"
    metadata = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert 'pdfaid:part="3"' in metadata
    assert 'pdfaid:conformance="B"' in metadata
    assert reader.trailer["/Root"]["/OutputIntents"]
    assert reader.trailer["/ID"][0].original_bytes == b"HCEC-1"
    assert reader.metadata.title == "ใบประกาศนียบัตร"
    assert "/Encrypt" not in reader.trailer


@needs_pango
def test_the_same_input_gives_the_same_bytes_in_another_process():
    source = "import sys; from hcec.core import pdf; sys.stdout.buffer.write(pdf.render_html(sys.argv[1]))"
    here = [pdf.render_html(paper(HARD)), pdf.render_html(paper(HARD))]
    there = subprocess.run([sys.executable, "-c", source, paper(HARD)], capture_output=True, check=True)
    assert here == [there.stdout] * 2


@needs_pango
def test_a_document_follows_its_own_language_not_the_readers():
    assert 'lang="en"' not in str(pdf.render("base_print.html", {}, title="x", lang="th"))
    made = pypdf.PdfReader(io.BytesIO(pdf.render("base_print.html", {}, title="x", lang="en")))
    assert made.trailer["/Root"]["/Lang"] == "en"


@needs_pango
def test_the_qr_code_on_paper_reads_as_its_text():
    address = "https://hcec.example/verify/HCEC-2570-000001-7"
    page = pypdfium2.PdfDocument(pdf.render_html(f"<title>x</title>{qr.svg(address, label='ตรวจสอบ')}"))[0]
    found = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    assert [code.text for code in found] == [address]


def test_the_qr_code_escapes_its_label_and_needs_no_style():
    drawing = qr.svg("x", label="<script>&")
    assert "<script>" not in drawing
    assert "style=" not in drawing
    assert drawing.startswith("<svg")


@needs_pango
def test_characters_that_no_font_has_leave_the_rest_readable():
    odd = "".join(chr(0xE000 + number) for number in range(300))
    got = read_back(pdf.render_html(paper([f"{odd[:150]}", "ที่ปิ่น ฟั่น", f"{odd[150:]}"])))
    assert "ที่ปิ่น ฟั่น" in got


@needs_pango
def test_a_hundred_documents_do_not_grow_the_process():
    def resident() -> int:
        with open("/proc/self/statm") as statm:
            return int(statm.read().split()[1]) * 4096

    if not os.path.exists("/proc/self/statm"):
        pytest.skip("no /proc on this system")
    for _ in range(10):
        pdf.render_html(paper(HARD))
    before = resident()
    for _ in range(100):
        pdf.render_html(paper(HARD))
    assert resident() - before < 20 * 1024 * 1024


def test_without_pango_the_portal_warns_and_refuses_only_to_print(monkeypatch):
    monkeypatch.setattr(libraries.ctypes, "CDLL", _missing)
    libraries.available.cache_clear()
    try:
        (warning,) = pango_is_installed()
        assert (warning.id, warning.level) == ("hcec.W001", checks.WARNING)
        assert "apt-get install" in warning.hint
        with pytest.raises(pdf.PdfError, match="Pango is not installed"):
            pdf.render_html("<p>x</p>")
    finally:
        monkeypatch.undo()
        libraries.available.cache_clear()


def _missing(name: str) -> None:
    raise OSError(name)
