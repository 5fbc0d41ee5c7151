"""Who may come to a round: rule, own value, first day, and rounds she could take instead (guideline 6.4.6, 6.2.4)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from committees.models import Level, Position
from hcec.core import outbox
from hcec.core.verdicts import first_day
from tests.factories.accounts import PersonFactory
from tests.factories.centers import RoomFactory, SkillAreaFactory
from tests.factories.committees import AppointmentFactory, person_with
from tests.factories.training import (
    CourseFactory,
    RuleFactory,
    a_completion,
    a_date,
    enrol,
    finalised_round,
    open_round,
    plan_round,
)
from tests.training.test_manage_pages import date_form, go, round_form
from training import integrity
from training.actions import clock, enrolments, rounds
from training.lifecycles import EnrolmentStatus
from training.models import Enrolment
from training.queries.eligibility import first_day_of, in_the_way
from training.queries.fits import could_take
from training.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return CourseFactory()


def round_in(days, course=None, **about):
    room = RoomFactory()
    dates = [a_date(room, day=days), a_date(room, day=days + 1)]
    return open_round(course=course or CourseFactory(), dates=dates, room=room, **about)


def against(round, person):
    return list(in_the_way(round, person, timezone.now()))


def broken():
    return [(truth.name, row) for truth in integrity.INVARIANTS for row in truth.broken()]


def test_without_the_course_before_she_is_refused_by_its_name(course):
    before = CourseFactory()
    course.prerequisites.add(before)
    with pytest.raises(Refusal) as refused:
        enrol(round_in(7, course))
    assert before.name in str(refused.value) and course.name in str(refused.value)
    assert not Enrolment.objects.exists()


def test_whoever_completed_the_course_before_comes_in(course):
    done = a_completion()
    course.prerequisites.add(done.round.course)
    assert enrol(round_in(21, course), done.person).seat_no == 1


def test_attending_without_completing_is_not_enough(course):
    failed = finalised_round(people=1, minutes=(10,)).enrolments.get()
    course.prerequisites.add(failed.round.course)
    assert [v.course for v in against(round_in(21, course), failed.person)] == [failed.round.course]


def test_a_place_in_the_course_before_is_named_with_its_last_day(course):
    before = CourseFactory()
    course.prerequisites.add(before)
    place = enrol(round_in(7, before))
    (verdict,) = against(round_in(21, course), place.person)
    assert verdict.first_day == timezone.localdate(place.round.ends_at)


def test_every_course_before_is_asked_for(course):
    done = a_completion()
    course.prerequisites.add(done.round.course, CourseFactory())
    assert len(against(round_in(21, course), done.person)) == 1


def test_a_round_for_members_turns_others_away_and_says_whom_it_is_for():
    round = round_in(7, audience_committees=[Level.CENTER, Level.PROVINCE])
    with pytest.raises(Refusal) as refused:
        enrol(round)
    assert all(label in str(refused.value) for label in round.committee_labels)


@pytest.mark.parametrize("position", [Position.CLERK, Position.CENTER_MANAGER])
def test_whoever_holds_a_seat_of_a_center_comes_in(position):
    round = round_in(7, audience_committees=[Level.CENTER])
    assert enrol(round, person_with(position)).seat_no == 1


def test_a_seat_of_another_level_is_no_seat_of_this_one():
    round = round_in(7, audience_committees=[Level.PROVINCE])
    assert against(round, person_with(Position.CLERK))


@pytest.mark.parametrize(("starts", "ends", "comes"), [(-9, 6, False), (-9, 7, True), (7, None, True)])
def test_the_seat_is_asked_for_on_the_first_day_of_the_round(starts, ends, comes):
    round, today = round_in(7, audience_committees=[Level.CENTER]), timezone.localdate()
    until = today + timedelta(days=ends) if ends else None
    seat = AppointmentFactory(starts_on=today + timedelta(days=starts), ends_on=until)
    assert bool(against(round, seat.person)) != comes


def test_a_seat_that_begins_later_is_the_first_day():
    round = round_in(7, audience_committees=[Level.CENTER])
    seat = AppointmentFactory(starts_on=timezone.localdate() + timedelta(days=30))
    (verdict,) = against(round, seat.person)
    assert verdict.first_day == seat.starts_on


def test_only_known_committees_can_be_named():
    with pytest.raises(IntegrityError, match="training_rounds_name_known_committees"), transaction.atomic():
        round = plan_round()
        round.audience_committees = ["village"]
        round.save()


def test_months_between_two_rounds_name_the_other_round_and_the_first_day(course):
    RuleFactory(course=course, value=1)
    first = enrol(round_in(7, course))
    later = round_in(14, course)
    with pytest.raises(Refusal):
        enrol(later, first.person)
    (verdict,) = against(later, first.person)
    day = first_day_of(first.round)
    assert first_day_of(later) + timedelta(days=verdict.has) == day
    assert 28 <= (verdict.first_day - day).days <= 31
    from_then = round_in((verdict.first_day - timezone.localdate()).days, course)
    assert enrol(from_then, first.person).seat_no == 1


def test_months_count_in_both_directions_and_the_first_day_leaps_over_a_later_round(course):
    RuleFactory(course=course, value=1)
    person = enrol(round_in(7, course)).person
    later = enrol(round_in(45, course), person)
    (verdict,) = against(round_in(30, course), person)
    assert verdict.first_day > first_day_of(later.round)


def test_a_round_that_was_not_completed_may_be_tried_again(course):
    RuleFactory(course=course)
    failed = finalised_round(people=1, minutes=(10,), course=course).enrolments.get()
    assert failed.status == EnrolmentStatus.NOT_COMPLETED
    assert enrol(round_in(21, course), failed.person).seat_no == 1


def test_a_rule_of_a_skill_counts_every_course_of_it():
    skill = SkillAreaFactory()
    RuleFactory(course=None, skill=skill)
    person = enrol(round_in(7, CourseFactory(skill=skill))).person
    assert against(round_in(14, CourseFactory(skill=skill)), person)
    assert not against(round_in(14, CourseFactory(skill=SkillAreaFactory(code="other"))), person)


@pytest.mark.parametrize("dates", [{"valid_from": 1}, {"valid_until": -1}])
def test_a_rule_that_is_not_in_force_judges_nobody(course, dates):
    today = timezone.localdate()
    RuleFactory(course=course, **{name: today + timedelta(days=n) for name, n in dates.items()})
    person = enrol(round_in(7, course)).person
    assert not against(round_in(14, course), person)


def test_rounds_of_a_fiscal_year_are_counted_and_the_next_year_is_the_first_day(course):
    RuleFactory(course=course, kind="year", value=1)
    first = enrol(round_in(7, course))
    later = round_in(14, course)
    rounds.Round.objects.filter(pk=later.pk).update(fiscal_year=first.round.fiscal_year, number=99)
    (verdict,) = against(later, first.person)
    assert verdict.has == 1
    assert (verdict.first_day.month, verdict.first_day.day) == (10, 1)
    assert verdict.first_day.year == first.round.fiscal_year - 543


def test_together_they_let_her_in_on_the_latest_of_their_days_or_on_none(course):
    RuleFactory(course=course, value=1)
    RuleFactory(course=course, value=2)
    person = enrol(round_in(7, course)).person
    found = against(round_in(14, course), person)
    assert first_day(found) == max(v.first_day for v in found)
    course.prerequisites.add(CourseFactory())
    assert first_day(against(round_in(14, course), person)) is None


def test_rounds_she_could_take_instead_are_open_to_her_by_every_rule(course):
    before = CourseFactory()
    course.prerequisites.add(before)
    RuleFactory(course=before, value=1)
    round, person = round_in(30, course), PersonFactory()
    takes, forbidden = round_in(10, before), round_in(12, before, audience_committees=[Level.CENTER])
    assert could_take(round, person, at=timezone.now()) == [takes]
    enrol(round_in(20, before), person)
    assert takes not in could_take(round, person, at=timezone.now())
    assert forbidden not in could_take(round, person, at=timezone.now())


def test_rounds_at_her_own_hours_or_full_are_not_offered_instead(course):
    round, person = round_in(30, course, seats=1), PersonFactory()
    enrol(round)
    busy, full = round_in(10, course), round_in(20, course, seats=1)
    enrol(full)
    enrol(round_in(10), person)
    assert could_take(round, person, at=timezone.now()) == []
    free = round_in(25, course)
    assert could_take(round, person, at=timezone.now()) == [free]
    assert busy.pk


def test_a_waiting_person_is_judged_again_when_a_place_comes_free(course):
    RuleFactory(course=course, value=1)
    round = round_in(7, course, seats=1)
    first, waiting, third = (enrol(round) for _ in range(3))
    enrol(round_in(20, course), waiting.person)  # a number on a list does not count as a round
    enrolments.cancel(first, by=first.person, at=timezone.now())
    waiting.refresh_from_db(), third.refresh_from_db()
    assert (waiting.status, third.status) == (EnrolmentStatus.WAITING, EnrolmentStatus.ENROLLED)
    assert broken() == []


def test_whoever_gives_up_the_place_that_kept_her_out_is_next_in_the_other_line():
    round, other = round_in(7, seats=1), round_in(7)
    first = enrol(round)
    waiting = enrol(round)
    elsewhere = enrol(other, waiting.person)
    enrolments.cancel(first, by=first.person, at=timezone.now())
    assert Enrolment.objects.get(pk=waiting.pk).status == EnrolmentStatus.WAITING
    enrolments.cancel(elsewhere, by=waiting.person, at=timezone.now())
    outbox.run_all_due()
    assert Enrolment.objects.get(pk=waiting.pk).seat_no == 1


def test_when_a_rule_ends_the_beat_gives_the_place_to_who_waits(course):
    round = round_in(7, course, seats=1)
    first, waiting = enrol(round), enrol(round)
    enrol(round_in(20, course), waiting.person)
    rule = RuleFactory(course=course, value=1)
    enrolments.cancel(first, by=first.person, at=timezone.now())
    assert Enrolment.objects.get(pk=waiting.pk).status == EnrolmentStatus.WAITING
    rule.delete()
    clock.move_with_time(at=timezone.now())
    assert Enrolment.objects.get(pk=waiting.pk).seat_no == 1
    assert clock.move_with_time(at=timezone.now()) == 0


def test_the_page_says_before_the_button_what_stands_against_her_and_shows_the_way_out(teacher, course):
    before = CourseFactory()
    course.prerequisites.add(before)
    round, out = round_in(30, course), round_in(10, before)
    page = teacher.read(reverse("round", args=[round.pk]))
    (verdict,) = against(round, teacher.person)
    assert verdict.stated() in page and verdict.hers() in page
    assert "idempotency_key" not in page
    assert reverse("round", args=[out.pk]) in page


def test_the_page_states_the_rules_to_anyone(anyone, course):
    rule = RuleFactory(course=course, value=18)
    page = anyone.read(reverse("round", args=[round_in(7, course).pk]))
    assert "18" in page and str(rule.course) in page


def test_the_page_says_that_she_is_elsewhere_in_these_hours(teacher):
    other = enrol(round_in(7), teacher.person)
    page = teacher.read(reverse("round", args=[round_in(7).pk]))
    assert str(other.round) in page and "idempotency_key" not in page


def test_whom_nothing_keeps_out_sees_the_rules_and_the_button(teacher, course):
    RuleFactory(course=course)
    assert "idempotency_key" in teacher.read(reverse("round", args=[round_in(7, course).pk]))


def test_a_manager_keeps_a_round_for_members_by_the_form(manager, room):
    form = round_form(CourseFactory(), date_form(0, day=7, room=room.pk)) | {
        "audience_committees": ["center"]
    }
    manager.post(go("manage-round-new"), form)
    assert rounds.Round.objects.get().audience_committees == ["center"]


def test_whom_a_round_is_for_stands_on_its_page(anyone):
    round = round_in(7, audience_committees=[Level.OBEC])
    assert all(label in anyone.read(reverse("round", args=[round.pk])) for label in round.committee_labels)
