"""The paper: reads back letter for letter, its QR leads to its own answer, the attached data are the row."""

import io
import json
import random
import re
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree

import pypdf
import pypdfium2
import pytest
import zxingcpp
from django.utils import timezone
from pythainlp.corpus import thai_family_names, thai_female_names, thai_male_names

from committees.models import Position
from hcec.core import outbox, pdf, thai
from hcec.core.models import Job
from hcec.core.pdf import libraries
from tests.core.reading import READERS, plain, read_back
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory
from tests.factories.committees import AppointmentFactory, CommitteeFactory, person_with
from tests.factories.verification import (
    a_certificate,
    a_file,
    director_of,
    issue_results,
    results_of,
    session_with_results,
)
from verification import paper, storage
from verification.actions import papers, templates
from verification.models import Certificate, CertificateFile, Kind
from verification.paper import cells
from verification.paper.design import design_of
from verification.refusals import Refusal
from verification.signing import keys

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not pdf.available(), reason=f"Pango is missing: {libraries.INSTALL}"),
]
HARD = [
    ("นางสาว", "น้ำเพชร", "ป้ำกำปั่น"),
    ("ว่าที่ร้อยตรี", "ฤๅษี", "ญี่ปุ่นกุฏิ์ ณ ฟื้นฟู"),
    ("นาย", "ซ้ำ", "คำล้ำเลิศ"),
    ("นาง", "ปิ่น", "จับฟั่นฬุ"),
]


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def names(count: int) -> list[tuple[str, str, str]]:
    chosen = random.Random(2570)
    first, family = sorted(thai_male_names() | thai_female_names()), sorted(thai_family_names())
    return HARD + [
        (chosen.choice(["นาย", "นางสาว", "ดร."]), chosen.choice(first), chosen.choice(family))
        for _ in range(count)
    ]


def people(count: int) -> list:
    return [PersonFactory(title=t, first_name_th=f, last_name_th=last) for t, f, last in names(count)]


def attached(document: bytes) -> dict[str, bytes]:

    return {name: files[0] for name, files in pypdf.PdfReader(io.BytesIO(document)).attachments.items()}


def scanned(document: bytes, dpi: int = 150) -> list[str]:
    page = pypdfium2.PdfDocument(document)[0].render(scale=dpi / 72).to_pil()
    return [code.text for code in zxingcpp.read_barcodes(page)]


def test_every_name_number_and_word_reads_back_as_it_was_put_in():
    certificates = issue_results(*results_of(session_with_results(people(20))))
    for certificate in certificates:
        document = paper.pdf_of(certificate)
        lines = read_back(document).splitlines()
        assert plain(certificate.words.holder.th) in lines
        assert certificate.number in lines
        assert plain(certificate.words.subject.th) in lines


@pytest.mark.parametrize("reader", READERS)
def test_the_hardest_names_read_back_in_every_reader(reader):
    for certificate in issue_results(*results_of(session_with_results(people(0)))):
        assert plain(certificate.words.holder.th) in READERS[reader](paper.pdf_of(certificate)).splitlines()


def test_the_qr_code_leads_to_its_own_answer(settings):
    settings.PUBLIC_URL = "https://hcec.example"
    certificate = a_certificate()
    assert scanned(paper.pdf_of(certificate)) == [f"https://hcec.example/verify/{certificate.number}"]


def test_the_attached_json_is_the_row():
    certificate = a_certificate()
    data = json.loads(attached(paper.pdf_of(certificate))["certificate.json"])
    assert data["number"] == certificate.number
    assert data["facts"] == Certificate.objects.get(pk=certificate.pk).facts


def test_the_attached_xml_says_the_same():
    certificate = a_certificate()
    root = ElementTree.fromstring(attached(paper.pdf_of(certificate))["certificate.xml"])
    at = {"c": "urn:hcec:certificate:1"}
    assert root.findtext("c:number", namespaces=at) == certificate.number
    assert root.findtext("c:facts/c:holder/c:th", namespaces=at) == certificate.words.holder.th
    marks = [mark.findtext("c:level/c:th", namespaces=at) for mark in root.findall("c:facts/c:overall", at)]
    assert marks == [certificate.words.overall.level.th]


def test_the_same_row_gives_the_same_bytes():
    certificate = a_certificate()
    assert paper.pdf_of(certificate) == paper.pdf_of(Certificate.objects.get(pk=certificate.pk))


def test_it_is_one_page_of_a4_landscape_in_pdf_a3_and_small():

    document = paper.pdf_of(a_certificate())
    reader = pypdf.PdfReader(io.BytesIO(document))
    assert len(reader.pages) == 1
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [842, 595]
    metadata = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert re.findall(r"pdfaid:(part|conformance)=\"(\w)\"", metadata) == [
        ("part", "3"),
        ("conformance", "B"),
    ]
    assert len(document) < 60_000


def test_a_name_of_two_hundred_letters_stays_on_the_paper():
    person = PersonFactory(first_name_th="อัครวัฒนานุกูล" * 4, last_name_th="ณ อยุธยาเมืองเก่า" * 4)
    certificate = a_certificate(holder=person)
    assert plain(certificate.words.holder.th) in read_back(paper.pdf_of(certificate)).splitlines()


def specimen_of(certificate: Certificate) -> bytes:
    return paper.specimen(certificate.words, certificate.template_version)


def test_a_specimen_has_no_number_no_data_and_says_what_it_is():
    document = specimen_of(a_certificate())
    assert "SPECIMEN" in read_back(document)
    assert attached(document) == {}


def test_the_worker_makes_the_paper_and_keeps_it_under_its_hash():
    certificate = a_certificate()
    outbox.run_all_due()
    file = CertificateFile.objects.get(certificate=certificate)
    content = storage.read(file.sha256)
    assert (len(content), file.path) == (file.size, f"certificates/{file.sha256[:2]}/{file.sha256}.pdf")
    assert content == paper.pdf_of(certificate)


def test_done_twice_it_is_made_once_and_the_first_writer_wins():
    certificate = a_certificate()
    first = papers.make(certificate, at=timezone.now())
    assert papers.make(certificate, at=timezone.now()) == first
    papers.record([a_file(certificate)])
    assert CertificateFile.objects.get() == first


def test_the_papers_of_one_message_are_made_together_with_few_questions(django_assert_max_num_queries):
    issue_results(*results_of(session_with_results(5)))
    keys = [*Job.objects.filter(kind="certificate.render").values_list("key", flat=True)]
    with django_assert_max_num_queries(32):
        assert outbox.run(keys) == 5
    assert all(storage.read(file.sha256) for file in CertificateFile.objects.all())
    assert CertificateFile.objects.count() == 5


def test_made_together_or_alone_the_paper_is_the_same():
    certificates = issue_results(*results_of(session_with_results(3)))
    at = timezone.now()
    together = [storage.read(file.sha256) for file in papers.make_all(certificates, at=at)]
    assert together == [papers.drawn(each, keys.configured(), at=at) for each in certificates]


@pytest.mark.parametrize(
    "step",
    ["os.fsync", "os.rename", "verification.storage.sync_folder", "verification.actions.papers.record"],
)
def test_killed_at_any_step_it_leaves_nothing_half_done_and_is_made_again(step, monkeypatch, tmp_path):
    certificate = a_certificate()
    with monkeypatch.context() as broken:
        broken.setattr(step, lambda *a, **k: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        outbox.run_all_due()
    assert not CertificateFile.objects.exists()
    assert all(storage.read(path.stem) for path in tmp_path.rglob("*.pdf"))
    assert not list(tmp_path.rglob(".making-*"))
    Job.objects.filter(kind="certificate.render").update(run_after=timezone.now() - timedelta(hours=1))
    outbox.run_all_due()
    assert storage.read(CertificateFile.objects.get(certificate=certificate).sha256)


def test_a_lease_that_ended_with_its_worker_is_taken_up_again():
    certificate = a_certificate()
    job = outbox.take(kind="certificate.render")
    papers.make(
        certificate, at=timezone.now()
    )  # the worker dies here: the file is there, the job is not done
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(hours=1))
    outbox.run_all_due()
    assert Job.objects.get(pk=job.pk).status == Job.Status.DONE
    assert CertificateFile.objects.filter(certificate=certificate).count() == 1


def test_without_pango_the_job_waits_for_it_and_is_never_given_up(monkeypatch):
    certificate = a_certificate()
    monkeypatch.setattr(pdf, "available", lambda: False)
    outbox.run_all_due()
    waiting = Job.objects.get(kind="certificate.render", status=Job.Status.DUE)
    assert waiting.payload == {"certificate": certificate.pk}
    assert waiting.run_after > timezone.now()


def test_a_file_that_is_not_what_it_was_is_not_sent():
    certificate = a_certificate()
    file = papers.make(certificate, at=timezone.now())
    file.whole_path.write_bytes(b"%PDF-1.7 forged")
    assert storage.read(file.sha256) is None


@pytest.mark.parametrize("digits", ["thai", "arabic"])
def test_the_thai_lines_have_the_digits_of_the_template(digits):
    certificate = a_certificate()
    design = replace(design_of(certificate.template_version, certificate.kind), thai_digits=digits == "thai")
    shown = cells.cells_of(certificate.words, certificate.number, "x", design)
    [detail] = [cell.text for cell in shown if cell.role == "detail"]
    year = str(thai.be_year(certificate.words.starts_on))
    assert (thai.thai_digits(year) if digits == "thai" else year) in detail


def test_who_acts_for_the_director_signs_and_the_paper_says_in_which_capacity():
    center = CenterFactory()
    director_of(center)
    today = timezone.localdate()
    for on_behalf, capacity in ((False, "รักษาราชการแทน"), (True, "ปฏิบัติราชการแทน")):
        acting = PersonFactory()
        seat = AppointmentFactory(
            person=acting, committee=CommitteeFactory(center=center), position=Position.SCHOOL_DIRECTOR, acting=True,
            on_behalf=on_behalf, ends_on=today + timedelta(days=3),
        )  # fmt: skip
        certificate = a_certificate(center=center, by=person_with(Position.OBEC_OFFICER))
        words = Certificate.objects.get(pk=certificate.pk).words
        assert (words.signatory.th, words.acts_until) == (acting.name_th, today + timedelta(days=3))
        assert plain(capacity + words.position.th) in read_back(paper.pdf_of(certificate)).splitlines()
        seat.delete()


def test_two_sign_where_the_template_says_so_and_nobody_where_the_second_seat_is_empty():
    center = CenterFactory()
    template = templates.of_kind(Kind.TEST_RESULT, at=timezone.now())
    draft = templates.draft(template, by=PersonFactory(), at=timezone.now())
    lines = {name: getattr(draft, name) for name in (*templates.LINES, *templates.CHOICES)}
    templates.change(draft, lines | {"second_signatory": "province"}, by=PersonFactory(), at=timezone.now())
    templates.publish(draft, by=PersonFactory(), at=timezone.now())
    with pytest.raises(Refusal, match="ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา"):
        a_certificate(center=center)
    area = person_with(Position.AREA_DIRECTOR, province=center.province)
    certificate = a_certificate(center=center, by=person_with(Position.OBEC_OFFICER))
    assert certificate.words.second.name.th == area.name_th
    lines = read_back(paper.pdf_of(certificate)).splitlines()
    assert any(f"({plain(area.name_th)})" in line for line in lines)
