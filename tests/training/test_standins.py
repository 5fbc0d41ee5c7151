"""A substitute for a meeting: free, qualified, asked for from there, nearest first, put in with one press (L5)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from centers.models import Province
from committees.models import Position
from hcec.accounts.models import Notice
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory, ProvinceFactory, RoomFactory
from tests.factories.committees import person_with
from tests.factories.training import CourseFactory, TrainerFactory, a_date, enrol, open_round, qualify
from training.actions import standins
from training.models import Meeting, Teaching, Trainer
from training.queries import standins as reads
from training.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return CourseFactory()


@pytest.fixture
def old(center):
    return TrainerFactory(center=center)


@pytest.fixture
def meeting(room, course, old):
    dates = [a_date(room, length=12, trainers=(old.person,))]
    round = open_round(room=room, course=course, dates=dates, seats=3)
    return Meeting.objects.select_related("round__center__province", "round__course").get(round=round)


def able(course, center=None, **about) -> Trainer:
    trainer = TrainerFactory(center=center or CenterFactory(), lends="nation", **about)
    qualify(trainer, course.skill)
    return trainer


def names(meeting) -> list[int]:
    return [row.pk for row in reads.nearest(meeting)]


def put_in(meeting, trainer, instead=None, at=None):
    at = at or timezone.now()
    return standins.put_in(meeting, trainer, instead=instead, by=PersonFactory(), at=at)


def test_the_nearest_comes_first(meeting, course):
    Province.objects.filter(pk=meeting.round.center.province_id).update(map_id="cmi")
    meeting.round.center.province.map_id = "cmi"
    far = able(course, CenterFactory(province=ProvinceFactory(map_id="ska")))
    near = able(course, CenterFactory(province=ProvinceFactory(map_id="lpn")))
    own = able(course, meeting.round.center)
    assert names(meeting) == [own.pk, near.pk, far.pk]
    assert [row.distance for row in reads.nearest(meeting)][0] == 0


def test_who_is_not_qualified_is_not_found(meeting):
    TrainerFactory(center=meeting.round.center)
    assert names(meeting) == []


def test_who_teaches_at_that_time_is_not_found(meeting, course):
    busy = able(course)
    elsewhere = RoomFactory(center=busy.center)
    open_round(room=elsewhere, dates=[a_date(elsewhere, length=12, trainers=(busy.person,))])
    assert names(meeting) == []


def test_who_sits_in_the_round_is_not_found(meeting, course):
    enrol(meeting.round, able(course).person)
    assert names(meeting) == []


@pytest.mark.parametrize("lends", ["own", "province"])
def test_who_may_not_be_asked_for_from_there_is_not_found(meeting, course, lends):
    trainer = able(course, CenterFactory(province=ProvinceFactory()))
    Trainer.objects.filter(pk=trainer.pk).update(lends=lends)
    assert names(meeting) == []


def test_whose_term_or_paper_ends_before_the_meeting_is_not_found(meeting, course):
    trainer = able(course)
    Trainer.objects.filter(pk=trainer.pk).update(until=timezone.localdate() + timedelta(days=2))
    qualify(TrainerFactory(lends="nation"), course.skill, until=timezone.localdate() + timedelta(days=2))
    assert names(meeting) == []


def test_one_press_puts_her_in_and_takes_the_other_out(manager, meeting, course, old):
    trainer = able(course)
    path = reverse("manage-stand-in", args=[meeting.pk])
    assert trainer.person.name in manager.read(path)
    for _press in range(2):
        manager.post(path, {"trainer": trainer.pk, "instead": old.person_id})
    assert Teaching.objects.get(meeting=meeting).person == trainer.person


def test_everybody_concerned_is_told_once(meeting, course, old):
    trainer = able(course)
    lender = person_with(Position.CENTER_MANAGER, center=trainer.center)
    place = enrol(meeting.round)
    put_in(meeting, trainer, old.person)
    put_in(meeting, trainer, old.person)
    told = Notice.objects.filter(key__startswith="stand-in-")
    people = {trainer.person_id, old.person_id, lender.pk, place.person_id}
    assert set(told.values_list("person", flat=True)) == people and told.count() == 4


def test_who_stands_in_keeps_the_meeting_when_it_is_changed_in_its_form(manager, meeting, course, old):
    trainer = able(course)
    put_in(meeting, trainer, old.person)
    page = manager.read(reverse("manage-meeting", args=[meeting.pk]))
    assert f'<option value="{trainer.pk}" selected>' in page


def test_a_meeting_without_a_trainer_gets_one(meeting, course):
    meeting.teachings.all().delete()
    assert put_in(meeting, able(course)).meeting == meeting


def test_a_meeting_that_has_begun_keeps_its_trainer(meeting, course, old):
    with pytest.raises(Refusal):
        put_in(meeting, able(course), old.person, at=meeting.starts_at)


def test_who_is_no_longer_free_is_refused_and_nothing_changes(meeting, course, old):
    with pytest.raises(Refusal):
        put_in(meeting, TrainerFactory(), old.person)
    assert Teaching.objects.get(meeting=meeting).person == old.person


def test_nobody_replaces_who_does_not_teach_the_meeting(meeting, course):
    with pytest.raises(Refusal):
        put_in(meeting, able(course), PersonFactory())


def test_the_page_costs_no_more_with_more_trainers(manager, meeting, course):
    for _n in range(4):
        able(course)
    manager.cost(reverse("manage-stand-in", args=[meeting.pk]))
