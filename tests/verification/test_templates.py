"""Templates: a draft is changed by a form, published once, frozen for ever; a certificate keeps its version."""

import io

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from committees.models import Position
from hcec.core import pdf
from tests.factories.accounts import PersonFactory
from tests.factories.committees import person_with
from tests.factories.verification import a_certificate
from verification import paper, wording
from verification.actions import templates
from verification.models import Certificate, Kind, Logo, TemplateVersion
from verification.refusals import Refusal

pytestmark = pytest.mark.django_db
needs_pango = pytest.mark.skipif(not pdf.available(), reason="Pango is missing")


def NOW():
    return timezone.now()


def a_draft() -> TemplateVersion:
    template = templates.of_kind(Kind.TEST_RESULT, at=NOW())
    return templates.draft(template, by=PersonFactory(), at=NOW())


def change(version: TemplateVersion, **given: object) -> TemplateVersion:
    was = {name: getattr(version, name) for name in (*templates.LINES, *templates.CHOICES)}
    return templates.change(version, was | given, by=PersonFactory(), at=NOW())


def a_picture(mode: str = "RGBA") -> io.BytesIO:
    file = io.BytesIO()
    Image.new(mode, (900, 300)).save(file, "PNG")
    file.seek(0)
    return file


@pytest.fixture
def officer(client):
    person = person_with(Position.OBEC_OFFICER)
    client.force_login(person)
    return person


def test_publishing_makes_a_new_version_and_an_issued_certificate_keeps_its_own():
    before = a_certificate()
    version = change(a_draft(), grant="ขอมอบหนังสือฉบับใหม่ให้แก่")
    assert a_certificate().template_version == before.template_version
    templates.publish(version, by=PersonFactory(), at=NOW())
    assert a_certificate().template_version == version
    assert Certificate.objects.get(pk=before.pk).template_version == before.template_version


@needs_pango
def test_the_paper_of_an_earlier_version_comes_out_as_it_was():
    certificate = a_certificate()
    was = paper.pdf_of(certificate)
    templates.publish(change(a_draft(), colour="maroon", digits="arabic"), by=PersonFactory(), at=NOW())
    assert paper.pdf_of(Certificate.objects.get(pk=certificate.pk)) == was
    assert a_certificate().template_version.colour == "maroon"


def test_what_is_published_is_refused_by_a_sentence_and_by_the_database():
    version = templates.publish(a_draft(), by=PersonFactory(), at=NOW())
    for attempt in (
        lambda: change(version, grant="x"),
        lambda: templates.discard(version, by=PersonFactory(), at=NOW()),
    ):
        with pytest.raises(Refusal, match="ประกาศใช้แล้ว"):
            attempt()
    for attempt in (lambda: TemplateVersion.objects.filter(pk=version.pk).update(grant="x"), version.delete):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            attempt()


def test_a_template_has_one_draft_at_a_time():
    draft = a_draft()
    assert templates.draft(draft.template, by=PersonFactory(), at=NOW()) == draft
    with pytest.raises(IntegrityError, match="verification_a_template_has_one_draft"):
        TemplateVersion.objects.create(
            template=draft.template, number=9, created_at=NOW(), grant="x", did="x", given="x"
        )


def test_the_database_draws_no_certificate_by_a_draft():
    certificate, draft = a_certificate(), a_draft()
    fields = {
        f.attname: getattr(certificate, f.attname)
        for f in Certificate._meta.concrete_fields
        if not f.generated
    }
    again = Certificate(
        **fields
        | {"id": None, "seq": 7, "number": "HCEC-1-2570-000007-00000000", "template_version_id": draft.pk}
    )
    with pytest.raises(IntegrityError, match="drawn_by_a_published_version"):
        again.save(force_insert=True)


@pytest.mark.parametrize("line", ["{hour}", "{hours", "hours}", "[{when}", "[a [b] c]", "{{when}}"])
def test_a_line_with_a_wrong_place_is_refused_beside_its_field(client, officer, line):
    draft = a_draft()
    path = reverse("certificate-template-edit", args=[Kind.TEST_RESULT, draft.number])
    sent = {name: getattr(draft, name) for name in (*templates.LINES, "digits", "colour", "frame")} | {
        "did": line
    }
    page = client.post(path, sent)
    assert page.context["form"].errors.keys() == {"did"}
    assert page.context["form"]["did"].value() == line
    assert TemplateVersion.objects.get(pk=draft.pk).did == draft.did


def test_a_part_in_brackets_is_left_out_where_its_place_is_empty():
    line = "[จำนวน {hours} ชั่วโมง ]{when}"
    assert wording.fill(line, {"hours": "", "when": "วันนี้"}) == "วันนี้"
    assert wording.fill(line, {"hours": "6", "when": "วันนี้"}) == "จำนวน 6 ชั่วโมง วันนี้"


def test_the_form_changes_a_draft_and_the_page_publishes_it(client, officer):
    client.get(reverse("certificate-templates"))
    client.post(reverse("certificate-template-begin", args=[Kind.COMPLETION]))
    draft = TemplateVersion.objects.get(published_at=None)
    sent = {name: getattr(draft, name) for name in templates.LINES} | {
        "digits": "arabic", "colour": "green", "frame": "lines", "second_signatory": "province",
    }  # fmt: skip
    client.post(reverse("certificate-template-edit", args=[Kind.COMPLETION, draft.number]), sent)
    client.post(reverse("certificate-template-publish", args=[Kind.COMPLETION, draft.number]))
    draft.refresh_from_db()
    assert (draft.published_by, draft.bilingual, draft.colour) == (officer, False, "green")
    assert (
        "ประกาศใช้แล้ว"
        in client.get(
            reverse("certificate-template-edit", args=[Kind.COMPLETION, draft.number])
        ).content.decode()
    )


def test_the_hold_is_kept_and_at_most_two_weeks(client, officer):
    template = templates.of_kind(Kind.COMPLETION, at=NOW())
    path = reverse("certificate-template", args=[Kind.COMPLETION])
    client.post(path, {"hours": 0})
    template.refresh_from_db()
    assert template.hold_hours == 0
    assert client.post(path, {"hours": 337}).context["form"].errors


@needs_pango
@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("real", [False, True], ids=["invented", "real"])
def test_the_preview_is_the_paper_with_real_words_where_there_are_any(client, officer, kind, real):
    if real and kind != Kind.TEST_RESULT:
        pytest.skip("one kind is enough")
    certificate = a_certificate() if real else None
    templates.of_kind(kind, at=NOW())
    answer = client.get(reverse("certificate-template-preview", args=[kind, 1]))
    assert answer.content.startswith(b"%PDF-")
    if certificate:
        from tests.core.reading import plain, read_back

        assert plain(certificate.words.holder.th) in read_back(answer.content)


@needs_pango
def test_a_logo_is_drawn_anew_and_stands_on_the_paper():
    logo = templates.add_logo(file=a_picture(), size=100, name="ตรา", by=PersonFactory(), at=NOW())
    assert (logo.width, logo.height, logo.picture[:2]) == (600, 200, b"\xff\xd8")
    assert Image.open(io.BytesIO(logo.picture)).getpixel((5, 5)) == (255, 255, 255)
    plain_paper = paper.pdf_of(a_certificate())
    templates.publish(change(a_draft(), left_logo=logo), by=PersonFactory(), at=NOW())
    with_logo = paper.pdf_of(a_certificate())
    assert len(plain_paper) < len(with_logo) < 60_000


def test_a_logo_that_is_no_picture_is_refused(client, officer):
    draft = a_draft()
    path = reverse("certificate-template-logo", args=[Kind.TEST_RESULT, draft.number])
    file = io.BytesIO(b"<svg onload=alert(1)>")
    file.name = "logo.png"
    assert client.post(path, {"name": "ตรา", "picture": file}).context["form"].errors
    assert not Logo.objects.exists()
