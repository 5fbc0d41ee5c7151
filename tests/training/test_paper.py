"""The signed sheet: row codes that notice a slip, forty people in one go, its picture kept as evidence (G5)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from hcec.core.numbers import CROCKFORD
from tests.factories.training import CourseFactory, a_date, enrol, next_week, open_round
from training import codes
from training.actions import attendance
from training.lifecycles import RoundStatus
from training.models import Attendance, Meeting, Mode, Round, SignedSheet
from training.queries.entries import Slip, minutes_between

NUMBERS = st.integers(min_value=1, max_value=2**40)


@given(NUMBERS, NUMBERS, st.data())
def test_a_row_code_notices_every_wrong_sign_and_every_swap(meeting, enrolment, data):
    code = codes.row_code(meeting, enrolment)
    assert codes.enrolment_of(code.lower(), meeting) == enrolment
    place = data.draw(st.integers(0, len(code) - 1))
    wrong = data.draw(st.sampled_from(CROCKFORD))
    slips = {
        code[:place] + wrong + code[place + 1 :],
        code[:place] + code[place : place + 2][::-1] + code[place + 2 :],
    }
    for slip in slips - {code}:
        assert codes.enrolment_of(slip, meeting) is None


@given(NUMBERS)
def test_a_meeting_is_found_by_its_code_also_in_thai_digits(meeting):
    code = codes.meeting_code(meeting)
    thai = code.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert codes.meeting_of(code) == codes.meeting_of(f" {thai[:2]}-{thai[2:]}") == meeting


def at_nine(minutes=360, mode=Mode.FACE_TO_FACE):
    starts = next_week(9)
    return Meeting(mode=mode, starts_at=starts, ends_at=starts + timedelta(hours=7), minutes=minutes)


CLOCK = st.builds("{:02}.{:02}".format, st.integers(0, 23), st.integers(0, 59))


@given(st.integers(1, 420), CLOCK | st.just(""), CLOCK | st.just(""))
def test_minutes_never_exceed_the_time_between_in_and_out(counts, came, went):
    meeting = at_nine(counts)
    try:
        minutes = minutes_between(meeting, came, went)
    except Slip:
        return
    first, last = ([int(part) for part in text.split(".")] for text in (came or "9.00", went or "16.00"))
    spent = min(last[0] * 60 + last[1], 16 * 60) - max(first[0] * 60 + first[1], 9 * 60)
    assert 1 <= minutes <= min(counts, spent)


@pytest.mark.parametrize(
    ("came", "went", "minutes"),
    [
        ("", "", 360),
        ("8.30", "", 360),
        ("10:00", "12.00 น.", 120),
        ("", "๑๐.๓๐", 90),
        ("-", "", 0),
        ("ขาด", "", 0),
    ],
)
def test_times_of_day_are_read_as_people_write_them(came, went, minutes):
    assert minutes_between(at_nine(), came, went) == minutes


@pytest.mark.parametrize(
    ("came", "went"), [("12.00", "10.00"), ("17.00", "18.00"), ("noon", ""), ("-", "10.00")]
)
def test_times_that_cannot_be_are_a_slip(came, went):
    with pytest.raises(Slip):
        minutes_between(at_nine(), came, went)


def test_e_learning_takes_no_times():
    with pytest.raises(Slip):
        minutes_between(at_nine(mode=Mode.ELEARNING), "9.00", "")


@pytest.fixture
def meeting(room):
    """A meeting of forty people that has begun."""
    round = open_round(room=room, seats=40, course=CourseFactory(hours=6), dates=[a_date(room)])
    for _ in range(40):
        enrol(round)
    begun = round.starts_at - timedelta(days=8)
    Round.objects.filter(pk=round.pk).update(
        starts_at=begun, ends_at=begun + timedelta(hours=6), closes_at=begun, cancel_until=begun,
        opens_at=begun - timedelta(days=9),
    )  # fmt: skip
    found = round.meetings.get()
    Meeting.objects.filter(pk=found.pk).update(
        starts_at=begun, ends_at=begun + timedelta(hours=6), reservation=None, mode="virtual"
    )
    return Meeting.objects.get(pk=found.pk)


def places(meeting):
    return list(meeting.round.enrolments.order_by("seat_no"))


def typed(meeting, **over):
    """The whole sheet, one line a person, with some boxes typed otherwise."""
    rows = enumerate(places(meeting), start=1)
    return {f"code-{n}": codes.row_code(meeting.pk, place.pk) for n, place in rows} | {
        key.replace("_", "-"): value for key, value in over.items()
    }


def page(meeting):
    return reverse("manage-paper", args=[meeting.pk])


def on_record(meeting):
    rows = Attendance.objects.filter(meeting=meeting).order_by("enrolment__seat_no")
    return list(rows.values_list("minutes", flat=True))


@pytest.mark.django_db
def test_forty_people_are_typed_in_one_go(manager, meeting):
    answer = manager.post(page(meeting), typed(meeting, went_7="10.30"), follow=True)
    assert answer.status_code == 200
    minutes = on_record(meeting)
    assert len(minutes) == 40 and set(minutes[:6] + minutes[7:]) == {360}
    assert 0 < minutes[6] < 360
    manager.cost(page(meeting))


@pytest.mark.django_db
def test_one_slip_saves_nothing_and_loses_nothing(manager, meeting):
    code = codes.row_code(meeting.pk, places(meeting)[4].pk)
    data = typed(
        meeting, code_5=code[1] + code[0] + code[2:] if code[0] != code[1] else "ZZZZZ", went_9="10.15"
    )
    answer = manager.post(page(meeting), data)
    body = answer.content.decode()
    assert answer.status_code == 200 and on_record(meeting) == []
    assert body.count('aria-invalid="true"') == 1 and "line-5-error" in body
    assert all(f'value="{value}"' in body for value in data.values())


@pytest.mark.django_db
def test_the_same_person_twice_is_a_slip(manager, meeting):
    code = codes.row_code(meeting.pk, places(meeting)[0].pk)
    assert "line-2-error" in manager.post(page(meeting), {"code-1": code, "code-2": code}).content.decode()
    assert on_record(meeting) == []


@pytest.mark.django_db
def test_a_row_of_another_meeting_is_a_slip(manager, meeting):
    other = codes.row_code(meeting.pk + 1, places(meeting)[0].pk)
    assert "line-1-error" in manager.post(page(meeting), {"code-1": other}).content.decode()


@pytest.mark.django_db
def test_pressed_twice_it_is_saved_once(manager, meeting):
    for _ in range(2):
        manager.post(page(meeting), typed(meeting))
    assert on_record(meeting) == [360] * 40


@pytest.mark.django_db
def test_what_the_code_at_the_door_recorded_is_not_lost_by_the_sheet(manager, meeting):
    first = places(meeting)[0]
    attendance.record(meeting, {first.pk: 100}, by=meeting.round.created_by, at=meeting.ends_at)
    assert "line-1-error" in manager.post(page(meeting), typed(meeting)).content.decode()
    assert on_record(meeting) == [100]
    manager.post(page(meeting), typed(meeting, replace="on"))
    assert on_record(meeting) == [360] * 40


@pytest.mark.django_db
def test_a_complete_sheet_makes_the_rest_absent_and_leaves_what_is_on_record(manager, meeting):
    first, second, *_rest = places(meeting)
    attendance.record(meeting, {second.pk: 100}, by=meeting.round.created_by, at=meeting.ends_at)
    manager.post(page(meeting), {"code-1": codes.row_code(meeting.pk, first.pk), "rest": "on"})
    assert on_record(meeting) == [360, 100, *[0] * 38]


def picture(content=b"\xff\xd8\xff0"):
    return SimpleUploadedFile("sheet.jpg", content, content_type="image/jpeg")


@pytest.mark.django_db
def test_the_picture_is_kept_once_also_while_a_line_is_wrong(manager, meeting):
    for _ in range(2):
        manager.post(page(meeting), {"code-1": "x", "scan": picture()})
    sheet = SignedSheet.objects.get(meeting=meeting)
    answer = manager.get(reverse("manage-signed-sheet", args=[sheet.pk]))
    assert b"".join(answer.streaming_content) == b"\xff\xd8\xff0"
    assert on_record(meeting) == []


@pytest.mark.django_db
def test_another_kind_of_file_is_no_picture_and_loses_no_line(manager, meeting):
    answer = manager.post(page(meeting), typed(meeting, scan=picture(b"MZ")))
    assert answer.status_code == 200 and not SignedSheet.objects.exists() and on_record(meeting) == []
    assert codes.row_code(meeting.pk, places(meeting)[39].pk) in answer.content.decode()


@pytest.mark.django_db
def test_the_sheet_is_not_typed_once_completions_are_decided(manager, meeting):
    Round.objects.filter(pk=meeting.round_id).update(status=RoundStatus.HELD)
    manager.post(page(meeting), typed(meeting))
    from training.actions import completions

    completions.decide(meeting.round, by=meeting.round.created_by, at=meeting.ends_at)
    assert 'name="code-1"' not in manager.read(page(meeting))
