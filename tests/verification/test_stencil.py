"""The stencil draws what WeasyPrint draws: the same pixels, the same words, the same data, in a hundredth of the time."""

import io
import json
import random
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime

import pypdf
import pypdfium2
import pytest
import segno
import zxingcpp
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops
from pythainlp.corpus import thai_family_names, thai_female_names, thai_male_names

from hcec.core import pdf, thai
from hcec.core.pdf import libraries
from tests.core.reading import READERS, plain
from verification.models import TemplateVersion
from verification.paper import cells, code, document, lines, smallfont
from verification.paper.design import Design, design_of
from verification.standard import STANDARD
from verification.words import Mark, Pair, Signature, Words

pytestmark = pytest.mark.skipif(not pdf.available(), reason=f"Pango is missing: {libraries.INSTALL}")

NUMBER = "HCEC-38-01-2570-000123-7KQ4MX2P"
ABOUT = {
    "number": NUMBER,
    "address": f"https://hcec.example/verify/{NUMBER}",
    "issued_at": datetime(2026, 12, 4, tzinfo=UTC),
}
HARD = [
    "นายน้ำเพชร ป้ำกำปั่น",
    "ญี่ปุ่น กุฏิ์ ฐานันดร์ ฤๅษี",
    "ปี่ ปู่ ป่า ฝั้น ฟื้น ฬุ",
    "ว่าที่ร้อยตรี ซ้ำ คำล้ำเลิศ",
    "Dr. Office Finland fi fl ffi AV To",
    "นางสาวอัครวัฒนานุกูลกิตติขจร ณ อยุธยาเมืองเก่าของเราแต่ก่อน",
]
TEST = Words(
    kind="test_result",
    holder=Pair("นางสาวน้ำเพชร อัครวัฒนานุกูล", "Namphet Akkharawatthananukun"),
    issuer=Pair("ศูนย์ HCEC โรงเรียนพรเจริญวิทยา", "HCEC Phon Charoen Wittaya School"),
    subject=Pair("การทดสอบทักษะภาษาอังกฤษ HCEC", "HCEC English Test"),
    skill=Pair("ภาษาอังกฤษ", "English"),
    starts_on=date(2026, 11, 21),
    ends_on=date(2026, 11, 21),
    issued_on=date(2026, 12, 4),
    valid_until=date(2028, 11, 20),
    signatory=Pair("นายสุรศักดิ์ ป้ำกำปั่น", "Surasak Pamkampan"),
    position=Pair("ผู้อำนวยการโรงเรียนที่ตั้งศูนย์", "Director of the host school"),
    office=Pair("คณะกรรมการศูนย์ HCEC โรงเรียนพรเจริญวิทยา", "Committee"),
    parts=tuple(
        Mark(Pair(th, en), score, Pair(level))
        for th, en, score, level in (
            ("การฟัง", "Listening", "21", "B2"),
            ("การเขียนเชิงวิชาการ", "Academic Writing", "19.5", "C1"),
        )
    ),
    overall=Mark(Pair("ภาพรวม", "Overall"), "81.5", Pair("B2")),
)
COURSE = replace(
    TEST, kind="completion", parts=(), overall=None, valid_until=None, hours="18", ends_on=date(2026, 11, 23),
    subject=Pair("การพัฒนาครูแกนนำด้านทักษะดิจิทัลเพื่อการจัดการเรียนรู้ในศตวรรษที่ ๒๑ รุ่นที่ ๓", "Core Trainers"),
)  # fmt: skip


def drawn(kind: str, **choices) -> Design:
    """The portal's own first design of a kind, with other choices where they are given."""
    return design_of(TemplateVersion(**STANDARD[kind] | choices), kind)


def filled(words: Words, design: Design | None = None, **about) -> bytes:
    from verification.paper import filled

    made = filled.filled_pdf(words, design or drawn(words.kind), **(ABOUT | about))
    assert made is not None
    return made


def by_pdfium(document_: bytes, dpi: int = 150) -> Image.Image:
    return pypdfium2.PdfDocument(document_)[0].render(scale=dpi / 72).to_pil().convert("RGB")


def by_poppler(document_: bytes, dpi: int = 150) -> Image.Image:
    done = subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-png", "-"], input=document_, capture_output=True, check=True
    )
    return Image.open(io.BytesIO(done.stdout)).convert("RGB")


def people(count: int) -> list[str]:
    chosen = random.Random(2571)
    first, family = sorted(thai_male_names() | thai_female_names()), sorted(thai_family_names())
    return [
        thai.full_name(chosen.choice(["นาย", "นางสาว"]), chosen.choice(first), chosen.choice(family))
        for _ in range(count)
    ]


def varied() -> list[Words]:
    named = [replace(TEST, holder=Pair(name, f"Name {n}")) for n, name in enumerate(HARD + people(6))]
    digital = Mark(Pair("ภาพรวม", "Overall"), "", Pair("เชี่ยวชาญ", "Highly specialised"))
    return [
        *named,
        COURSE,
        replace(COURSE, holder=Pair("", "John O'Neill-Smith"), hours="7.5"),
        replace(COURSE, kind="recognition", hours=""),
        replace(COURSE, kind="attestation", role=Pair("วิทยากรแกนนำ", "core trainer")),
        replace(TEST, parts=(), overall=digital),
        replace(TEST, parts=TEST.parts * 3, overall=digital),
        replace(TEST, holder=Pair("นาย\u200bก  ข\x07", ""), subject=Pair("ก" * 150, "x" * 190)),
    ]


@pytest.mark.parametrize("draw", [by_pdfium, by_poppler])
def test_every_pixel_is_weasyprints_own(draw):
    if draw is by_poppler and not shutil.which("pdftoppm"):
        pytest.skip("poppler is not installed")
    for words in varied():
        if not all(
            lines.can_set(cell.text, 400) for cell in cells.cells_of(words, NUMBER, "x", drawn(words.kind))
        ):
            continue
        difference = ImageChops.difference(
            draw(filled(words)), draw(document.plain_pdf(words, drawn(words.kind), **ABOUT))
        )
        assert difference.getbbox() is None, words.holder


LOOKS = [
    {"colour": "green", "frame": "lines", "bilingual": False, "digits": "arabic"},
    {"colour": "maroon", "frame": "none", "second_signatory": "province", "grant": "ขอมอบให้แก่ {center}"},
    {"colour": "grey"},
]


@pytest.mark.parametrize("choices", LOOKS, ids=lambda choices: choices["colour"])
def test_in_every_look_the_stencil_and_weasyprint_draw_the_same(choices):
    design = drawn("test_result", **choices)
    second = Signature(
        Pair("นายเขต พื้นที่การศึกษา"), Pair("ผู้อำนวยการ"), Pair("สำนักงานเขตพื้นที่การศึกษา"), Pair("รักษาราชการแทน")
    )
    words = replace(TEST, second=second if choices.get("second_signatory") else None)
    difference = ImageChops.difference(
        by_pdfium(filled(words, design), 72), by_pdfium(document.plain_pdf(words, design, **ABOUT), 72)
    )
    assert difference.getbbox() is None


@pytest.mark.parametrize("reader", READERS)
def test_every_name_reads_back_in_every_reader(reader):
    for name in HARD[:5] + people(10):
        text = READERS[reader](filled(replace(TEST, holder=Pair(name, ""))))
        assert plain(name) in text.splitlines()
        assert NUMBER in text.splitlines()


@pytest.mark.parametrize("kind", STANDARD)
@pytest.mark.parametrize("reader", ["pdfium", "poppler"])
def test_names_read_back_on_every_kind_in_one_language_and_in_two(kind, reader):
    for name, bilingual in zip(HARD[:4] + people(4), [True, False] * 4, strict=True):
        words = replace(
            COURSE, kind=kind, holder=Pair(name, "Name"), role=Pair("วิทยากรแกนนำ", "core trainer")
        )
        text = READERS[reader](filled(words, drawn(kind, bilingual=bilingual)))
        assert {plain(name), NUMBER} <= set(text.splitlines())
        assert ("{role}" in drawn(kind).did) == (plain("วิทยากรแกนนำ") in text)


def test_all_other_words_read_back_too():
    text = READERS["pdfium"](filled(TEST)).splitlines()
    for word in (
        TEST.subject.th,
        TEST.subject.en,
        f"({TEST.signatory.th})",
        TEST.position.th,
        "เมื่อวันที่ ๒๑ พฤศจิกายน ๒๕๖๙ ใช้ได้ถึงวันที่ ๒๐ พฤศจิกายน ๒๕๗๑",
        cells.FINE,
    ):
        assert plain(word) in text


def test_the_data_inside_are_the_same_as_weasyprint_would_attach():
    for words in (TEST, COURSE):
        ours, theirs = (
            pypdf.PdfReader(io.BytesIO(made)).attachments
            for made in (filled(words), document.plain_pdf(words, drawn(words.kind), **ABOUT))
        )
        assert ours["certificate.json"] == theirs["certificate.json"]
        assert ours["certificate.xml"] == theirs["certificate.xml"]
        assert json.loads(ours["certificate.json"][0])["facts"] == words.as_facts()


def test_title_language_identifier_and_archive_marks_are_there():
    reader = pypdf.PdfReader(io.BytesIO(filled(TEST)))
    root, metadata = reader.trailer["/Root"], reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert reader.metadata.title == document.title(TEST, NUMBER)
    assert reader.metadata.title in metadata
    assert 'pdfaid:part="3" pdfaid:conformance="B"' in metadata
    assert root["/Lang"] == "th"
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert [file.get_object()["/AFRelationship"] for file in root["/AF"]] == ["/Data", "/Data"]
    assert reader.trailer["/ID"][0] == NUMBER


def test_every_font_is_embedded_whole_and_in_order():
    page = pypdf.PdfReader(io.BytesIO(filled(TEST))).pages[0]
    for font in page["/Resources"]["/Font"].values():
        descendant = font.get_object()["/DescendantFonts"][0].get_object()
        file = TTFont(io.BytesIO(descendant["/FontDescriptor"]["/FontFile2"].get_data()))
        widths = [
            round(file["hmtx"][name][0] * 1000 / file["head"].unitsPerEm) for name in file.getGlyphOrder()
        ]
        assert list(descendant["/W"][1]) == widths
        for name in file.getGlyphOrder():
            assert file["glyf"][name] is not None
            file.getGlyphSet()[name].draw(_Nothing())


class _Nothing:
    """A pen that draws nothing: an outline that cannot be drawn raises."""

    def __getattr__(self, name):
        return lambda *points, **_: None


def test_the_file_is_small():
    assert all(len(filled(words)) <= 60_000 for words in varied()[:8])


def test_the_same_words_give_the_same_bytes():
    assert filled(TEST) == filled(replace(TEST))


def test_the_qr_code_leads_to_its_own_address():
    found = zxingcpp.read_barcodes(by_pdfium(filled(COURSE)))
    assert [each.text for each in found] == [ABOUT["address"]]


def test_a_sign_that_sarabun_lacks_is_left_to_weasyprint():
    from verification.paper import filled as module

    assert module.filled_pdf(replace(TEST, holder=Pair("นาย王 สมิธ", "")), drawn(TEST.kind), **ABOUT) is None


@pytest.mark.parametrize("length", [*range(1, 107, 7), 14, 26, 42, 62, 84, 106, 107, 150])
def test_qr_codes_of_every_length_are_read(length):
    text = ("https://" + "".join(random.Random(length).choices("ABCDEFabcdef0123456789-/", k=150)))[:length]
    rows = code.rows_of(text)
    picture = Image.new("L", (code.side_of(rows),) * 2, 255)
    for y, left, right in code.runs_of(rows):
        for x in range(left, right):
            picture.putpixel((x, y), 0)
    picture = picture.resize((picture.width * 6,) * 2, Image.Resampling.NEAREST)
    assert [each.text for each in zxingcpp.read_barcodes(picture)] == [text]


@pytest.mark.parametrize("length", [14, 26, 42, 62, 84, 106])
def test_full_qr_codes_are_those_of_segno(length):
    text = ("https://" + "x1" * 60)[:length]
    made = segno.make(text, error="m", micro=False, mask=code.MASK, boost_error=False)
    assert code.rows_of(text) == ["".join("1" if module else "0" for module in row) for row in made.matrix]


def test_a_small_font_draws_composites_and_moved_marks():
    font = smallfont.SmallFont(400)
    for text in ("ญี่ปุ่น ป้ำ ฟื้น", "éàü fi", "ฐานันดร์ กุฏิ์"):
        font.numbers_of(glyph.mark for glyph in lines.line_of(text, 400, 20 * lines.UNITS).glyphs)
    file = TTFont(io.BytesIO(font.file()))
    assert file["maxp"].numGlyphs == len(font.bodies)
    for name in file.getGlyphOrder():
        file.getGlyphSet()[name].draw(_Nothing())
