"""What other apps take from training: offers, what comes for a person, what waits for staff, reference rows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from centers.models import SkillArea
from committees.models import Position
from committees.queries import access_of
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory, RoomFactory, SkillAreaFactory
from tests.factories.committees import person_with
from tests.factories.training import enrol, held_round, open_round, plan_round
from training import queries
from training.actions import reference, rounds
from training.models import Course, Curriculum

pytestmark = pytest.mark.django_db


def lines_of(person) -> dict[str, int]:
    access = access_of(person, timezone.localdate())
    return {item.path: item.count for item in queries.todo(access, person, timezone.now())}


def all_skills() -> None:
    for row in reference.read("courses"):
        SkillAreaFactory(code=row["skill"], name_th=row["skill"])


def test_open_rounds_are_those_still_to_be_enrolled_in_with_their_free_seats():
    round = open_round(seats=3)
    enrol(round)
    plan_round()
    closed = open_round()
    rounds.close(closed, by=PersonFactory(), at=timezone.now())
    found = queries.open_rounds(timezone.now())
    assert [(row.pk, row.free, row.taken, row.waiting) for row in found] == [(round.pk, 2, 1, 0)]


def test_open_rounds_bring_course_center_and_province():
    open_round()
    with CaptureQueriesContext(connection) as captured:
        for round in queries.open_rounds(timezone.now()):
            assert round.course.skill.name
            assert round.center.province.name
    assert len(captured) == 1


def test_what_comes_for_a_person_ends_with_the_round():
    enrolment = enrol(open_round())
    at = timezone.now()
    assert [row.next_at for row in queries.upcoming(enrolment.person, at)] == [enrolment.round.starts_at]
    assert not queries.upcoming(enrolment.person, enrolment.round.ends_at)


def test_the_place_in_line_counts_only_those_who_still_wait():
    round = open_round(seats=1)
    people = [enrol(round).person for _ in range(4)]
    assert queries.upcoming(people[3], timezone.now())[0].place_in_line == 3


def test_drafts_and_held_rounds_wait_for_the_manager():
    center = CenterFactory()
    room, other = RoomFactory(center=center), RoomFactory(center=center)
    plan_round(room=room)
    held_round(people=1, room=other)
    manager = person_with(Position.CENTER_MANAGER, center=center)
    assert lines_of(manager) == {"/manage/courses/?status=held": 1, "/manage/courses/?status=draft": 1}


def test_nothing_of_another_center_waits_for_a_manager():
    plan_round()
    assert lines_of(person_with(Position.CENTER_MANAGER, center=CenterFactory())) == {}


def test_a_teacher_has_no_work_list():
    plan_round()
    assert lines_of(PersonFactory()) == {}


def test_the_work_list_speaks_of_meetings_without_attendance():
    round = open_round(room=(room := RoomFactory()))
    enrol(round)
    ict = person_with(Position.ICT_OFFICER, center=room.center)
    access = access_of(ict, timezone.localdate())
    after = round.ends_at + timedelta(hours=1)
    assert [item.count for item in queries.todo(access, ict, after)] == [2]


def test_the_reference_rows_load_and_load_again_without_harm():
    all_skills()
    first, again = reference.load(), reference.load()
    assert first == again == {"curriculum": 5, "course": 14}
    assert {row.clause for row in Curriculum.objects.all()} == {f"5.1.{n}" for n in range(1, 6)}


def test_a_course_taken_out_of_use_stays_out_when_reference_rows_are_loaded_again():
    all_skills()
    reference.load()
    Course.objects.filter(code="DIG-AI-6").update(active=False)
    reference.load()
    assert not Course.objects.get(code="DIG-AI-6").active


def test_every_course_says_its_provenance_and_has_both_names():
    all_skills()
    reference.load()
    assert SkillArea.objects.exists()
    for course in Course.objects.all():
        assert all([course.name_th, course.name_en, course.provenance])
