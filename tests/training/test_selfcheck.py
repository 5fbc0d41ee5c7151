"""Self check-in: twenty seconds, the server's clock, one person once; odd cases are shown and nobody is shut out."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from tests.factories.accounts import PersonFactory
from tests.factories.training import a_date, enrol, open_round
from tests.support.desks import signed_in
from training.actions import attendance, selfcheck
from training.models import Attendance, DoorCode, Meeting, Mode, SelfScan
from training.queries.selfcheck import odd_cases
from training.refusals import Refusal

pytestmark = pytest.mark.django_db
Outcome = SelfScan.Outcome


@pytest.fixture
def place(room):
    """A place in a round of two days."""
    return enrol(open_round(room=room, seats=5))


@pytest.fixture
def meeting(place):
    return Meeting.objects.filter(round=place.round).earliest("starts_at")


def shown(meeting, *, in_out=False) -> DoorCode:
    return selfcheck.show(meeting, in_out=in_out, by=PersonFactory(), at=meeting.starts_at)


def scan(meeting, person, *, minutes=0.0, device="", code=None, made=None):
    """A try so many minutes after the start, with the code of that moment unless another one is given."""
    at = meeting.starts_at + timedelta(minutes=minutes)
    door = DoorCode.objects.get(meeting=meeting)
    given = code if code is not None else selfcheck.code_at(door, made or at).digits
    return selfcheck.scan(meeting, person, code=given, device=device, at=at).outcome


def minutes_of(place, meeting):
    row = Attendance.objects.filter(enrolment=place, meeting=meeting).first()
    return row.minutes if row else None


def test_the_code_of_now_checks_a_person_in_with_all_minutes(place, meeting):
    shown(meeting)
    assert scan(meeting, place.person) == Outcome.IN
    assert minutes_of(place, meeting) == meeting.minutes


def test_the_code_changes_every_twenty_seconds_and_the_one_before_still_counts(meeting):
    door, at = shown(meeting), meeting.starts_at
    codes = [selfcheck.code_at(door, at + timedelta(seconds=20 * n)).token for n in range(4)]
    assert len(set(codes)) == 4
    assert selfcheck.fits(door, codes[0], at + timedelta(seconds=39))
    assert not selfcheck.fits(door, codes[0], at + timedelta(seconds=40))
    assert not selfcheck.fits(door, codes[1], at)


def test_a_picture_passed_on_is_too_old_and_stands_in_the_list(place, meeting):
    shown(meeting)
    assert scan(meeting, place.person, minutes=2, made=meeting.starts_at) == Outcome.EXPIRED
    assert [odd.name for odd in odd_cases(meeting)] == [place.person.name]
    assert scan(meeting, place.person, minutes=3) == Outcome.IN


def test_codes_of_one_meeting_open_no_other(place, meeting):
    other = Meeting.objects.filter(round=place.round).latest("starts_at")
    shown(meeting), shown(other)
    foreign = selfcheck.code_at(DoorCode.objects.get(meeting=other), meeting.starts_at).token
    assert scan(meeting, place.person, code=foreign) == Outcome.WRONG


def test_a_person_checks_in_once(place, meeting):
    shown(meeting)
    assert [scan(meeting, place.person) for _ in range(2)] == [Outcome.IN, Outcome.KNOWN]
    with pytest.raises(IntegrityError, match="training_a_person_checks_in_and_out_once_a_meeting"):
        SelfScan.objects.create(
            meeting=meeting, person=place.person, at=meeting.starts_at, outcome=Outcome.IN
        )


def test_guessing_ends_after_five_wrong_codes(place, meeting):
    shown(meeting)
    for _ in range(5):
        assert scan(meeting, place.person, code="x") == Outcome.WRONG
    assert scan(meeting, place.person) == Outcome.BLOCKED
    assert scan(meeting, place.person, minutes=11) == Outcome.IN


def test_whoever_comes_late_has_what_is_left(place, meeting):
    shown(meeting)
    scan(meeting, place.person, minutes=60)
    assert minutes_of(place, meeting) == meeting.minutes - 60


def test_in_and_out_count_the_time_between(place, meeting):
    shown(meeting, in_out=True)
    assert scan(meeting, place.person, minutes=30) == Outcome.IN
    assert minutes_of(place, meeting) is None
    assert scan(meeting, place.person, minutes=150) == Outcome.OUT
    assert minutes_of(place, meeting) == 120


def test_two_presses_are_one_check_in_and_no_check_out(place, meeting):
    shown(meeting, in_out=True)
    assert [scan(meeting, place.person, minutes=n) for n in (0, 0.1)] == [Outcome.IN, Outcome.KNOWN]


def test_what_staff_have_recorded_stays(place, meeting):
    shown(meeting)
    attendance.record(meeting, {place.pk: 100}, by=PersonFactory(), at=meeting.starts_at)
    assert scan(meeting, place.person) == Outcome.KNOWN
    assert minutes_of(place, meeting) == 100


def test_two_people_on_one_device_are_both_checked_in_and_shown_to_the_trainer(place, meeting):
    shown(meeting)
    other = enrol(place.round).person
    assert {scan(meeting, who, device="d") for who in (place.person, other)} == {Outcome.IN}
    assert sorted(odd.name for odd in odd_cases(meeting)) == sorted([place.person.name, other.name])
    assert all(odd.shared for odd in odd_cases(meeting))


def test_whoever_has_no_place_is_not_checked_in_and_is_seen(meeting):
    shown(meeting)
    stranger = PersonFactory()
    assert scan(meeting, stranger) == Outcome.NO_PLACE
    assert [odd.name for odd in odd_cases(meeting)] == [stranger.name]


def test_a_closed_code_counts_no_more(place, meeting):
    door = shown(meeting)
    digits = selfcheck.code_at(door, meeting.starts_at).digits
    selfcheck.close(door, by=PersonFactory(), at=meeting.starts_at)
    assert scan(meeting, place.person, code=digits) == Outcome.WRONG


def test_hours_before_the_meeting_nothing_counts(place, meeting):
    shown(meeting)
    assert scan(meeting, place.person, minutes=-120) == Outcome.OUTSIDE


def test_whoever_has_a_place_shows_no_code(place, meeting):
    with pytest.raises(Refusal):
        selfcheck.show(meeting, in_out=False, by=place.person, at=meeting.starts_at)


def test_e_learning_has_no_door():
    meeting = open_round(dates=[a_date(None, mode=Mode.ELEARNING, length=12)]).meetings.get()
    with pytest.raises(Refusal):
        shown(meeting)


def test_the_page_shows_a_code_and_asks_for_the_next_one_in_time(manager, meeting):
    page = reverse("manage-door-code", args=[meeting.pk])
    manager.post(page, {"in_out": "1"})
    answer = manager.get(page)
    assert 1 <= int(answer["Refresh"]) <= 20
    door = DoorCode.objects.get(meeting=meeting)
    assert door.in_out
    manager.post(page, {"close": "1"})
    assert "Refresh" not in manager.get(page)


def test_behind_the_qr_code_is_one_button_and_looking_writes_nothing(place, meeting, monkeypatch):
    door = shown(meeting)
    monkeypatch.setattr("training.views.selfcheck.database_now", lambda: meeting.starts_at)
    desk = signed_in(place.person)
    token = selfcheck.code_at(door, meeting.starts_at).token
    page = desk.read(reverse("attend", args=[meeting.pk, token]))
    ticket = selfcheck.ticket_for(meeting, place.person)
    assert ticket.split(":")[0] in page
    assert not SelfScan.objects.exists()
    desk.post(reverse("attend-here", args=[meeting.pk]), {"ticket": ticket})
    assert minutes_of(place, meeting) == meeting.minutes


def test_a_ticket_is_of_one_person(place, meeting):
    shown(meeting)
    other = enrol(place.round).person
    ticket = selfcheck.ticket_for(meeting, other)
    outcome = selfcheck.scan(meeting, place.person, ticket=ticket, at=timezone.now()).outcome
    assert outcome == Outcome.EXPIRED


def test_the_digits_are_typed_on_ones_own_page(place, meeting):
    shown(meeting)
    desk = signed_in(place.person)
    assert reverse("attend-here", args=[meeting.pk]) in desk.read(reverse("enrolment", args=[place.pk]))
