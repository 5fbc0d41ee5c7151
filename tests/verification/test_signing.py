"""Seals: every file is valid in pyHanko and in poppler, any changed bit is caught, and the paper underneath stays as it was."""

import io
import os
import random
import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta

import pypdf
import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.exceptions import ImproperlyConfigured
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from hcec.core import pdf
from hcec.core.pdf import libraries
from tests.factories import seals
from tests.verification.test_stencil import ABOUT, TEST, drawn, filled
from verification.paper import document
from verification.signing import appended, general, keys

pytestmark = pytest.mark.skipif(not pdf.available(), reason=f"Pango is missing: {libraries.INSTALL}")
SAYS = appended.Statement(
    "ออกเอกสารเลขที่ 1 (ทดสอบ) / Issues 1", "ศูนย์ HCEC / HCEC", datetime(2026, 12, 4, 8, tzinfo=UTC)
)


@pytest.fixture(params=["P-256", "RSA2048", "P-256 of an authority"])
def key(request, tmp_path):
    kind, _, authority = request.param.partition(" ")
    path = seals.key_file(tmp_path, kind, by=seals.authority() if authority else None)
    return keys.from_file(str(path), seals.PASSPHRASE)


@pytest.fixture
def one_key(tmp_path):
    return keys.from_file(str(seals.key_file(tmp_path)), seals.PASSPHRASE)


def by_pyhanko(made: bytes, key: keys.Key):
    root = x509.Certificate.load(key.chain[-1].public_bytes(Encoding.DER))
    [found] = PdfFileReader(io.BytesIO(made)).embedded_signatures
    return validate_pdf_signature(found, ValidationContext(trust_roots=[root], allow_fetching=False))


def by_poppler(made: bytes, folder) -> str:
    (folder / "sealed.pdf").write_bytes(made)
    env = {**os.environ, "HOME": str(folder)}  # it looks for certificates of the person's own browser
    return subprocess.run(
        ["pdfsig", "sealed.pdf"], capture_output=True, text=True, check=False, cwd=folder, env=env
    ).stdout


def test_the_seal_is_whole_and_trusted_in_pyhanko(key):
    status = by_pyhanko(appended.signed(filled(TEST), key, SAYS), key)
    assert status.bottom_line
    assert status.coverage.name == "ENTIRE_FILE"
    assert status.docmdp_ok


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="poppler's pdfsig is not installed")
def test_the_seal_is_valid_in_poppler(key, tmp_path):
    told = by_poppler(appended.signed(filled(TEST), key, SAYS), tmp_path)
    assert "Signature is Valid" in told
    assert "Total document signed" in told
    assert "ETSI.CAdES.detached" in told


def test_the_paper_underneath_stays_byte_for_byte(key):
    paper = filled(TEST)
    assert appended.signed(paper, key, SAYS).startswith(paper)


def references(entry: object) -> str:
    """The entry as text; pypdf writes behind each reference where in memory its reader is."""
    return re.sub(r"(IndirectObject\(\d+, \d+), \d+\)", r"\1)", str(entry))


def test_archive_marks_attachments_and_language_survive(one_key):
    made, paper = appended.signed(filled(TEST), one_key, SAYS), filled(TEST)
    after, before = (pypdf.PdfReader(io.BytesIO(each)) for each in (made, paper))
    root = after.trailer["/Root"]
    for entry in ("/AF", "/OutputIntents", "/Metadata", "/Lang", "/Names", "/Pages"):
        assert entry in root, entry
        assert references(root[entry]) == references(before.trailer["/Root"][entry]), entry
    assert after.attachments == before.attachments
    assert after.trailer["/ID"] == before.trailer["/ID"]
    assert after.metadata == before.metadata


def test_the_field_is_invisible_and_printed_as_the_archive_form_asks(one_key):
    reader = pypdf.PdfReader(io.BytesIO(appended.signed(filled(TEST), one_key, SAYS)))
    [field] = reader.trailer["/Root"]["/AcroForm"]["/Fields"]
    assert field.get_object()["/Rect"] == [0, 0, 0, 0]
    assert field.get_object()["/F"] == 4 + 128
    assert reader.pages[0]["/Annots"][0] == field


def test_the_seal_says_which_key_why_where_and_when(one_key):
    reader = pypdf.PdfReader(io.BytesIO(appended.signed(filled(TEST), one_key, SAYS)))
    says = reader.trailer["/Root"]["/AcroForm"]["/Fields"][0].get_object()["/V"]
    assert says["/Name"] == one_key.name
    assert says["/Reason"] == SAYS.reason
    assert says["/Location"] == SAYS.location
    assert says["/M"] == "D:20261204080000Z"


def test_a_sealed_paper_is_small(key):
    assert len(appended.signed(filled(TEST), key, SAYS)) <= 60_000


def test_the_same_paper_and_moment_give_the_same_bytes(key):
    paper = filled(TEST)
    assert appended.signed(paper, key, SAYS) == appended.signed(paper, key, SAYS)


def test_a_file_of_another_form_is_sealed_by_the_long_way(one_key):
    paper = document.plain_pdf(TEST, drawn(TEST.kind), **ABOUT)
    with pytest.raises(appended.OtherForm):
        appended.signed(paper, one_key, SAYS)
    made = general.signed(paper, one_key, SAYS)
    assert made.startswith(paper)
    assert by_pyhanko(made, one_key).bottom_line


@pytest.mark.parametrize("where", ["the paper", "the seal's own section"])
def test_every_changed_bit_is_caught(where, one_key):
    paper = filled(TEST)
    made = appended.signed(paper, one_key, SAYS)
    chosen = random.Random(2571)
    hole = made.rindex(b"/Contents<") + len(b"/Contents")
    places = range(200, len(paper) - 200) if where == "the paper" else range(hole + 200, hole + 1000)
    for place in chosen.sample(places, 5):
        flipped = bytearray(made)
        flipped[place] ^= 1
        try:
            assert not by_pyhanko(bytes(flipped), one_key).bottom_line
        except Exception as unreadable:
            assert not isinstance(unreadable, AssertionError), place


# Keys


def test_the_wrong_passphrase_is_said_in_one_sentence(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="HCEC_SIGNING_PASSPHRASE does not open it"):
        keys.from_file(str(seals.key_file(tmp_path)), "wrong")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="nowhere.p12 cannot be read"):
        keys.from_file(str(tmp_path / "nowhere.p12"), "")


@pytest.mark.parametrize(("kind", "why"), [("RSA1024", "too weak"), ("P-384", "only RSA keys and P-256")])
def test_a_weak_or_unknown_key_is_refused(kind, why, tmp_path):
    with pytest.raises(ImproperlyConfigured, match=why):
        keys.from_file(str(seals.key_file(tmp_path, kind)), seals.PASSPHRASE)


def test_a_certificate_that_may_not_sign_is_refused(tmp_path):
    path = seals.key_file(tmp_path, extensions=(seals.usage(key_cert_sign=True),))
    with pytest.raises(ImproperlyConfigured, match="does not allow it to sign"):
        keys.from_file(str(path), seals.PASSPHRASE)


def test_the_chain_stands_in_order_and_the_name_is_the_certificates(tmp_path):
    root = seals.authority()
    key = keys.from_file(str(seals.key_file(tmp_path, name="OBEC Seal", by=root)), seals.PASSPHRASE)
    assert [keys.name_of(each) for each in key.chain] == ["OBEC Seal", "Test Authority"]
    assert (key.name, key.algorithm) == ("OBEC Seal", "ECDSA P-256")


def test_a_key_lives_as_long_as_its_certificate(tmp_path):
    path = seals.key_file(tmp_path, starts=datetime(2026, 1, 1, tzinfo=UTC), lasts=timedelta(days=10))
    key = keys.from_file(str(path), seals.PASSPHRASE)
    assert key.lives(datetime(2026, 1, 5, tzinfo=UTC))
    assert not key.lives(datetime(2026, 1, 12, tzinfo=UTC))
    assert not key.lives(datetime(2025, 12, 31, tzinfo=UTC))
