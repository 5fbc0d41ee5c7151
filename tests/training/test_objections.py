"""Hours are shown at once; who finds them wrong objects within seven days, and somebody else decides (G4)."""

from datetime import timedelta

import pytest
from django.db import Error, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committees.models import Position
from committees.queries import access_of
from hcec.accounts.models import Notice
from tests.factories.accounts import PersonFactory
from tests.factories.committees import person_with
from tests.factories.training import an_objection, enrol, held_round, open_round
from tests.support.desks import signed_in
from training.actions import attendance, completions, objections, rounds
from training.integrity import INVARIANTS
from training.lifecycles import ObjectionStatus
from training.models import Attendance, Meeting, Objection, Round
from training.queries import work
from training.refusals import Refusal

pytestmark = pytest.mark.django_db
WALKS_BACK = next(i for i in INVARIANTS if i.name.startswith("a completion walks back"))


@pytest.fixture
def objection(room):
    return an_objection(room=room)


def decide(objection, move="decline", *, minutes=None, by=None, reason="ดูจากบัญชี"):
    at = objection.made_at + timedelta(hours=1)
    return objections.decide(objection, move, minutes=minutes, reason=reason, by=by or PersonFactory(), at=at)


def test_minutes_and_hours_are_on_the_persons_page_as_soon_as_they_are_recorded(objection):
    entry = objection.attendance
    page = signed_in(entry.enrolment.person).read(reverse("enrolment", args=[entry.enrolment_id]))
    assert f"60 จาก {entry.of_minutes} นาที" in page


def test_found_right_the_record_changes_and_the_person_reads_why(objection):
    decider = PersonFactory()
    decide(objection, "uphold", minutes=300, by=decider)
    entry = Attendance.objects.get(pk=objection.attendance_id)
    assert (entry.minutes, entry.recorded_by) == (300, decider)
    assert Objection.objects.get().status == ObjectionStatus.UPHELD
    notice = Notice.objects.get(key=f"objection-{objection.pk}-decided")
    assert notice.person == entry.enrolment.person and "ดูจากบัญชี" in notice.body and "300" in notice.body


def test_declined_the_record_stands_and_the_person_reads_why(objection):
    decide(objection)
    assert Attendance.objects.get(pk=objection.attendance_id).minutes == 60
    assert "60" in Notice.objects.get(key=f"objection-{objection.pk}-decided").body


def test_decided_once(objection):
    decide(objection)
    with pytest.raises(Refusal):
        decide(objection, "uphold", minutes=300)


@pytest.mark.parametrize("minutes", [None, 60, 361])
def test_a_change_needs_other_minutes_of_the_meeting(objection, minutes):
    with pytest.raises(Refusal):
        decide(objection, "uphold", minutes=minutes)
    assert Objection.objects.open().exists()


def test_a_decision_needs_a_reason(objection):
    with pytest.raises(Refusal):
        decide(objection, reason=" ")


def test_the_same_entry_is_objected_to_once_and_a_new_one_again(objection):
    entry, person, at = objection.attendance, objection.attendance.enrolment.person, objection.made_at
    decide(objection)
    with pytest.raises(Refusal):
        objections.make(entry, words="x", by=person, at=at)
    later = at + timedelta(hours=2)
    attendance.record(entry.meeting, {entry.enrolment_id: 90}, by=PersonFactory(), at=later)
    assert objections.make(entry, words="x", by=person, at=later).said_minutes == 90


@pytest.mark.parametrize(("days", "may"), [(7, True), (7.01, False)])
def test_seven_days_are_given(room, days, may):
    entry = an_objection(room=room).attendance
    later = entry.recorded_at + timedelta(hours=2)
    attendance.record(entry.meeting, {entry.enrolment_id: 90}, by=PersonFactory(), at=later)
    Objection.objects.update(status="declined", reason="x", decided_by=PersonFactory(), decided_at=later)

    def objects():
        objections.make(entry, words="x", by=entry.enrolment.person, at=later + timedelta(days=days))

    if may:
        objects()
    else:
        with pytest.raises(Refusal):
            objects()


def test_nobody_objects_for_another(objection):
    other = enrol(Round.objects.get(pk=objection.attendance.round_id)).person
    with pytest.raises(Refusal):
        objections.make(objection.attendance, words="x", by=other, at=objection.made_at)


@pytest.fixture
def waiting(room):
    """A round that is over, all on record, one entry of which is contested."""
    round = held_round(room=room, people=2)
    entry = Attendance.objects.filter(round=round).earliest("pk")
    return objections.make(entry, words="x", by=entry.enrolment.person, at=entry.recorded_at)


def test_completions_wait_for_an_open_objection_and_the_page_says_so(manager, waiting):
    round = Round.objects.get(pk=waiting.attendance.round_id)
    at = round.ends_at + timedelta(hours=2)
    with pytest.raises(Refusal, match=waiting.attendance.enrolment.person.last_name_th):
        completions.decide(round, by=round.created_by, at=at)
    page = manager.read(reverse("manage-round-completions", args=[round.pk]))
    assert reverse("manage-objection", args=[waiting.pk]) in page
    decide(waiting)
    assert len(completions.decide(round, by=round.created_by, at=at)) == 2


def test_the_database_lets_no_completions_past_an_open_objection(waiting):
    rows = Round.objects.filter(pk=waiting.attendance.round_id)
    with pytest.raises(Error, match="training_completions_wait_for_open_objections"), transaction.atomic():
        rows.update(status="finalised", finalised_by=PersonFactory(), finalised_at=waiting.made_at)


def test_once_completions_are_decided_nothing_is_objected_to(room):
    round = held_round(room=room, people=1)
    completions.decide(round, by=round.created_by, at=round.ends_at + timedelta(hours=2))
    entry = Attendance.objects.filter(round=round).earliest("pk")
    with pytest.raises(Refusal):
        objections.make(entry, words="x", by=entry.enrolment.person, at=entry.recorded_at)


def test_a_person_objects_on_her_page(room, monkeypatch):
    entry = an_objection(room=room).attendance
    Objection.objects.update(
        status="declined", reason="x", decided_by=PersonFactory(), decided_at=entry.recorded_at
    )
    later = entry.recorded_at + timedelta(hours=2)
    attendance.record(entry.meeting, {entry.enrolment_id: 90}, by=PersonFactory(), at=later)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later + timedelta(days=1))
    desk, page = signed_in(entry.enrolment.person), reverse("objection-new", args=[entry.pk])
    assert page in desk.read(reverse("enrolment", args=[entry.enrolment_id]))
    desk.cost(page)
    answer = desk.post(page, {"words": "อยู่ถึงเย็น"})
    assert answer.status_code == 302
    assert Objection.objects.open().get().words == "อยู่ถึงเย็น"


def test_a_manager_decides_on_the_page_what_a_colleague_recorded(manager, objection):
    page = reverse("manage-objection", args=[objection.pk])
    manager.cost(page), manager.cost(reverse("manage-objections"))
    assert manager.post(page, {"move": "uphold", "minutes": "300", "reason": ""}).status_code == 200
    manager.post(page, {"move": "uphold", "minutes": "300", "reason": "มีพยาน"})
    assert Attendance.objects.get(pk=objection.attendance_id).minutes == 300


def test_whoever_recorded_is_told_that_a_colleague_decides(center, room):
    clerk = signed_in(person_with(Position.CLERK, center=center), center)
    objection = an_objection(room=room, recorded_by=clerk.person)
    assert 'value="uphold"' not in clerk.read(reverse("manage-objection", args=[objection.pk]))


def test_an_open_objection_stands_in_the_work_list(manager, objection):
    lines = work.todo(access_of(manager.person, timezone.localdate()), manager.person, objection.made_at)
    assert [line.path for line in lines if "objections" in line.path] == [
        reverse("manage-objections") + "?status=objected"
    ]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 360), st.integers(0, 360)), min_size=1, max_size=4), st.booleans())
def test_hours_never_exceed_minutes_present_and_walk_back_to_them(room, people, contested):
    with transaction.atomic():
        hours_follow_minutes(people, contested)
        transaction.set_rollback(True)


def hours_follow_minutes(people, contested):
    """Any minutes for any people, one entry changed on an objection, completions decided."""
    round = open_round(seats=len(people))
    places = [enrol(round) for _ in people]
    over = round.ends_at + timedelta(hours=1)
    for number, meeting in enumerate(Meeting.objects.filter(round=round).order_by("starts_at")):
        marks = {place.pk: minutes[number] for place, minutes in zip(places, people, strict=True)}
        attendance.record(meeting, marks, by=round.created_by, at=over)
    if contested:
        entry = Attendance.objects.filter(round=round).earliest("pk")
        made = objections.make(entry, words="x", by=entry.enrolment.person, at=over)
        decide(made, "uphold", minutes=360 - entry.minutes if entry.minutes != 180 else 0)
    rounds.finish(Round.objects.get(pk=round.pk), by=None, at=over)
    later = over + timedelta(hours=3)
    for completion in completions.decide(Round.objects.get(pk=round.pk), by=round.created_by, at=later):
        rows = Attendance.objects.filter(enrolment=completion.enrolment)
        assert completion.hours * 60 <= sum(row.minutes for row in rows)
        assert {row.meeting_id for row in rows} == set(round.meetings.values_list("pk", flat=True))
        assert all(row.recorded_by_id and row.recorded_at <= completion.decided_at for row in rows)
    assert WALKS_BACK.broken() == []
