"""The checkers that people keep: one Python file and one page prove a PDF with the server switched off."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import timezone

from hcec.core import pdf
from tests.factories import seals
from tests.factories.accounts import PersonFactory
from tests.factories.verification import a_certificate
from tests.verification.test_log import filler
from verification import keepsakes, paper
from verification.actions import log, papers, witnesses
from verification.management.commands.offline_drill import NO_NETWORK
from verification.merkle.notes import WITNESS, Signer, parse_note
from verification.models import Certificate, LogCheckpoint
from verification.offline import check_certificate as checker
from verification.paper import document, proof
from verification.paper.design import Design, design_of
from verification.queries import log as queries
from verification.signing import keys

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(not pdf.available(), reason="Pango is missing")]


@pytest.fixture
def certificate() -> Certificate:
    made = a_certificate(holder=PersonFactory(first_name_th="น้ำเพชร", last_name_th="ป้ำกำปั่น"))
    filler(1, 400)
    log.sign(at=timezone.now())
    return made


def kept(folder: Path, name: str, keys: list[str] | None = None) -> Path:
    """A checker as it is downloaded."""
    path = folder / name
    path.write_bytes(keepsakes.content(name, queries.all_keys() if keys is None else keys) or b"")
    return path


def checked(
    folder: Path, content: bytes, *more: str, keys: list[str] | None = None
) -> subprocess.CompletedProcess:
    script, file = kept(folder, "check_certificate.py", keys), folder / "c.pdf"
    script.write_text(script.read_text().replace("import argparse\n", NO_NETWORK + "import argparse\n", 1))
    file.write_bytes(content)
    return subprocess.run(
        [sys.executable, "-I", str(script), str(file), *more], capture_output=True, text=True, check=False, env={"PYTHONUTF8": "1"}
    )  # fmt: skip


def test_a_genuine_file_is_proved_by_a_lone_python_without_network(certificate, tmp_path):
    answer = checked(tmp_path, paper.pdf_of(certificate))
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "น้ำเพชร ป้ำกำปั่น" in answer.stdout
    assert certificate.number in answer.stdout


def test_a_file_laid_out_by_weasyprint_itself_is_proved_too(certificate):
    content = document.plain_pdf(
        certificate.words, design(certificate), number=certificate.number, address=certificate.address, issued_at=certificate.issued_at,
        more=proof.attachments(certificate),
    )  # fmt: skip
    record, _told = checker.check(content, queries.all_keys())
    assert record["number"] == certificate.number


def test_a_sealed_file_is_proved_as_well(certificate, settings, tmp_path):
    seals.configure(settings, seals.key_file(tmp_path))
    content = papers.drawn(certificate, keys.configured(), at=timezone.now())
    assert b"/Sig" in content
    record, _told = checker.check(content, queries.all_keys())
    assert record["number"] == certificate.number


def test_the_newest_proof_adds_the_witness(certificate, tmp_path):
    who = Signer("w.example/1", bytes(32), WITNESS)
    witnesses.register(vkey=str(who.key), name_th="พยาน", name_en="Witness", at=timezone.now())
    text = parse_note(LogCheckpoint.objects.latest("size").note)[0]
    witnesses.cosign(f"{text}\n{who.sign(text, 1_700_000_000)}\n", at=timezone.now())
    newest = tmp_path / "newest.tlog-proof"
    newest.write_text(str(queries.proof_of_today(certificate).proof))
    answer = checked(tmp_path, paper.pdf_of(certificate), "--proof", str(newest))
    assert answer.returncode == 0, answer.stdout
    assert "w.example/1" in answer.stdout
    assert "entry 0 of the 401" in answer.stdout


def design(certificate: Certificate) -> Design:
    return design_of(certificate.template_version, certificate.kind)


def forged(certificate: Certificate, **other: bytes) -> bytes:
    """The genuine file with another attachment in the place of one of its own."""
    from verification.paper.filled import filled_pdf

    files = {file.name: file for file in proof.attachments(certificate)}
    more = [
        pdf.Attachment(name, other.get(name.partition(".")[2].replace("-", "_"), file.content))
        for name, file in files.items()
    ]
    content = filled_pdf(
        certificate.words,
        design(certificate),
        number=certificate.number,
        address=certificate.address,
        issued_at=certificate.issued_at,
        more=more,
    )
    assert content
    return content


def test_other_words_are_not_proved(certificate, tmp_path):
    from dataclasses import replace

    from verification.paper.filled import filled_pdf
    from verification.words import Pair

    content = filled_pdf(
        replace(certificate.words, holder=Pair("นายปลอม แปลง", "")), design(certificate), number=certificate.number,
        address=certificate.address, issued_at=certificate.issued_at, more=proof.attachments(certificate),
    )  # fmt: skip
    answer = checked(tmp_path, content)
    assert (answer.returncode, "the words were changed" in answer.stdout) == (1, True)


def test_an_unknown_key_another_proof_and_no_proof_prove_nothing(certificate):
    content = paper.pdf_of(certificate)
    other = str(Signer("demo.hcec.example/log", bytes(range(32))).key)
    second = a_certificate()
    cases = [
        (content, [other], None),
        (content, [], None),
        (content, queries.all_keys(), str(queries.proof_of_today(second).proof)),
        (forged(certificate, json=queries.proof_for_keeps(second).entry), queries.all_keys(), None),
        (b"%PDF-1.7 nothing", queries.all_keys(), None),
    ]
    for file, believed, given in cases:
        with pytest.raises(checker.NotProved):
            checker.check(file, believed, given)


def test_every_changed_byte_of_the_proof_or_the_entry_is_noticed(certificate):
    genuine = queries.proof_for_keeps(certificate)
    text = str(genuine.proof)
    for at in range(0, len(text), 7):
        spoilt = text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :]
        with pytest.raises((checker.NotProved, ValueError, IndexError)):
            checker.check(forged(certificate, tlog_proof=spoilt.encode()), queries.all_keys())


# RFC 8032, 7.1: secret key, public key, message, signature.
RFC_8032 = [
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
]  # fmt: skip


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_the_checkers_own_ed25519_passes_the_vectors_of_the_rfc(public, message, signature):
    key, text, signed = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)
    assert checker.is_signature(key, text, signed)
    assert not checker.is_signature(key, text + b"x", signed)
    for at in (0, 31, 32, 63):
        wrong = bytearray(signed)
        wrong[at] ^= 1
        assert not checker.is_signature(key, text, bytes(wrong))
    assert not checker.is_signature(key, text, signed[:63])
    too_large = (int.from_bytes(signed[32:], "little") + checker.ORDER).to_bytes(32, "little")
    assert not checker.is_signature(key, text, signed[:32] + too_large)


def test_the_python_checker_stands_alone_and_is_short():
    source = Path(checker.__file__).read_text()
    imported = set(re.findall(r"^(?:import|from) (\w+)", source, re.MULTILINE))
    assert imported <= sys.stdlib_module_names
    assert len(source.splitlines()) < 250
    assert checker.KEYS == []


@pytest.mark.browser
def test_a_genuine_file_is_proved_by_the_page_off_the_disk_and_a_forged_one_is_not(
    certificate, browser, tmp_path
):
    page_file = kept(tmp_path, "check_certificate.html")
    genuine, wrong = tmp_path / "genuine.pdf", tmp_path / "forged.pdf"
    genuine.write_bytes(paper.pdf_of(certificate))
    second = a_certificate()
    wrong.write_bytes(forged(certificate, json=queries.proof_for_keeps(second).entry))
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page_file.as_uri())
    page.set_input_files("#pdf", str(genuine))
    page.locator("#answer.good").wait_for(timeout=15_000)
    told = page.locator("#answer").inner_text()
    assert "น้ำเพชร ป้ำกำปั่น" in told
    assert certificate.number in told
    page.set_input_files("#pdf", str(wrong))
    page.locator("#answer.bad").wait_for(timeout=15_000)
    assert [url for url in asked if not url.startswith("file:")] == []
    context.close()


def test_both_checkers_have_one_place_for_the_keys():
    for name in keepsakes.EMPTY:
        assert json.dumps(["a+b+c"]) in (keepsakes.content(name, ["a+b+c"]) or b"").decode()
    assert keepsakes.content("settings.py", []) is None
