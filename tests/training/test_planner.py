"""The planner: a term at a glance, a round scheduled over it, clashes seen before saving, skipped dates kept."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from centers.models import Holiday, SchoolTerm
from hcec.core.refusals import Refusal as CoreRefusal
from tests.factories.accounts import PersonFactory
from tests.factories.centers import RoomFactory
from tests.factories.training import CourseFactory, TrainerFactory, a_date, next_week, plan_round
from training.actions import meetings, terms
from training.actions.terms import Wish
from training.lifecycles import SkippedStatus
from training.models import Mode, Round, SkippedDate
from training.queries import planner
from training.refusals import Refusal

pytestmark = pytest.mark.django_db


def monday():
    day = timezone.localdate() + timedelta(days=14)
    return day - timedelta(days=day.weekday())


def a_wish(room=None, **other) -> Wish:
    """Mondays and Tuesdays for four weeks, three hours each: four of eight cover a course of twelve hours."""
    return Wish(
        **{
            "course": CourseFactory(hours=12),
            "mode": Mode.FACE_TO_FACE if room else Mode.VIRTUAL,
            "first_day": monday(),
            "until": monday() + timedelta(days=27),
            "weekdays": (0, 1),
            "starts": time(9),
            "ends": time(12),
            "minutes": 180,
            "seats": 20,
            "room": room,
            **other,
        }
    )


def schedule(wish, center=None):
    center = center or wish.room.center
    return terms.schedule(center, wish, by=PersonFactory(), at=timezone.now())


def days_of(round):
    return [timezone.localdate(m.starts_at) for m in round.meetings.order_by("starts_at")]


def test_a_round_takes_as_many_dates_as_its_hours_need(room):
    round = schedule(a_wish(room))
    assert [(day - monday()).days for day in days_of(round)] == [0, 1, 7, 8]
    assert round.closes_at < round.starts_at


def test_a_holiday_is_skipped_and_kept_and_the_term_goes_on(room):
    Holiday.objects.create(day=monday() + timedelta(days=1), name_th="วันหยุด", name_en="Holiday")
    round = schedule(a_wish(room))
    assert [(day - monday()).days for day in days_of(round)] == [0, 7, 8, 14]
    skipped = SkippedDate.objects.get(round=round)
    assert (timezone.localdate(skipped.starts_at) - monday()).days == 1
    assert skipped.why == "วันหยุด"


def test_every_clash_is_seen_before_anything_is_kept(room):
    trainer = TrainerFactory(center=room.center).person
    other = RoomFactory(center=room.center)
    schedule(a_wish(room, weekdays=(0,), until=monday() + timedelta(days=6)))
    schedule(a_wish(other, weekdays=(1,), until=monday() + timedelta(days=6), trainer=trainer))
    before = Round.objects.count()
    seen = terms.proposals(a_wish(room, trainer=trainer), at=timezone.now())
    assert [bool(one.clash) for one in seen] == [True, True, *[False] * 6]
    assert trainer.name in seen[1].clash
    assert Round.objects.count() == before


def test_each_date_says_its_term(room):
    term = SchoolTerm.objects.create(
        year=2600, term=1, starts_on=monday() + timedelta(days=7), ends_on=monday() + timedelta(days=90)
    )
    assert [one.term for one in terms.proposals(a_wish(room), at=timezone.now())] == [None, None, *[term] * 6]


def test_where_no_date_is_free_nothing_is_made(room):
    schedule(a_wish(room, course=CourseFactory(hours=24)))
    with pytest.raises(Refusal):
        schedule(a_wish(room))
    assert Round.objects.count() == 1


def test_a_plan_of_the_past_is_refused(room):
    with pytest.raises(Refusal):
        schedule(a_wish(room, first_day=timezone.localdate() - timedelta(days=14)))


def test_a_skipped_date_is_taken_once_its_room_is_free_again(room):
    first = schedule(a_wish(room, weekdays=(0,), until=monday() + timedelta(days=13)))
    round = schedule(a_wish(room, weekdays=(0,)))
    skipped = SkippedDate.objects.filter(round=round).earliest("starts_at")
    by_and_at = {"by": PersonFactory(), "at": timezone.now()}
    with pytest.raises(CoreRefusal, match=room.name):
        terms.take(skipped, **by_and_at)
    meetings.remove(first.meetings.earliest("starts_at"), **by_and_at)
    taken = terms.take(skipped, **by_and_at)
    assert (taken.status, taken.meeting.starts_at) == (SkippedStatus.TAKEN, skipped.starts_at)


def test_a_skipped_date_that_is_let_go_is_not_taken_any_more(room):
    Holiday.objects.create(day=monday(), name_th="วันหยุด")
    skipped = SkippedDate.objects.get(round=schedule(a_wish(room)))
    terms.drop(skipped, by=PersonFactory(), at=timezone.now())
    with pytest.raises(CoreRefusal):
        terms.take(skipped, by=PersonFactory(), at=timezone.now())


def test_the_planner_shows_rooms_and_trainers_in_their_weeks(room):
    trainer = TrainerFactory(center=room.center)
    round = schedule(a_wish(room, trainer=trainer.person))
    plan = planner.plan(room.center, monday(), monday() + timedelta(days=27))
    for line in (plan.rooms[0], plan.trainers[0]):
        assert [len(week) for week in line.weeks] == [2, 2, 0, 0]
        assert line.weeks[0][0].round == round.pk


def test_where_a_trainer_teaches_elsewhere_the_planner_says_no_more(room):
    trainer = TrainerFactory(center=room.center)
    other = RoomFactory()
    plan_round(room=other, dates=[a_date(other, day=7, trainers=(trainer.person,))])
    first = timezone.localdate(next_week())
    chip = planner.plan(room.center, first, first).trainers[0].weeks[0][0]
    assert chip.round is None


def test_a_full_term_costs_no_more_queries_than_an_empty_one(room):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            planner.plan(room.center, monday(), monday() + timedelta(days=130))
        return len(captured)

    empty = cost()
    schedule(a_wish(room))
    assert cost() == empty <= 6


def test_a_manager_sees_every_date_and_saves_with_the_next_button(manager, room):
    Holiday.objects.create(day=monday(), name_th="วันหยุดราชการ")
    wish = a_wish(room)
    typed = {
        "course": wish.course.pk, "mode": wish.mode, "room": room.pk, "trainer": "",
        "first_day": wish.first_day.isoformat(), "until": wish.until.isoformat(), "weekdays": ["0", "1"],
        "repeats": "weekly", "starts": "9.00", "ends": "12.00", "minutes": "180", "seats": "20",
        "name": "", "join_link": "",
    }  # fmt: skip
    page = reverse("manage-planner-new")
    shown = manager.post(page, typed).content.decode()
    assert "วันหยุดราชการ" in shown
    assert not Round.objects.exists()
    manager.post(page, typed | {"save": "1"})
    round = Round.objects.get()
    assert "วันหยุดราชการ" in manager.read(reverse("manage-round", args=[round.pk]))
    assert round.course.code in manager.read(reverse("manage-planner"))
    assert manager.cost(reverse("manage-planner")) <= 12


def test_the_same_key_schedules_one_round(room):
    key, by, at = uuid4(), PersonFactory(), timezone.now()
    wish = a_wish(room)
    made = {terms.schedule(room.center, wish, by=by, at=at, key=key).pk for _press in range(2)}
    assert made == set(Round.objects.values_list("pk", flat=True))


def test_a_key_of_somebody_else_is_refused(room):
    key, wish, at = uuid4(), a_wish(room), timezone.now()
    terms.schedule(room.center, wish, by=PersonFactory(), at=at, key=key)
    with pytest.raises(Refusal):
        terms.schedule(room.center, wish, by=PersonFactory(), at=at, key=key)
