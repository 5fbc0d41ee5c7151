"""Pages of standards 7.1 to 7.4: filled in by two, signed, confirmed or returned, sampled, and what it opens."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from centers.actions import reference
from centers.forms.standards import stored_mark
from centers.models import Assessment, Standard, StandardItem
from committees.models import Position
from tests.factories.centers import CenterFactory
from tests.factories.committees import person_with
from tests.factories.registers import a_standard, answered, begun, confirmed, signed
from tests.support.client import StrictClient

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def standard():
    return a_standard()


@pytest.fixture
def center():
    return CenterFactory()


def page_of(position, **where):
    client = StrictClient()
    client.force_login(person_with(position, **where))
    return client


@pytest.fixture
def page(center):
    return page_of(Position.CENTER_MANAGER, center=center)


def form_of(assessment, **typed):
    """What the browser would send: the answers as they stand, with what was typed over them."""
    data = {}
    for answer in assessment.answers.order_by("item__position"):
        key = answer.item_id
        data |= {
            f"met_{key}": {True: "yes", False: "no", None: ""}[answer.met],
            f"note_{key}": answer.note,
            f"was_{key}": stored_mark(answer),
        }
    return data | typed


def keys(assessment):
    return [a.item_id for a in assessment.answers.order_by("item__position")]


def fill(client, assessment, data):
    return client.post(reverse("manage-standard-fill", args=[assessment.pk]), data)


def test_a_center_begins_fills_in_with_evidence_and_signs(page, center, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page.post(reverse("manage-standard-begin", args=[center.pk]))
    assessment = Assessment.objects.get()
    data = form_of(assessment)
    for key in keys(assessment):
        data[f"met_{key}"] = "yes"
        data[f"evidence_{key}"] = SimpleUploadedFile("e.pdf", b"%PDF-1.7 evidence")
    assert fill(page, assessment, data | {"sign": "1"}).status_code == 302
    assessment.refresh_from_db()
    assert assessment.status == "signed"
    proof = page.get(reverse("manage-standard-evidence", args=[assessment.answers.first().pk]))
    assert b"".join(proof.streaming_content) == b"%PDF-1.7 evidence"


def test_signing_too_early_keeps_the_answers(page, center):
    assessment = begun(center)
    first = keys(assessment)[0]
    fill(page, assessment, form_of(assessment, **{f"met_{first}": "yes", f"note_{first}": "มี", "sign": "1"}))
    assessment.refresh_from_db()
    assert assessment.status == "draft" and assessment.answers.get(item=first).note == "มี"


def test_two_people_who_fill_in_different_lines_both_are_kept(page, center):
    assessment = begun(center)
    one, two = keys(assessment)[:2]
    shown = form_of(assessment)
    fill(page, assessment, shown | {f"note_{one}": "ของคนแรก"})
    other = page_of(Position.ICT_OFFICER, center=center)
    assert fill(other, assessment, shown | {f"note_{two}": "ของคนที่สอง"}).status_code == 302
    notes = dict(assessment.answers.values_list("item", "note"))
    assert (notes[one], notes[two]) == ("ของคนแรก", "ของคนที่สอง")


def test_a_line_that_both_changed_comes_back_with_both_texts_and_is_then_saved_knowingly(page, center):
    assessment = begun(center)
    one = keys(assessment)[0]
    shown = form_of(assessment)
    fill(page, assessment, shown | {f"note_{one}": "ของคนแรก"})
    other = page_of(Position.ICT_OFFICER, center=center)
    answer = fill(other, assessment, shown | {f"note_{one}": "ของคนที่สอง"})
    text = answer.content.decode()
    assert answer.status_code == 409 and "ของคนแรก" in text and "ของคนที่สอง" in text
    assert assessment.answers.get(item=one).note == "ของคนแรก"
    assert fill(other, assessment, answer.context["form"].data.dict()).status_code == 302
    assert assessment.answers.get(item=one).note == "ของคนที่สอง"


def test_the_province_confirms_and_the_page_says_what_may_open(center):
    assessment = signed(center, met=(True, False, True, True))
    province = page_of(Position.AREA_DIRECTOR, province=center.province)
    province.post(reverse("manage-standard-confirm", args=[assessment.pk]))
    text = province.get(reverse("manage-standard", args=[center.pk])).content.decode()
    assert "ข้อ 2" in text and "เปิดได้" in text and "ยังเปิดไม่ได้" in text


def test_the_province_returns_it_with_a_reason(center, page):
    assessment = signed(center)
    province = page_of(Position.DEVELOPMENT_HEAD, province=center.province)
    province.post(reverse("manage-standard-return", args=[assessment.pk]), {"because": "ภาพไม่ชัด"})
    assert "ภาพไม่ชัด" in page.get(reverse("manage-standard-fill", args=[assessment.pk])).content.decode()


def test_obec_samples_and_may_overturn(center):
    assessment = confirmed(center)
    obec = page_of(Position.OBEC_OFFICER)
    obec.post(reverse("manage-standard-sample", args=[assessment.pk]), {"upheld": "no", "note": "เครื่องไม่ครบ"})
    assessment.refresh_from_db()
    assert assessment.status == "overturned"
    assert "เครื่องไม่ครบ" in obec.get(reverse("manage-standard", args=[center.pk])).content.decode()


def test_a_signed_list_is_shown_and_no_longer_filled_in(page, center):
    assessment = signed(center)
    fill(page, assessment, form_of(assessment, **{f"note_{keys(assessment)[0]}": "ใหม่"}))
    assert not assessment.answers.filter(note="ใหม่").exists()


def test_the_list_of_centers_says_where_each_stands(page, center):
    answered(begun(center))
    assert "กำลัง" in page.get(reverse("manage-standards")).content.decode()


def test_the_checklist_is_loaded_as_data_and_a_used_version_never_changes():
    StandardItem.objects.all().delete()
    Standard.objects.all().delete()
    call_command("load_reference", verbosity=0)
    version = Standard.objects.get(version=1)
    assert 16 <= version.items.count() <= 24
    assert {item.clause for item in version.items.all()} == {"7.1", "7.2", "7.3", "7.4"}
    known = set(StandardItem.Activity)
    assert all(set(item.needed_for) <= known for item in version.items.all())
    begun(CenterFactory())
    version.items.filter(position=1).update(text_th="เดิม")
    reference.load_standards()
    assert version.items.get(position=1).text_th == "เดิม"
