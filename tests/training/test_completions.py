"""Attendance on record, and who completes by it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hcec.accounts.models import Notice
from hcec.core.integrity import Invariant
from hcec.core.refusals import Refusal as CoreRefusal
from tests.factories.accounts import PersonFactory
from tests.factories.training import CourseFactory, enrol, finalised_round, held_round, open_round
from training import integrity
from training.actions import attendance, completions, rounds
from training.lifecycles import EnrolmentStatus, RoundStatus
from training.models import Attendance, Completion, Enrolment, Meeting, Round
from training.queries import certifiable_completions
from training.queries.attendance import Standing, gaps, standings
from training.refusals import Refusal

pytestmark = pytest.mark.django_db


def first_meeting(round: Round) -> Meeting:
    return Meeting.objects.filter(round=round).select_related("round").order_by("starts_at").first()


def held_without_record() -> tuple[Round, Enrolment, Meeting]:
    round = open_round()
    enrolment = enrol(round)
    rounds.finish(round, by=None, at=round.ends_at)
    return Round.objects.get(pk=round.pk), enrolment, first_meeting(round)


def test_whoever_attended_all_completes_with_the_hours_of_the_course():
    completion = Completion.objects.get(enrolment__round=finalised_round(people=1))
    assert (completion.hours, completion.attendance_percent) == (Decimal(12), Decimal(100))
    assert completion.enrolment.status == EnrolmentStatus.COMPLETED


def test_whoever_attended_too_little_does_not_complete_and_is_told():
    round = held_round(people=1, minutes=(200,))
    completions.decide(round, by=round.created_by, at=timezone.now())
    enrolment = Enrolment.objects.get(round=round)
    assert enrolment.status == EnrolmentStatus.NOT_COMPLETED
    assert not Completion.objects.exists()
    assert Notice.objects.filter(person=enrolment.person, key=f"enrolment-{enrolment.pk}-decided").exists()


def test_exactly_the_share_that_the_course_asks_for_is_enough():
    round = held_round(people=1, minutes=(288,))
    assert standings(round)[0].attends_enough
    assert not standings(held_round(people=1, minutes=(287,)))[0].attends_enough


def test_completions_are_dated_by_the_last_meeting():
    round = finalised_round(people=1)
    assert Completion.objects.get().completed_on == timezone.localdate(round.ends_at)


def test_attendance_is_not_recorded_before_the_meeting_starts():
    round = open_round()
    enrolment, meeting = enrol(round), first_meeting(round)
    with pytest.raises(Refusal):
        attendance.record(
            meeting, {enrolment.pk: 10}, by=PersonFactory(), at=meeting.starts_at - timedelta(minutes=1)
        )


def test_more_minutes_than_the_meeting_counts_are_refused():
    _round, enrolment, meeting = held_without_record()
    with pytest.raises(Refusal):
        attendance.record(meeting, {enrolment.pk: 361}, by=PersonFactory(), at=meeting.ends_at)


def test_somebody_without_a_place_is_refused_and_nobody_is_recorded():
    _round, enrolment, meeting = held_without_record()
    stranger = enrol(open_round())
    with pytest.raises(Refusal):
        attendance.record(
            meeting, {enrolment.pk: 60, stranger.pk: 60}, by=PersonFactory(), at=meeting.ends_at
        )
    assert not Attendance.objects.exists()


def test_nobody_records_their_own_attendance():
    _round, enrolment, meeting = held_without_record()
    with pytest.raises(Refusal):
        attendance.record(meeting, {enrolment.pk: 60}, by=enrolment.person, at=meeting.ends_at)


def test_only_what_changed_gets_a_new_who_and_when():
    _round, enrolment, meeting = held_without_record()
    first, second = PersonFactory(), PersonFactory()
    assert attendance.record(meeting, {enrolment.pk: 60}, by=first, at=meeting.ends_at) == 1
    assert attendance.record(meeting, {enrolment.pk: 60}, by=second, at=meeting.ends_at) == 0
    assert Attendance.objects.get().recorded_by == first


def test_an_entry_can_be_corrected_until_completions_are_decided():
    _round, enrolment, meeting = held_without_record()
    for minutes in (60, 0, 90):
        attendance.record(meeting, {enrolment.pk: minutes}, by=PersonFactory(), at=meeting.ends_at)
    assert Attendance.objects.get().minutes == 90


def test_after_the_decision_attendance_stands_for_people_and_for_the_database():
    round = finalised_round(people=1)
    row = Attendance.objects.select_related("meeting__round").first()
    with pytest.raises(Refusal):
        attendance.record(row.meeting, {row.enrolment_id: 1}, by=PersonFactory(), at=round.ends_at)
    with pytest.raises(DatabaseError, match="stands_once"), transaction.atomic():
        Attendance.objects.filter(pk=row.pk).update(minutes=1)
    with pytest.raises(DatabaseError, match="stands_once"), transaction.atomic():
        Attendance.objects.filter(pk=row.pk).delete()


def test_the_database_refuses_minutes_beyond_the_meeting():
    held_round(people=1)
    with pytest.raises(IntegrityError, match="longer_than_the_meeting"), transaction.atomic():
        Attendance.objects.update(minutes=1000)


def test_the_database_refuses_attendance_across_rounds():
    one, other = held_round(people=1), held_round(people=1)
    stranger = Enrolment.objects.get(round=other)
    with pytest.raises(IntegrityError, match="is_of_an_enrolment"), transaction.atomic():
        Attendance.objects.filter(round=one).update(enrolment=stranger)


def test_missing_attendance_is_counted_meeting_by_meeting():
    round, enrolment, meeting = held_without_record()
    attendance.record(meeting, {enrolment.pk: 60}, by=PersonFactory(), at=round.ends_at)
    assert list(gaps(round).values()) == [1]
    with pytest.raises(Refusal):
        completions.decide(round, by=PersonFactory(), at=round.ends_at)


def test_completions_are_not_decided_before_the_round_is_held():
    round = open_round()
    with pytest.raises(CoreRefusal):
        completions.decide(round, by=PersonFactory(), at=timezone.now())


def test_completions_are_decided_once():
    round = finalised_round(people=1)
    with pytest.raises(CoreRefusal):
        completions.decide(round, by=PersonFactory(), at=timezone.now())
    assert Completion.objects.count() == 1


def test_whoever_took_part_does_not_decide():
    round = held_round(people=1)
    with pytest.raises(Refusal):
        completions.decide(round, by=Enrolment.objects.get().person, at=timezone.now())
    assert Round.objects.get(pk=round.pk).status == RoundStatus.HELD


def test_a_completion_is_never_rewritten_nor_removed():
    completion = Completion.objects.get(enrolment__round=finalised_round(people=1))
    for change in (lambda rows: rows.update(hours=99), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(Completion.objects.filter(pk=completion.pk))


def test_the_database_refuses_hours_that_nobody_sat():
    round = held_round(people=1, minutes=(60,))
    enrolment = Enrolment.objects.get()
    Enrolment.objects.filter(pk=enrolment.pk).update(status=EnrolmentStatus.COMPLETED)
    with pytest.raises(DatabaseError, match="hours_never_exceed"), transaction.atomic():
        Completion.objects.create(
            enrolment=enrolment,
            hours=3,
            attendance_percent=100,
            completed_on=timezone.localdate(),
            decided_by=round.created_by,
            decided_at=timezone.now(),
        )


def test_certifiable_completions_bring_all_that_a_certificate_prints(django_assert_num_queries):
    finalised_round(people=2)
    with django_assert_num_queries(1):
        for completion in certifiable_completions():
            round = completion.enrolment.round
            assert (
                completion.enrolment.person.name_th + round.course.curriculum.name + round.course.skill.name
            )
            assert round.center.province.name


@pytest.mark.parametrize("invariant", integrity.INVARIANTS, ids=lambda invariant: invariant.name)
def test_the_portals_own_actions_leave_no_invariant_broken(invariant: Invariant):
    full = open_round(seats=1)
    enrol(full), enrol(full)
    rounds.call_off(open_round(), by=PersonFactory(), at=timezone.now(), reason="ไฟดับ")
    held = held_round(people=2, minutes=(360, 100))
    completions.decide(held, by=held.created_by, at=timezone.now())
    assert invariant.broken() == []


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    meetings=st.lists(st.tuples(st.integers(1, 600), st.integers(0, 600)), min_size=1, max_size=8),
    hours=st.decimals(Decimal("0.5"), 400, places=1),
    share=st.integers(1, 100),
)
def test_hours_never_exceed_minutes_present_whatever_was_attended(meetings, hours, share):
    present = [min(counted, there) for counted, there in meetings]
    round = Round(hours=hours, min_attendance_percent=share)
    total = sum(counted for counted, _there in meetings)
    standing = Standing(Enrolment(), sum(present), total, round, len(meetings), len(meetings))
    assert standing.hours * 60 <= standing.minutes
    assert standing.hours <= round.hours
    assert (standing.missing_minutes == 0 and standing.minutes > 0) == standing.attends_enough


def test_a_course_with_a_full_share_forgives_nothing():
    round = held_round(people=1, minutes=(359,), course=CourseFactory(min_attendance_percent=100))
    assert not standings(round)[0].attends_enough
