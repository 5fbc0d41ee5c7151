"""Twelve teachers by one table: looked at first, wrong rows by number, all or nothing, sent again without doubles (F5)."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hcec.accounts.actions.people import identify
from hcec.accounts.models import Notice
from hcec.core.sheets import csv_bytes
from tests.factories.accounts import PersonFactory
from tests.factories.centers import RoomFactory, SchoolFactory
from tests.factories.committees import holds
from tests.factories.training import enrol, open_round, teacher_of
from tests.support.desks import signed_in
from training.integrity import INVARIANTS
from training.lifecycles import EnrolmentStatus
from training.models import Enrolment, GroupFile, Nomination

pytestmark = pytest.mark.django_db
HEADS = ("ชื่อ-สกุล", "อีเมล")


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def head(school):
    return signed_in(holds(school))


@pytest.fixture
def round(room):
    return open_round(room=room, seats=10)


@pytest.fixture
def teachers(school):
    return [teacher_of(school) for _ in range(12)]


def rows_of(people):
    return [[person.name_th, person.email] for person in people]


def upload(desk, round, rows, name="round-group", heads=HEADS):
    file = SimpleUploadedFile("ครู.csv", csv_bytes(heads, rows), content_type="text/csv")
    return desk.post(reverse(name, args=[round.pk]), {"file": file})


def test_twelve_teachers_are_nominated_by_one_table(head, round, teachers):
    answer = upload(head, round, rows_of(teachers))
    assert not Enrolment.objects.exists()
    page = head.read(answer.url)
    assert all(person.name_th in page for person in teachers)
    head.cost(answer.url)
    head.post(answer.url)
    statuses = list(Nomination.objects.values_list("enrolment__status", flat=True))
    assert sorted(statuses) == [EnrolmentStatus.HELD] * 10 + [EnrolmentStatus.WAITING] * 2
    assert Notice.objects.filter(person__in=teachers, path__startswith="/answer/").count() == 12
    assert {i.name: rows for i in INVARIANTS if (rows := i.broken())} == {}


def test_the_button_twice_and_the_file_twice_are_once(head, round, teachers):
    url = upload(head, round, rows_of(teachers)).url
    for _ in range(2):
        head.post(url)
    assert upload(head, round, rows_of(teachers)).url == url
    assert Nomination.objects.count() == 12 and GroupFile.objects.count() == 1


def test_a_corrected_table_is_sent_again_without_doubles(head, round, teachers):
    head.post(upload(head, round, rows_of(teachers[:4])).url)
    answer = upload(head, round, rows_of(teachers[:6]))
    head.post(answer.url)
    assert Nomination.objects.count() == 6 and GroupFile.objects.latest("pk").made == 2


def test_wrong_rows_are_named_with_what_to_do_and_nobody_gets_a_place(head, round, teachers, school):
    rows = rows_of(teachers[:3])
    stranger = teacher_of(SchoolFactory())
    rows += [
        [stranger.name_th, stranger.email],
        [teachers[4].name_th, teachers[5].email],
        [teachers[6].name_th, "ไม่มีอีเมล"],
        rows[0],
    ]
    answer = upload(head, round, rows)
    body = answer.content.decode()
    assert answer.status_code == 422 and not GroupFile.objects.exists() and not Enrolment.objects.exists()
    assert [f"แถวที่ {n}" in body for n in (3, 5, 6, 7, 8)] == [False, True, True, True, True]
    assert school.name in body


def test_whose_number_it_is_instead_is_not_told(head, round, teachers):
    body = upload(head, round, [[teachers[0].name_th, teachers[1].email]]).content.decode()
    assert teachers[1].first_name_th not in body


def test_people_are_also_named_by_national_id_and_telephone(head, round, school):
    by_id, by_phone = teacher_of(school), teacher_of(school, phone="+66 81-234-5678")
    identify(by_id, kind="thai", number="1101700230708", by=by_id, at=timezone.now())
    rows = [[by_id.name_th, "๑-๑๐๑๗-๐๐๒๓๐-๗๐-๘"], [by_phone.name_en, "081 234 5678"]]
    head.post(upload(head, round, rows).url)
    assert set(Nomination.objects.values_list("enrolment__person", flat=True)) == {by_id.pk, by_phone.pk}


def test_what_was_typed_is_not_kept(head, round, teachers):
    upload(head, round, rows_of(teachers[:1]))
    assert GroupFile.objects.get().people == {"2": teachers[0].pk}


def test_the_downloaded_table_can_be_sent_back_as_it_is(head, round, teachers):
    table = head.get(reverse("round-group-table", args=[round.pk])).content
    assert ZipFile(BytesIO(table)).testzip() is None
    answer = head.post(
        reverse("round-group", args=[round.pk]), {"file": SimpleUploadedFile("table.xlsx", table)}
    )
    head.post(answer.url)
    assert Nomination.objects.count() == 12


def test_a_table_that_no_longer_fits_does_nothing(head, round, teachers):
    url = upload(head, round, rows_of(teachers[:2])).url
    type(teachers[0]).objects.filter(pk=teachers[0].pk).update(first_name_th="", first_name_en="")
    head.post(url)
    assert not Nomination.objects.exists() and GroupFile.objects.get().applied_at is None
    head.read(url)


def test_more_rows_take_no_more_questions(head, round, teachers):
    with CaptureQueriesContext(connection) as few:
        upload(head, round, rows_of(teachers[:2]))
    with CaptureQueriesContext(connection) as many:
        upload(head, round, rows_of(teachers))
    assert len(many) <= len(few)


def test_a_manager_enrols_people_of_any_school_by_a_table(manager, round):
    people = [PersonFactory() for _ in range(11)]
    answer = upload(manager, round, rows_of(people), "manage-group")
    manager.cost(answer.url)
    manager.post(answer.url)
    assert Enrolment.objects.filter(status=EnrolmentStatus.ENROLLED).count() == 10
    assert Enrolment.objects.filter(status=EnrolmentStatus.WAITING).count() == 1
    assert Notice.objects.filter(person__in=people).count() == 11


def test_the_centers_table_never_passes_over_the_line(manager, room):
    round = open_round(room=room, seats=1)
    first, waiting = enrol(round), enrol(round)
    late = PersonFactory()
    manager.post(upload(manager, round, rows_of([late]), "manage-group").url)
    own = Enrolment.objects.get(person=late)
    assert own.wait_no > waiting.wait_no and first.seat_no == 1


def test_whoever_heads_no_school_has_no_table(round):
    signed_in(PersonFactory()).read(reverse("round-group", args=[round.pk]), 404)


def test_another_centers_manager_does_not_find_the_round(manager):
    manager.read(reverse("manage-group", args=[open_round(room=RoomFactory()).pk]), 404)


def test_a_place_at_another_center_at_the_same_hours_is_seen_by_the_centers_table_too(manager, round):
    busy = PersonFactory()
    enrol(open_round(room=RoomFactory()), busy)
    assert upload(manager, round, rows_of([busy]), "manage-group").status_code == 422
