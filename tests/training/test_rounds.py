"""A round from plan to held or called off: what its meetings, rooms and trainers allow."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from centers.models import Reservation
from hcec.accounts.models import Notice
from hcec.core.refusals import Refusal as CoreRefusal
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory, RoomFactory
from tests.factories.training import CourseFactory, a_date, enrol, open_round, plan_round
from training.actions import clock, meetings, rounds, selfcheck
from training.actions.meetings import Refused
from training.lifecycles import EnrolmentStatus, RoundStatus
from training.models import Enrolment, Meeting, Mode, Round, Seat, Teaching
from training.refusals import Refusal

pytestmark = pytest.mark.django_db


def reread(round: Round) -> Round:
    return Round.objects.get(pk=round.pk)


def by_and_at() -> dict:
    return {"by": PersonFactory(), "at": timezone.now()}


def test_a_plan_holds_its_rooms_and_makes_its_seats():
    round = plan_round(seats=3)
    assert round.status == RoundStatus.DRAFT
    assert Reservation.objects.filter(meeting__round=round, released=False).count() == 2
    assert Seat.objects.filter(round=round).count() == 3


def test_a_round_lasts_from_its_first_to_its_last_meeting():
    room = RoomFactory()
    dates = [a_date(room, day=9), a_date(room, day=7), a_date(None, day=8, mode=Mode.VIRTUAL)]
    round = reread(plan_round(room=room, dates=dates))
    assert (round.starts_at, round.ends_at) == (dates[1].starts_at, dates[0].ends_at)


def test_rounds_of_a_course_are_numbered_within_the_fiscal_year():
    room, course = RoomFactory(), CourseFactory()
    numbers = [plan_round(room=room, course=course, dates=[a_date(room, day=day)]).number for day in (7, 8)]
    assert numbers == [1, 2]


def test_every_clash_of_a_plan_is_named_at_once_and_nothing_is_written():
    room = RoomFactory()
    plan_round(room=room, dates=[a_date(room, day=7), a_date(room, day=8)])
    with pytest.raises(Refused) as refused:
        plan_round(room=room, dates=[a_date(room, day=7), a_date(room, day=10), a_date(room, day=8)])
    assert list(refused.value.sentences) == [0, 2]
    assert room.name in refused.value.sentences[0]
    assert Round.objects.count() == 1
    assert Reservation.objects.count() == 2


def test_a_trainer_cannot_teach_in_two_places_at_a_time():
    trainer = PersonFactory()
    plan_round(dates=[a_date(room := RoomFactory(), trainers=(trainer,))], room=room)
    with pytest.raises(Refused) as refused:
        plan_round(dates=[a_date(other := RoomFactory(), trainers=(trainer,))], room=other)
    assert str(trainer) in str(refused.value)


def test_the_database_refuses_a_trainer_in_two_places():
    trainer = PersonFactory()
    plan_round(dates=[a_date(room := RoomFactory(), trainers=(trainer,))], room=room)
    other = plan_round()
    meeting = other.meetings.order_by("starts_at").first()
    with pytest.raises(IntegrityError, match="one_place_at_a_time"), transaction.atomic():
        Teaching.objects.create(
            meeting=meeting, person=trainer, starts_at=meeting.starts_at, ends_at=meeting.ends_at
        )


def test_a_trainer_of_e_learning_is_free_for_a_classroom():
    trainer = PersonFactory()
    plan_round(dates=[a_date(None, mode=Mode.ELEARNING, trainers=(trainer,))])
    room = RoomFactory()
    plan_round(dates=[a_date(room, trainers=(trainer,))], room=room)
    assert Teaching.objects.filter(person=trainer, busy=True).count() == 1


def test_a_round_does_not_meet_twice_at_a_time():
    with pytest.raises(Refused):
        plan_round(dates=[a_date(room := RoomFactory()), a_date(None, mode=Mode.VIRTUAL)], room=room)


def test_a_room_smaller_than_the_round_is_refused_with_both_numbers():
    room = RoomFactory(seats=10)
    with pytest.raises(Refused) as refused:
        plan_round(room=room, seats=11)
    assert "10" in str(refused.value)
    assert "11" in str(refused.value)


def test_a_room_of_another_center_is_refused():
    with pytest.raises(Refused):
        plan_round(center=CenterFactory(), room=RoomFactory(), dates=[a_date(RoomFactory())])


def test_the_database_refuses_a_meeting_that_disagrees_with_its_room():
    meeting = plan_round().meetings.order_by("starts_at").first()
    with pytest.raises(IntegrityError, match="agrees_with_its_room"), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(ends_at=meeting.ends_at + timedelta(hours=1))


def test_a_meeting_in_the_past_is_refused():
    with pytest.raises(Refused):
        plan_round(
            room=(room := RoomFactory()), dates=[a_date(room, day=-1)], opens_at=timezone.now() - timedelta(9)
        )


def test_a_course_out_of_use_cannot_be_planned():
    with pytest.raises(Refusal):
        plan_round(course=CourseFactory(active=False))


def test_enrolment_must_close_before_the_first_meeting():
    with pytest.raises(Refusal):
        plan_round(closes_at=timezone.now() + timedelta(days=30))


def test_a_round_with_too_few_hours_is_not_announced():
    round = plan_round(course=CourseFactory(hours=30))
    with pytest.raises(Refusal) as refusal:
        rounds.open(round, **by_and_at())
    assert "12" in str(refusal.value)
    assert "30" in str(refusal.value)


def test_a_round_whose_window_is_over_is_not_announced():
    round = plan_round()
    with pytest.raises(Refusal):
        rounds.open(round, by=PersonFactory(), at=round.closes_at)


def test_closing_and_reopening_keep_those_who_have_a_place():
    round = open_round()
    enrolment = enrol(round)
    rounds.close(round, **by_and_at())
    rounds.reopen(round, **by_and_at())
    assert reread(round).status == RoundStatus.OPEN
    assert Enrolment.objects.get(pk=enrolment.pk).seat_no == 1


def test_calling_off_frees_rooms_and_trainers_and_tells_everybody_why():
    trainer, room = PersonFactory(), RoomFactory()
    round = open_round(room=room, dates=[a_date(room, length=12, trainers=(trainer,))], seats=1)
    seated, waiting = enrol(round), enrol(round)
    rounds.call_off(round, reason="วิทยากรป่วย", **by_and_at())
    assert not Reservation.objects.filter(released=False).exists()
    assert not Teaching.objects.filter(busy=True).exists()
    for enrolment in (seated, waiting):
        notice = Notice.objects.get(person=enrolment.person, key__contains="-off-")
        assert "วิทยากรป่วย" in notice.body
    open_round(room=room, dates=[a_date(room, length=12, trainers=(trainer,))])


def test_calling_off_asks_for_a_reason():
    with pytest.raises(Refusal):
        rounds.call_off(open_round(), reason=" ", **by_and_at())


def test_a_held_round_is_not_called_off():
    round = open_round()
    rounds.finish(round, by=None, at=round.ends_at)
    with pytest.raises(CoreRefusal):
        rounds.call_off(round, reason="สาย", **by_and_at())


def test_a_round_is_not_held_before_its_last_meeting_is_over():
    round = open_round()
    with pytest.raises(Refusal):
        rounds.finish(round, by=PersonFactory(), at=round.ends_at - timedelta(minutes=1))


def test_another_meeting_makes_the_round_last_longer_and_is_told():
    round = open_round()
    person = enrol(round).person
    room = round.meetings.first().reservation.room
    meetings.add(round, a_date(room, day=20), **by_and_at())
    assert reread(round).ends_at == a_date(room, day=20).ends_at
    assert Notice.objects.filter(person=person, key__startswith=f"round-{round.pk}-").exists()


def test_a_moved_meeting_takes_its_room_and_trainer_along():
    trainer, room = PersonFactory(), RoomFactory()
    round = plan_round(room=room, dates=[a_date(room, trainers=(trainer,))])
    meeting = round.meetings.get()
    meetings.change(meeting, a_date(room, day=9, trainers=(trainer,)), **by_and_at())
    meeting.refresh_from_db()
    teaching = Teaching.objects.get()
    assert meeting.starts_at == meeting.reservation.starts_at == teaching.starts_at == reread(round).starts_at


def test_teaching_follows_its_meeting_even_past_the_actions():
    trainer = PersonFactory()
    round = plan_round(dates=[a_date(None, mode=Mode.VIRTUAL, trainers=(trainer,))])
    later = round.ends_at + timedelta(hours=1)
    Meeting.objects.filter(round=round).update(ends_at=later)
    assert Teaching.objects.get().ends_at == later


def test_a_refused_change_leaves_the_meeting_where_it_was():
    room = RoomFactory()
    plan_round(room=room, dates=[a_date(room, day=9)])
    meeting = plan_round(room=room, dates=[a_date(room, day=7)]).meetings.get()
    with pytest.raises(CoreRefusal):
        meetings.change(meeting, a_date(room, day=9), **by_and_at())
    meeting.refresh_from_db()
    assert meeting.starts_at == meeting.reservation.starts_at == a_date(room, day=7).starts_at


def test_a_classroom_that_becomes_virtual_gives_its_room_back():
    room = RoomFactory()
    meeting = plan_round(room=room, dates=[a_date(room)]).meetings.get()
    meetings.change(
        meeting, a_date(None, mode=Mode.VIRTUAL, link="https://meet.example.org/x"), **by_and_at()
    )
    assert not Reservation.objects.filter(released=False).exists()
    assert Meeting.objects.get().reservation is None


def test_a_removed_meeting_gives_its_room_back_and_the_last_one_stays():
    round = plan_round()
    first, last = round.meetings.order_by("starts_at")
    meetings.remove(first, **by_and_at())
    assert Reservation.objects.filter(released=False).count() == 1
    assert reread(round).starts_at == last.starts_at
    with pytest.raises(Refusal):
        meetings.remove(last, **by_and_at())


def test_a_meeting_at_which_somebody_tried_to_check_in_stays():
    meeting = plan_round().meetings.order_by("starts_at")[0]
    selfcheck.scan(meeting, PersonFactory(), code="000000", at=timezone.now())
    with pytest.raises(Refusal, match="เก็บไว้"):
        meetings.remove(meeting, **by_and_at())


def test_a_room_grown_too_small_for_more_seats_is_named():
    round = plan_round(room=RoomFactory(seats=5), seats=5)
    with pytest.raises(Refusal):
        rounds.edit(round, {"seats": 6}, **by_and_at())


def test_the_join_link_is_near_from_a_quarter_of_an_hour_before_to_the_end():
    meeting = plan_round(
        dates=[a_date(None, mode=Mode.VIRTUAL, link="https://meet.example.org/x")]
    ).meetings.get()
    early = meeting.starts_at - timedelta(minutes=16)
    assert [meeting.link_is_near(early + timedelta(minutes=m)) for m in (0, 1)] == [False, True]
    assert not meeting.link_is_near(meeting.ends_at)


def test_time_closes_enrolment_ends_the_waiting_list_and_holds_the_round():
    round = open_round(seats=1)
    enrol(round)
    waiting = enrol(round)
    seen = []
    for at in (round.closes_at, round.starts_at, round.ends_at):
        clock.move_with_time(at=at)
        seen.append((reread(round).status, Enrolment.objects.get(pk=waiting.pk).status))
    assert seen == [
        (RoundStatus.CLOSED, EnrolmentStatus.WAITING),
        (RoundStatus.CLOSED, EnrolmentStatus.LAPSED),
        (RoundStatus.HELD, EnrolmentStatus.LAPSED),
    ]


def test_time_moves_do_nothing_the_second_time():
    round = open_round()
    assert clock.move_with_time(at=round.ends_at) == 2
    assert clock.move_with_time(at=round.ends_at) == 0
