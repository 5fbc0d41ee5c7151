"""One table of attendance for many meetings: looked at, applied whole or not at all, and once (G5)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hcec.core.sheets import csv_bytes
from tests.factories.centers import RoomFactory
from tests.factories.training import a_date, enrol, open_round
from training import codes
from training.actions import attendance
from training.models import Attendance, AttendanceFile, Meeting, Round

pytestmark = pytest.mark.django_db
HEADS = ("บัญชี", "รหัสแถว", "มาเวลา", "กลับเวลา")
UPLOAD = "manage-attendance-file"


def begun(round):
    """The round as it stands after its last meeting."""
    back = timedelta(days=20)
    Meeting.objects.filter(round=round).update(mode="virtual", reservation=None)
    for meeting in Meeting.objects.filter(round=round):
        Meeting.objects.filter(pk=meeting.pk).update(
            starts_at=meeting.starts_at - back, ends_at=meeting.ends_at - back
        )
    Round.objects.filter(pk=round.pk).update(
        starts_at=round.starts_at - back, ends_at=round.ends_at - back, closes_at=round.closes_at - back,
        cancel_until=round.cancel_until - back, opens_at=round.opens_at - back,
    )  # fmt: skip
    return Round.objects.get(pk=round.pk)


@pytest.fixture
def rounds(room):
    """Two rounds of two meetings each, three people in each."""
    found = [
        open_round(room=room, seats=3, dates=[a_date(room, day=day), a_date(room, day=day + 1)])
        for day in (7, 9)
    ]
    for round in found:
        for _ in range(3):
            enrol(round)
    return [begun(round) for round in found]


def places(round):
    return list(round.enrolments.select_related("person").order_by("seat_no"))


def meetings(round):
    return list(round.meetings.order_by("starts_at"))


def rows_of(rounds, came="", went=""):
    return [
        [codes.meeting_code(meeting.pk), codes.row_code(meeting.pk, place.pk), came, went]
        for round in rounds for meeting in meetings(round) for place in places(round)
    ]  # fmt: skip


def a_file(rows, heads=HEADS):
    return SimpleUploadedFile("attendance.csv", csv_bytes(heads, rows), content_type="text/csv")


def upload(desk, rows, **other):
    return desk.post(reverse(UPLOAD), {"file": a_file(rows), **other})


def test_a_table_of_many_meetings_is_looked_at_and_then_recorded(manager, rounds):
    answer = upload(manager, rows_of(rounds))
    kept = AttendanceFile.objects.get()
    assert answer.url == reverse("manage-attendance-file-seen", args=[kept.pk])
    assert not Attendance.objects.exists()
    manager.cost(answer.url)
    manager.post(answer.url)
    assert Attendance.objects.filter(minutes=360).count() == 12
    kept.refresh_from_db()
    assert (kept.changed, kept.applied_by) == (12, manager.person)


def test_the_same_file_again_changes_nothing(manager, rounds):
    answer = upload(manager, rows_of(rounds))
    manager.post(answer.url)
    before = list(Attendance.objects.order_by("pk").values())
    again = upload(manager, rows_of(rounds))
    manager.post(again.url)
    assert again.url == answer.url and AttendanceFile.objects.count() == 1
    assert list(Attendance.objects.order_by("pk").values()) == before


def test_one_wrong_row_and_nothing_is_kept(manager, rounds):
    rows = rows_of(rounds)
    rows[3][1], rows[5][2], rows[7][0] = "ZZZZ1", "noon", "QQQ1"
    answer = upload(manager, [*rows, rows[0]])
    body = answer.content.decode()
    assert (
        answer.status_code == 422 and not AttendanceFile.objects.exists() and not Attendance.objects.exists()
    )
    assert [f"แถวที่ {n}" in body for n in (5, 7, 9, 14, 6)] == [True, True, True, True, False]


def test_people_are_also_named_by_the_mail_of_their_account(manager, rounds):
    place, meeting = places(rounds[0])[0], meetings(rounds[0])[0]
    row = [codes.meeting_code(meeting.pk), place.person.email.upper(), "", "10.00"]
    manager.post(upload(manager, [row]).url)
    assert Attendance.objects.get().enrolment == place


def test_what_is_on_record_is_replaced_only_where_that_is_asked_for(manager, rounds):
    place, meeting = places(rounds[0])[0], meetings(rounds[0])[0]
    attendance.record(meeting, {place.pk: 100}, by=rounds[0].created_by, at=meeting.ends_at)
    rows = rows_of(rounds[:1])
    assert upload(manager, rows).status_code == 422
    manager.post(upload(manager, rows, replace="on").url)
    assert set(Attendance.objects.values_list("minutes", flat=True)) == {360}


def test_meetings_of_another_center_are_no_meetings(manager, rounds):
    other = open_round(room=RoomFactory(), seats=3)
    enrol(other)
    assert upload(manager, rows_of([begun(other)])).status_code == 422


def test_a_table_that_no_longer_fits_records_nothing(manager, rounds):
    answer = upload(manager, rows_of(rounds))
    gone = places(rounds[1])[2]
    type(gone).objects.filter(pk=gone.pk).update(
        status="cancelled", seat_no=None, cancelled_at=gone.enrolled_at, cancelled_by=gone.person
    )
    manager.post(answer.url)
    assert not Attendance.objects.exists()
    manager.read(answer.url)


def test_the_table_of_a_round_can_be_sent_back_as_it_is(manager, rounds):
    table = manager.get(reverse("manage-round-table", args=[rounds[0].pk])).content
    answer = manager.post(reverse(UPLOAD), {"file": SimpleUploadedFile("table.xlsx", table)})
    manager.post(answer.url)
    assert Attendance.objects.filter(round=rounds[0], minutes=360).count() == 6


def test_more_rows_take_no_more_questions(manager, rounds):
    with CaptureQueriesContext(connection) as few:
        upload(manager, rows_of(rounds)[:1])
    with CaptureQueriesContext(connection) as many:
        upload(manager, rows_of(rounds))
    assert len(many) <= len(few)
