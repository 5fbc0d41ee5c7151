"""OBEC replaces the list of centers by one upload: checked row by row, looked at, then all of it or nothing."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

from centers.models import Center, Room, Upload
from centers.queries.uploads import COLUMNS, export_rows
from committees.models import Committee, Position
from hcec.core.models import AuditEntry
from tests.factories.committees import person_with

pytestmark = pytest.mark.django_db
HEADINGS = [column.headings[0] for column in COLUMNS]
PAGE = "manage-reference-centers"


@pytest.fixture(scope="module", autouse=True)
def country(django_db_setup, django_db_blocker):
    """The real list, loaded once for all of these tests and rolled back at their end."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def officer(client):
    person = person_with(Position.OBEC_OFFICER)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def workbook(rows, headings=HEADINGS) -> bytes:
    book = openpyxl.Workbook()
    for row in [headings, *rows]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row_of(which: str, **changes) -> list:
    row = dict(zip(HEADINGS, next(row for row in export_rows() if row[0] == which), strict=True))
    return list((row | {COLUMNS_BY_NAME[name]: value for name, value in changes.items()}).values())


COLUMNS_BY_NAME = {column.name: column.headings[0] for column in COLUMNS}


def upload(client, content: bytes, name="centers.xlsx"):
    return client.post(reverse(PAGE), {"file": SimpleUploadedFile(name, content)})


def problems(answer) -> str:
    assert answer.status_code == 200, "a file with problems goes no further"
    assert not Upload.objects.exists()
    return answer.content.decode()


def take_over(client, content: bytes):
    answer = upload(client, content)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    kept = Upload.objects.latest("pk")
    return client.post(reverse("manage-reference-centers-apply", kwargs={"pk": kept.pk}))


def test_the_list_as_it_stands_comes_back_without_a_change(officer):
    answer = officer.get(reverse(PAGE), {"export": "xlsx"})
    upload(officer, answer.content)
    page = officer.get(reverse("manage-reference-centers-check", kwargs={"pk": Upload.objects.get().pk}))
    assert page.context["plan"].same == 185
    assert not page.context["plan"].changed


def test_a_csv_comes_back_as_well(officer):
    upload(officer, officer.get(reverse(PAGE), {"export": "csv"}).content, "centers.csv")
    assert Upload.objects.count() == 1


def test_a_host_is_named_and_confirmed(officer):
    take_over(
        officer, workbook([row_of("HCEC-11-02", host_school="โรงเรียนบางพลีราษฎร์บำรุง", host_verified="yes")])
    )
    center = Center.objects.get(code="HCEC-11-02")
    assert (center.host_school.name_th, center.host_verified) == ("โรงเรียนบางพลีราษฎร์บำรุง", True)
    assert Center.objects.count() == 185, "centers that the file leaves out stay"
    assert AuditEntry.objects.get(verb="centers.upload").facts["changed"] == 1


def test_the_look_shows_old_and_new_before_anything_is_written(officer):
    answer = upload(officer, workbook([row_of("HCEC-11-02", host_school="โรงเรียนบางพลีราษฎร์บำรุง")]))
    page = officer.get(answer.url).content.decode()
    assert "โรงเรียนบางพลีราษฎร์บำรุง" in page
    assert not Center.objects.get(code="HCEC-11-02").host_school


def test_a_new_center_comes_with_rooms_and_a_committee(officer):
    new = ["HCEC-38-09", "บึงกาฬ", 9, "ศูนย์ HCEC แห่งใหม่", "", "", "", "", "no", "", "", ""]
    take_over(officer, workbook([new]))
    center = Center.objects.get(code="HCEC-38-09")
    assert Room.objects.filter(center=center).count() == 2
    assert Committee.objects.filter(center=center).exists()


def test_two_centers_of_a_province_may_exchange_their_numbers(officer):
    take_over(officer, workbook([row_of("HCEC-11-01", number=2), row_of("HCEC-11-02", number=1)]))
    assert Center.objects.get(code="HCEC-11-01").number == 2


def test_an_empty_cell_keeps_what_the_center_wrote_itself(officer):
    Center.objects.filter(code="HCEC-50-01").update(phone="053 000 000")
    take_over(officer, workbook([row_of("HCEC-50-01", phone="", name_th="ศูนย์ HCEC เชียงใหม่")]))
    center = Center.objects.get(code="HCEC-50-01")
    assert (center.phone, center.name_th) == ("053 000 000", "ศูนย์ HCEC เชียงใหม่")


def test_a_list_is_taken_over_once(officer):
    take_over(officer, workbook([row_of("HCEC-50-01", name_th="ศูนย์ ก")]))
    Center.objects.filter(code="HCEC-50-01").update(name_th="ศูนย์ ข")
    officer.post(reverse("manage-reference-centers-apply", kwargs={"pk": Upload.objects.get().pk}))
    assert Center.objects.get(code="HCEC-50-01").name_th == "ศูนย์ ข"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"province": "แอตแลนติส"}, "ไม่ใช่จังหวัดใดใน 77 จังหวัด"),
        ({"province": "ภูเก็ต"}, "ศูนย์ย้ายจังหวัดไม่ได้"),
        ({"number": "สอง"}, "ตัวเลข"),
        ({"number": 0}, "1 ถึง 99"),
        ({"host_area": "S9999"}, "S9999"),
        ({"host_verified": "maybe"}, "yes หรือ no"),
        ({"host_school": "", "host_verified": "yes"}, "ต้องระบุชื่อโรงเรียน"),
        ({"email": "not an address"}, "ไม่ใช่ที่อยู่อีเมล"),
        ({"code": "ศูนย์หนึ่ง"}, "ตัวพิมพ์ใหญ่"),
        ({"name_th": ""}, "แถวที่ 2"),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column(officer, changes, sentence):
    page = problems(upload(officer, workbook([row_of("HCEC-50-01", **changes)])))
    assert sentence in page
    assert "2" in page


def test_every_problem_is_listed_at_once(officer):
    rows = [row_of("HCEC-50-01", province="ก"), row_of("HCEC-50-02", number=500), row_of("HCEC-50-02")]
    page = problems(upload(officer, workbook(rows)))
    assert all(f"แถวที่ {number}" in page for number in (2, 3, 4))


def test_a_number_that_another_center_has_is_a_problem(officer):
    page = problems(upload(officer, workbook([row_of("HCEC-11-01", number=2)])))
    assert "HCEC-11-02" in page


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("nonsense.xlsx", b"\x00\x01\x02" * 1000),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + b"\x00" * 500),
        ("empty.csv", b"\n"),
        ("headings.csv", "รหัสศูนย์,จังหวัด\n".encode()),
        ("wrong.csv", "ก,ข,ค\n1,2,3\n".encode()),
        ("zip.xlsx", b"PK\x03\x04" + b"\x00" * 200),
        ("big.csv", b"a,b\n" * 2_000_000),
    ],
)
def test_a_hostile_file_gets_a_clear_sentence(officer, name, content):
    page = problems(upload(officer, content, name))
    assert 'class="alert tone-bad"' in page


def test_a_formula_in_a_workbook_is_refused_by_its_cell(officer):
    page = problems(upload(officer, workbook([row_of("HCEC-50-01", address="=HYPERLINK(1)")])))
    assert "แถวที่ 2" in page
    assert "สูตร" in page


def test_what_looks_like_a_formula_goes_out_as_words(officer):
    Center.objects.filter(code="HCEC-50-01").update(address="=HYPERLINK(1)")
    exported = officer.get(reverse(PAGE), {"export": "csv"}).content.decode("utf-8-sig")
    assert ",=HYPERLINK" not in exported
    upload(officer, exported.encode(), "centers.csv")
    page = officer.get(reverse("manage-reference-centers-check", kwargs={"pk": Upload.objects.get().pk}))
    assert page.context["plan"].same == 185, "and comes back as it was"
