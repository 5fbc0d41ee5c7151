"""The file of a certificate, dropped by anyone: as issued, taken back, changed, or none of ours; nothing of it is kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hcec.core import pdf
from hcec.core.pdf import libraries
from tests.factories import seals
from tests.factories.verification import a_certificate
from verification import storage
from verification.actions import papers, revocations
from verification.forms.dropped import LARGEST
from verification.models import Certificate

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not pdf.available(), reason=f"Pango is missing: {libraries.INSTALL}"),
]


@pytest.fixture
def certificate(settings, tmp_path) -> Certificate:
    settings.MEDIA_ROOT = tmp_path
    seals.configure(settings, seals.key_file(tmp_path))
    return a_certificate()


@pytest.fixture
def content(certificate) -> bytes:
    return storage.read(papers.make(certificate, at=timezone.now()).sha256)


def dropped(client, content: bytes, name: str = "certificate.pdf"):
    return client.post(reverse("verify-file"), {"file": SimpleUploadedFile(name, content, "application/pdf")})


def title(answer) -> str:
    return answer.content.decode().partition("<h1")[2].partition("</h1>")[0].rpartition(">")[2].strip()


def test_the_very_file_is_known_and_its_facts_stand_beside_the_paper(client, certificate, content):
    answer = dropped(client, content)
    assert title(answer) == "ตรงกับแฟ้มที่เราออกทุกประการ"
    text = answer.content.decode()
    assert certificate.number in text and certificate.words.signatory.th in text
    assert "เทียบกับเอกสารของท่าน" in text
    assert answer["Cache-Control"] == "no-store"


def test_one_that_was_taken_back_does_not_count_however_true_the_file_is(client, certificate, content):
    revocations.revoke(
        certificate, by=certificate.issued_by, at=timezone.now(), reason="wrong_facts", explanation="ผิด"
    )
    answer = dropped(client, content)
    assert title(answer) == "เป็นแฟ้มของเรา แต่ใช้ไม่ได้แล้ว"
    assert certificate.words.holder.th not in answer.content.decode()


@pytest.mark.parametrize("place", [2000, 5000])
def test_one_changed_bit_is_seen_and_what_was_issued_stands_beside_it(client, certificate, content, place):
    changed = bytearray(content)
    changed[place] ^= 1
    answer = dropped(client, bytes(changed))
    assert title(answer) == "แฟ้มถูกแก้ไข"
    assert certificate.words.holder.th in answer.content.decode()


def test_what_is_written_after_the_seal_is_a_change_too(client, content):
    assert title(dropped(client, content + b"\n1 0 obj\n<<>>\nendobj\n")) == "แฟ้มถูกแก้ไข"


@pytest.mark.parametrize("strange", [b"%PDF-1.7\n%%EOF\n", b"%PDF-" + bytes(range(256)) * 40])
def test_a_strangers_file_is_none_of_ours(client, certificate, strange):
    answer = dropped(client, strange)
    assert (answer.status_code, title(answer)) == (200, "ไม่ใช่แฟ้มของเรา")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b"%PDF-1.7"),
        ("a.pdf", b"MZ not a pdf"),
        ("a.pdf", b""),
        ("a.pdf", b"%PDF-" + b"x" * LARGEST),
    ],
    ids=["another ending", "another kind", "empty", "too large"],
)
def test_what_cannot_be_a_file_of_ours_is_said_beside_the_field(client, name, content):
    answer = dropped(client, content, name)
    assert answer.status_code == 200 and answer.context["form"].errors["file"]


def test_a_press_without_a_file_says_so(client):
    assert client.post(reverse("verify-file")).context["form"].errors["file"]


def test_nothing_of_the_file_is_kept(client, certificate, content, settings, tmp_path):
    before = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    with CaptureQueriesContext(connection) as asked:
        dropped(client, content + b"x")
    assert [query["sql"][:6] for query in asked if not query["sql"].startswith("SELECT")] == []
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == before
