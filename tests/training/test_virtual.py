"""Virtual meetings: the link near the time, one's own in and out, and the participant list of the program (E2, E3, G4)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory
from tests.factories.training import CourseFactory, a_date, enrol, open_round
from tests.support.desks import signed_in
from tests.training import lists
from training.actions import attendance, completions, meetings, participants, rounds, stays
from training.models import Attendance, CheckType, Meeting, Mode, Participant, ParticipantList, Stay
from training.participants import minutes_of, moment, read
from training.queries.participants import preview
from training.refusals import Refusal

pytestmark = pytest.mark.django_db
LINK = "https://meet.example.org/secret-room"


def virtual(center, check_type=CheckType.ONCE, **about):
    """A round of one virtual meeting of six hours with five seats."""
    plan = a_date(None, mode=Mode.VIRTUAL, link=LINK, **about)
    round = open_round(center=center, seats=5, dates=[plan], course=CourseFactory(hours=6))
    round.meetings.update(check_type=check_type)
    return round.meetings.select_related("round__created_by", "round__course").get()


@pytest.fixture
def meeting(center):
    return virtual(center)


def after(meeting, minutes):
    return meeting.starts_at + timedelta(minutes=minutes)


def set_clock(monkeypatch, at):
    monkeypatch.setattr("training.views.online.database_now", lambda: at)


def on_record(place):
    return Attendance.objects.filter(enrolment=place).values_list("minutes", flat=True).first()


def in_and_out(meeting, person, *times):
    for came, went in times:
        stays.join(meeting, person, at=after(meeting, came))
        stays.leave(meeting, person, at=after(meeting, went))


# ---- the door


@pytest.mark.parametrize(("minutes", "seen"), [(-16, False), (-15, True), (359, True), (360, False)])
def test_the_link_is_seen_from_15_minutes_before_to_the_end(meeting, monkeypatch, minutes, seen):
    place = enrol(meeting.round)
    desk, page = signed_in(place.person), reverse("my-meeting", args=[meeting.pk])
    set_clock(monkeypatch, after(meeting, minutes))
    desk.post(page)
    assert (LINK in desk.read(page)) == seen


def test_the_link_is_seen_by_nobody_without_a_place(meeting, monkeypatch):
    set_clock(monkeypatch, meeting.starts_at)
    desk = signed_in(PersonFactory())
    assert desk.get(reverse("my-meeting", args=[meeting.pk])).status_code == 404
    assert LINK not in desk.read(reverse("round", args=[meeting.round_id]))


def test_whoever_waits_for_a_place_has_no_door(center, monkeypatch):
    dates = [a_date(None, mode=Mode.VIRTUAL, link=LINK)]
    round = open_round(center=center, seats=1, dates=dates, course=CourseFactory(hours=6))
    enrol(round)
    meeting, waiting = round.meetings.get(), enrol(round)
    set_clock(monkeypatch, meeting.starts_at)
    assert signed_in(waiting.person).get(reverse("my-meeting", args=[meeting.pk])).status_code == 404


def test_a_meeting_in_a_room_has_no_virtual_door(room):
    place = enrol(open_round(room=room))
    pk = place.round.meetings.earliest("starts_at").pk
    assert signed_in(place.person).get(reverse("my-meeting", args=[pk])).status_code == 404


def test_the_door_is_light(meeting, monkeypatch):
    place = enrol(meeting.round)
    set_clock(monkeypatch, meeting.starts_at)
    signed_in(place.person).cost(reverse("my-meeting", args=[meeting.pk]))


# ---- one's own in and out


def test_whoever_comes_in_on_time_has_the_whole_meeting(meeting):
    place = enrol(meeting.round)
    stays.join(meeting, place.person, at=after(meeting, 10))
    assert on_record(place) == 360


def test_whoever_comes_late_has_what_is_left(meeting):
    place = enrol(meeting.round)
    stays.join(meeting, place.person, at=after(meeting, 300))
    assert on_record(place) == 60


def test_in_and_out_count_the_time_between_also_in_several_pieces(center):
    meeting = virtual(center, CheckType.IN_OUT)
    place = enrol(meeting.round)
    in_and_out(meeting, place.person, (-10, 30), (60, 100))
    assert on_record(place) == 70
    stays.join(meeting, place.person, at=after(meeting, 200))
    assert stays.leave(meeting, place.person, at=after(meeting, 400)) == 230
    assert on_record(place) == 230


def test_two_presses_are_one_stay(meeting):
    place = enrol(meeting.round)
    first, second = (stays.join(meeting, place.person, at=after(meeting, n)) for n in (1, 2))
    assert first == second and Stay.objects.count() == 1
    stays.leave(meeting, place.person, at=after(meeting, 30))
    stays.leave(meeting, place.person, at=after(meeting, 90))
    assert stays.own_minutes(meeting, place) == 29


def test_what_staff_have_recorded_is_not_changed_by_a_button(center):
    meeting = virtual(center, CheckType.IN_OUT)
    place = enrol(meeting.round)
    attendance.record(meeting, {place.pk: 111}, by=PersonFactory(), at=meeting.starts_at)
    in_and_out(meeting, place.person, (0, 300))
    assert on_record(place) == 111


def test_the_planner_of_a_round_records_nothing_of_her_own(meeting):
    place = enrol(meeting.round, meeting.round.created_by)
    stays.join(meeting, place.person, at=meeting.starts_at)
    assert on_record(place) is None


@pytest.mark.parametrize("minutes", [-16, 360])
def test_nobody_comes_in_too_early_or_after_the_end(meeting, minutes):
    place = enrol(meeting.round)
    with pytest.raises(Refusal):
        stays.join(meeting, place.person, at=after(meeting, minutes))


def test_by_the_list_ones_own_buttons_count_nothing(center):
    meeting = virtual(center, CheckType.MINUTES)
    place = enrol(meeting.round)
    in_and_out(meeting, place.person, (0, 300))
    assert on_record(place) is None and Stay.objects.get().went_at


# ---- truths of the database


def test_a_stay_is_of_a_virtual_meeting_of_ones_own_round(meeting, room):
    other = enrol(open_round(room=room))
    with pytest.raises(IntegrityError, match="training_a_stay_is_of_a_virtual_meeting"):
        Stay.objects.create(meeting=meeting, enrolment=other, came_at=meeting.starts_at)


def test_nobody_is_in_a_meeting_twice_at_once(meeting):
    place = enrol(meeting.round)
    Stay.objects.create(meeting=meeting, enrolment=place, came_at=meeting.starts_at)
    with pytest.raises(IntegrityError, match="training_a_person_is_in_a_meeting_once"):
        Stay.objects.create(meeting=meeting, enrolment=place, came_at=after(meeting, 5))


def test_a_stay_that_is_over_is_not_rewritten(meeting):
    place = enrol(meeting.round)
    in_and_out(meeting, place.person, (0, 10))
    with pytest.raises(IntegrityError, match="training_a_stay_that_is_over_stands"):
        Stay.objects.update(went_at=after(meeting, 300))


@pytest.mark.parametrize(
    ("mode", "check_type", "fits"),
    [
        (Mode.VIRTUAL, CheckType.MINUTES, True),
        (Mode.VIRTUAL, CheckType.IN_OUT, True),
        (Mode.ELEARNING, CheckType.ONCE, True),
        (Mode.ELEARNING, CheckType.IN_OUT, False),
        (Mode.ELEARNING, CheckType.MINUTES, False),
    ],
)
def test_how_presence_is_told_fits_the_mode(center, mode, check_type, fits):
    meeting = open_round(
        center=center, dates=[a_date(None, mode=mode)], course=CourseFactory(hours=6)
    ).meetings.get()
    meeting.check_type = check_type
    if fits:
        meeting.validate_constraints()
    else:
        with pytest.raises(ValidationError):
            meeting.validate_constraints()


def test_a_meeting_at_which_somebody_was_online_stays(center):
    dates = [a_date(None, mode=Mode.VIRTUAL, link=LINK, day=day) for day in (7, 8)]
    round = open_round(center=center, dates=dates)
    meeting, place = round.meetings.earliest("starts_at"), enrol(round)
    Stay.objects.create(meeting=meeting, enrolment=place, came_at=meeting.starts_at)
    with pytest.raises(Refusal, match="ออนไลน์"):
        meetings.remove(meeting, by=round.created_by, at=round.opens_at)


# ---- lists of the programs


def people_of(file, meeting):
    reading = read(file, meeting.starts_at)
    assert reading.problems == []
    return reading.people


@pytest.mark.parametrize(
    ("make", "row"),
    [
        (lists.zoom, ("Somchai Jaidee", "a@example.org", "09:00:00 AM", "11:30:00 AM", "150")),
        (lists.meet, ("Somchai", "Jaidee", "a@example.org", "9:00 AM", "11:30 AM", "2 hr 30 min")),
        (lists.teams, ("Somchai Jaidee", "a@example.org", "9:00:00 AM", "11:30:00 AM", "2h 30m")),
        (lists.thai, ("Somchai Jaidee", "a@example.org", "09.00", "11.30 น.", "150")),
    ],
)
def test_the_lists_of_every_program_say_the_same(meeting, make, row):
    [person] = people_of(make(meeting, [row]), meeting)
    assert (person.name, person.mail, person.lasted) == ("Somchai Jaidee", "a@example.org", 150)
    assert person.spans == [(meeting.starts_at, after(meeting, 150))]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("62", 62),
        ("1:02:03", 62),
        ("1h 2m 3s", 62),
        ("1 hr 2 min", 62),
        ("1 ชม. 2 นาที", 62),
        ("45s", 0),
        ("", None),
    ],
)
def test_durations_are_read_as_the_programs_write_them(text, minutes):
    assert minutes_of(text) == minutes


def test_of_two_ways_to_read_a_day_the_meetings_own_counts(meeting):
    for form in ("%d/%m/%Y 09:00", "%m/%d/%Y 09:00", "%Y-%m-%d 09:00", "%d/%m/%y 09:00"):
        assert moment(lists.day_of(meeting, form), meeting.starts_at) == meeting.starts_at


def test_rows_of_another_day_are_named_and_nothing_is_kept(manager, meeting):
    bad = lists.upload(
        "zoom.csv", b"Name,Join Time,Leave Time\nA,2020-01-01 09:00,2020-01-01 10:00\nB,noon,?\n"
    )
    answer = send(manager, set_back(meeting), bad)
    body = answer.content.decode()
    assert answer.status_code == 422 and "แถวที่ 2" in body and "แถวที่ 3" in body
    assert not ParticipantList.objects.exists()


def test_a_file_without_such_a_table_says_what_is_missing(manager, meeting):
    answer = send(manager, set_back(meeting), lists.upload("x.csv", b"a,b\n1,2\n"))
    assert answer.status_code == 422 and "ไม่พบ" in answer.content.decode()


# ---- from list to record


def set_back(meeting):
    """The meeting as it stands once it is over: moved into the past."""
    back = timedelta(days=20)
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=meeting.starts_at - back, ends_at=meeting.ends_at - back
    )
    round = meeting.round
    type(round).objects.filter(pk=round.pk).update(
        starts_at=round.starts_at - back, ends_at=round.ends_at - back, closes_at=round.closes_at - back,
        cancel_until=round.cancel_until - back, opens_at=round.opens_at - back,
    )  # fmt: skip
    meeting.refresh_from_db()
    return meeting


def send(desk, meeting, file):
    return desk.post(reverse("manage-participants", args=[meeting.pk]), {"file": file})


@pytest.fixture
def over(center):
    """A virtual meeting that is over, with three people in its round."""
    meeting = virtual(center, CheckType.MINUTES)
    meeting.places = [enrol(meeting.round) for _ in range(3)]
    return set_back(meeting)


def a_list(meeting, rows):
    return lists.zoom(meeting, rows)


def whole(place, name="x"):
    return (name, place.person.email, "09:00:00 AM", "03:00:00 PM", "360")


def test_a_list_is_looked_at_and_then_recorded_once(manager, over):
    rows = [whole(place) for place in over.places]
    page = send(manager, over, a_list(over, rows)).url
    assert not Attendance.objects.exists()
    manager.cost(page)
    for _ in range(2):
        manager.post(page, {"record": "1"})
    kept = ParticipantList.objects.get()
    assert (kept.changed, kept.applied_by) == (3, manager.person)
    assert set(Attendance.objects.values_list("minutes", flat=True)) == {360}


def test_the_same_file_again_is_the_list_that_is_kept(manager, over):
    pages = [send(manager, over, a_list(over, [whole(over.places[0])])).url for _ in range(2)]
    assert pages[0] == pages[1] and ParticipantList.objects.count() == 1


def test_rows_of_one_person_are_one_presence_and_two_devices_count_once(manager, over):
    mail = over.places[0].person.email
    rows = [
        ("x", mail, "09:00:00 AM", "10:00:00 AM", "60"),
        ("x", mail, "09:30:00 AM", "10:30:00 AM", "60"),
        ("x", mail, "01:00:00 PM", "01:10:00 PM", "10"),
    ]
    manager.post(send(manager, over, a_list(over, rows)).url, {"record": "1"})
    assert on_record(over.places[0]) == 100


def test_people_without_a_mail_are_found_by_a_name_that_only_one_has(manager, over):
    place = over.places[1]
    name = f"{place.person.first_name_th}  {place.person.last_name_th}"
    send(manager, over, a_list(over, [(name, "", "09:00:00 AM", "10:00:00 AM", "60")]))
    assert Participant.objects.get().enrolment == place


def test_two_people_of_one_name_are_asked_for(manager, over):
    names = {"first_name_th": "สมชาย", "last_name_th": "ใจดี"}
    for place in over.places[:2]:
        type(place.person).objects.filter(pk=place.person_id).update(**names)
    send(manager, over, a_list(over, [("สมชาย ใจดี", "", "09:00:00 AM", "10:00:00 AM", "60")]))
    assert Participant.objects.get().enrolment is None


def test_nothing_is_recorded_before_every_name_is_answered(manager, over):
    guest = ("iPad ครู", "", "09:00:00 AM", "10:00:00 AM", "60")
    stranger = ("Zoom Bot", "", "09:00:00 AM", "03:00:00 PM", "360")
    page = send(manager, over, a_list(over, [whole(over.places[0]), guest, stranger])).url
    manager.post(page, {"record": "1"})
    assert not Attendance.objects.exists()
    manager.post(page, {"who-2": str(over.places[1].pk), "who-3": "nobody"})
    manager.post(page, {"record": "1", "rest": "on"})
    assert [on_record(place) for place in over.places] == [360, 60, 0]
    assert Participant.objects.get(number=2).matched_by == manager.person


def test_a_wrong_match_is_taken_back_and_asked_again(manager, over):
    page = send(manager, over, a_list(over, [whole(over.places[0])])).url
    manager.post(page, {"wrong": "1"})
    assert Participant.objects.get().enrolment is None
    manager.post(page, {"who-1": str(over.places[2].pk)})
    manager.post(page, {"record": "1"})
    assert on_record(over.places[2]) == 360


def test_what_is_on_record_is_replaced_only_where_that_is_asked_for(manager, over):
    attendance.record(over, {over.places[0].pk: 100}, by=over.round.created_by, at=over.ends_at)
    page = send(manager, over, a_list(over, [whole(over.places[0])])).url
    manager.post(page, {"record": "1"})
    assert on_record(over.places[0]) == 100
    manager.post(page, {"record": "1", "replace": "on"})
    assert on_record(over.places[0]) == 360


def test_nobody_records_her_own_minutes_by_a_list(manager, center):
    meeting = virtual(center, CheckType.MINUTES)
    own = enrol(meeting.round, manager.person)
    page = send(manager, set_back(meeting), a_list(meeting, [whole(own)])).url
    manager.post(page, {"record": "1"})
    assert on_record(own) is None


def test_a_list_of_another_center_is_not_found(manager):
    other = set_back(virtual(CenterFactory()))
    assert send(manager, other, a_list(other, [])).status_code == 404


def test_a_participant_is_matched_within_the_round_only(over, room):
    stranger = enrol(open_round(room=room))
    reading = read(a_list(over, [whole(over.places[0])]), over.starts_at)
    kept = participants.keep(over, reading, name="x", by=over.round.created_by, at=over.ends_at)
    with pytest.raises(IntegrityError, match="matched_within_the_round"), transaction.atomic():
        kept.participants.update(enrolment=stranger)


def test_more_rows_take_no_more_questions(over):
    def asked(rows):
        reading = read(a_list(over, rows), over.starts_at)
        with CaptureQueriesContext(connection) as captured:
            kept = participants.keep(over, reading, name="x", by=over.round.created_by, at=over.ends_at)
            preview(kept)
        return len(captured)

    few = asked([whole(over.places[0])])
    assert asked([whole(place) for place in over.places]) <= few


def test_hours_earned_come_from_the_minutes_of_the_list(over):
    by, at = over.round.created_by, over.ends_at
    reading = read(a_list(over, [whole(place) for place in over.places]), over.starts_at)
    kept = participants.keep(over, reading, name="x", by=by, at=at)
    participants.apply(kept, rest=True, replace=False, by=by, at=at)
    round = rounds.finish(over.round, by=by, at=at)
    made = completions.decide(round, by=by, at=at)
    assert {one.hours for one in made} == {Decimal(6)}
