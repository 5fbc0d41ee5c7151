"""A person says who she is and where she works; the identity number is checked, sealed and never shown."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from centers.models import Workplace
from centers.queries.people import profile_complete, schools
from hcec.accounts.actions import people
from hcec.accounts.models import User
from hcec.core import national_id
from hcec.core.models import AuditEntry
from tests.factories.accounts import PersonFactory
from tests.factories.centers import AffiliationFactory, ProvinceFactory, SchoolFactory, WorkplaceFactory

pytestmark = pytest.mark.django_db
ID, OTHER_ID = "1-2345-67890-12-1", "1101700203450"


@pytest.fixture
def person():
    return PersonFactory(first_name_th="", last_name_th="", first_name_en="", last_name_en="", title="")


@pytest.fixture
def page(client, person):
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def typed(**changes):
    province = ProvinceFactory()
    return {
        "title": "นาง", "first_name_th": "สมศรี", "last_name_th": "มีสุข", "first_name_en": "", "last_name_en": "",
        "kind": "teacher", "phone": "", "affiliation": AffiliationFactory().pk, "province": province.pk,
        "school_name": "", "school": "", "id_kind": "thai", "id_number": ID,
    } | changes  # fmt: skip


def keep(page, **changes):
    return page.post(reverse("profile"), typed(**changes))


def test_a_new_person_tells_her_details_and_is_known(page, person):
    answer = keep(page)
    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.name_th == "นางสมศรี มีสุข"
    assert profile_complete(person)


def test_the_number_is_sealed_masked_and_not_in_the_audit(page, person):
    keep(page)
    person.refresh_from_db()
    assert b"1234567890121" not in bytes(person.id_sealed)
    assert person.id_masked == "x-xxxx-xxxxx-12-1"
    html = page.get(reverse("profile")).content.decode()
    assert "x-xxxx-xxxxx-12-1" in html
    assert "1234567890121" not in html
    assert ID not in html
    assert not any("1234567890121" in str(entry.facts) for entry in AuditEntry.objects.all())


def test_thai_digits_dashes_and_spaces_are_the_same_number(person):
    at = "2026-11-21T00:00:00+07:00"
    from datetime import datetime

    people.identify(person, kind="thai", number="๑ ๒๓๔๕ ๖๗๘๙๐ ๑๒ ๑", by=person, at=datetime.fromisoformat(at))
    person.refresh_from_db()
    assert bytes(person.id_fingerprint) == national_id.fingerprint("thai", "1234567890121")


@pytest.mark.parametrize("number", ["1234567890120", "12345", "abcdefghijklm", "0" * 40])
def test_a_number_that_is_none_is_refused_beside_the_field(page, person, number):
    html = keep(page, id_number=number).content.decode()
    assert "โปรดตรวจสอบทีละหลัก" in html
    assert "สมศรี" in html, "nothing typed is lost"
    person.refresh_from_db()
    assert not person.has_name


def test_one_number_is_one_persons(page):
    other = PersonFactory()
    people.identify(other, kind="thai", number=ID, by=other, at=other.date_joined)
    assert "มีบัญชีอื่นใช้เลขนี้แล้ว" in keep(page).content.decode()


def test_a_foreigner_gives_her_passport(page, person):
    keep(page, first_name_th="", last_name_th="", first_name_en="Maria", last_name_en="O'Neil-Smith", id_kind="passport",
         id_number="x 123-456")  # fmt: skip
    person.refresh_from_db()
    assert (person.id_kind, person.name_en) == ("passport", "Maria O'Neil-Smith")
    assert person.id_masked.endswith("456")


def test_the_public_need_not_say(page, person):
    assert (
        keep(page, kind="public", id_kind="none", id_number="", affiliation="", province="").status_code
        == 302
    )
    person.refresh_from_db()
    assert profile_complete(person)


def test_a_teacher_must(page):
    assert "ต้องระบุเลขประจำตัวประชาชน" in keep(page, id_kind="none", id_number="").content.decode()
    assert keep(page, id_number="").context["form"].errors.keys() == {"id_number"}


def test_an_empty_number_keeps_the_one_on_record(page, person):
    keep(page)
    assert keep(page, id_number="", phone="0812345678").status_code == 302
    person.refresh_from_db()
    assert person.id_masked == "x-xxxx-xxxxx-12-1"
    assert person.phone == "0812345678"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"first_name_th": "Somsri"}, "ตัวอักษรไทย"),
        ({"first_name_en": "สมศรี", "last_name_en": "Meesuk"}, "A ถึง Z"),
        ({"first_name_en": "Somsri"}, "ให้ครบ"),
        ({"last_name_th": ""}, "field-bad"),
        ({"first_name_th": "", "last_name_th": "", "id_kind": "passport"}, "field-bad"),
        ({"affiliation": ""}, "field-bad"),
        ({"kind": "king"}, "field-bad"),
    ],
)
def test_a_wrong_field_is_said_beside_it(page, changes, sentence):
    assert sentence in keep(page, **changes).content.decode()


def test_the_school_brings_its_province_and_affiliation(page, person):
    school = SchoolFactory()
    keep(page, school=school.pk, school_name=school.name_th)
    place = Workplace.objects.get(person=person)
    assert (place.school, place.province, place.school_name) == (school, school.province, "")


def test_a_school_that_is_not_listed_is_kept_as_typed(page, person):
    keep(page, school_name="โรงเรียนบ้านไกลปืนเที่ยง")
    assert Workplace.objects.get(person=person).school_name == "โรงเรียนบ้านไกลปืนเที่ยง"


def test_find_lists_schools_and_saves_nothing(page, person):
    school = SchoolFactory(name_th="โรงเรียนเชียงยืนพิทยาคม")
    html = page.post(
        reverse("profile"), typed(find="1", school_name="เชียงยืน", province=school.province.pk)
    ).content.decode()
    assert school.name_th in html
    assert "สมศรี" in html, "what was typed is still there"
    assert ID not in html, "the number is typed once more rather than sent around"
    person.refresh_from_db()
    assert not person.has_name


def test_the_list_follows_what_is_typed(page):
    school = SchoolFactory(name_th="โรงเรียนเชียงยืนพิทยาคม")
    html = page.get(
        reverse("profile-schools"), {"school_name": "เชียงยืน", "province": school.province.pk}
    ).content.decode()
    assert school.name_th in html
    assert "<html" not in html


def test_schools_are_searched_by_every_word_and_in_the_province():
    here = SchoolFactory(name_th="โรงเรียนสตรีวิทยา")
    SchoolFactory(name_th="โรงเรียนสตรีวิทยา ๒")
    assert list(schools("สตรี วิทยา", here.province.pk)) == [here]


def test_a_profile_is_complete_with_a_name_and_a_place():
    person = PersonFactory()
    assert not profile_complete(person)
    WorkplaceFactory(person=person)
    assert profile_complete(person)


def test_after_the_first_time_the_person_goes_where_she_wanted(page):
    answer = page.post(reverse("profile"), typed(next="/tests/"))
    assert answer.url == "/tests/"
    assert page.post(reverse("profile"), typed(next="https://evil.example/", id_number="")).url == reverse(
        "profile"
    )


def test_the_database_refuses_a_seal_without_a_kind(person):
    person.id_sealed = b"x"
    with pytest.raises(ValidationError):
        person.validate_constraints()


def test_no_kind_of_person_is_forgotten():
    assert set(User.Kind) == {"teacher", "personnel", "student", "public"}
