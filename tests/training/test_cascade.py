"""The reach of the cascade: who was trained, who trained in turn, and what each step may be seen of (L6)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from committees.models import Position
from committees.queries import access_of
from tests.factories.accounts import PersonFactory
from tests.factories.centers import RoomFactory
from tests.factories.committees import person_with
from tests.factories.evaluation import mark
from tests.factories.training import TrainerFactory, a_date, finalised_round
from tests.support.desks import signed_in
from training.models import Trainer
from training.queries import cascade

pytestmark = pytest.mark.django_db
PAGE = "manage-cascade"


def taught(room, trainer, *, day, people=2):
    """A decided round of one day that somebody taught, and who completed it."""
    round = finalised_round(room=room, people=people, dates=[a_date(room, day=day, length=12, hour=8, trainers=(trainer,))])  # fmt: skip
    return round, [place.person for place in round.enrolments.order_by("seat_no")]


@pytest.fixture
def master(center):
    return TrainerFactory(center=center, kind=Trainer.Kind.MASTER).person


@pytest.fixture
def access(center):
    return access_of(person_with(Position.CENTER_MANAGER, center=center), timezone.localdate())


def trees(access, **more):
    return cascade.trees(access, timezone.now(), **more)


def test_who_was_trained_and_trained_in_turn_stands_below_her_trainer(room, master, access):
    _round, (first, _other) = taught(room, master, day=7)
    taught(room, first, day=9, people=3)
    (step,) = trees(access)
    assert (step.trainer, step.rounds, step.people, step.hours) == (master, 1, 2, 24)
    assert [(below.trainer, below.people) for below in step.below] == [(first, 3)]
    assert step.reached == 5


def test_what_she_taught_before_she_was_trained_is_not_of_the_branch(room, master, access):
    _round, (first, _other) = taught(room, master, day=9)
    taught(room, first, day=7)
    (step,) = trees(access)
    assert step.below == [] and step.reached == 2


def test_a_tree_ends_after_so_many_steps(room, master, access):
    above = master
    for number in range(cascade.DEEPEST + 2):
        _round, (above,) = taught(room, above, day=7 + number, people=1)
    step, depth = trees(access)[0], 0
    while step.below:
        (step,), depth = step.below, depth + 1
    assert depth == cascade.DEEPEST


def test_the_gain_of_a_step_is_that_of_those_who_took_both_tests(room, master, access):
    round, _people = taught(room, master, day=7, people=3)
    mark(round, "before", [4, 8, None])
    mark(round, "after", [8, 16, 20])
    (step,) = trees(access)
    assert (step.gain.people, step.gain.before, step.gain.after, step.gain.gain) == (2, 30, 60, 30)
    assert step.gain.low == pytest.approx(30 - 12.706 * 10, abs=0.01)


def test_a_center_sees_only_its_own_branch(room, master, access):
    _round, (first, _other) = taught(room, master, day=7)
    elsewhere = RoomFactory()
    taught(elsewhere, first, day=9)
    (step,) = trees(access)
    assert step.below == []
    there = access_of(person_with(Position.CENTER_MANAGER, center=elsewhere.center), timezone.localdate())
    assert trees(there) == []


def test_a_master_of_another_center_is_seen_by_what_she_taught_here(room, access):
    guest = TrainerFactory(kind=Trainer.Kind.MASTER).person
    taught(room, guest, day=7)
    assert [step.trainer for step in trees(access)] == [guest]


def test_a_core_trainer_begins_no_tree(room, access):
    taught(room, TrainerFactory(center=room.center).person, day=7)
    assert trees(access) == []


def test_people_are_named_in_one_branch_up_to_so_many(room, master, access, monkeypatch):
    monkeypatch.setattr(cascade, "NAMED", 2)
    taught(room, master, day=7, people=3)
    (step,) = trees(access, master=master.pk)
    assert len(step.people_named) == 2 and step.more == 1
    assert trees(access)[0].people_named == []


def test_the_queries_do_not_grow_with_the_steps(room, master, access, django_assert_num_queries):
    _round, people = taught(room, master, day=7, people=2)
    for number, person in enumerate(people):
        taught(room, person, day=9 + number)
    with django_assert_num_queries(5):
        trees(access)


def test_the_page_is_a_nested_list_with_the_moment_of_counting(manager, room, master):
    _round, (first, _other) = taught(room, master, day=7)
    taught(room, first, day=9)
    body = manager.get(reverse(PAGE)).content.decode()
    assert master.name in body and body.index(master.name) < body.index(first.name)
    assert body.count('class="cascade"') == 2


def test_one_branch_names_its_people(manager, room, master):
    _round, (first, other) = taught(room, master, day=7)
    body = manager.get(reverse(PAGE) + f"?master={master.pk}").content.decode()
    assert first.name in body and other.name in body


@pytest.mark.parametrize("wanted", ["0", "x", "9" * 30, "-1"])
def test_a_branch_that_is_not_there_is_not_found(manager, wanted):
    assert manager.get(reverse(PAGE) + f"?master={wanted}").status_code == 404


def test_without_a_decided_round_the_page_says_so(manager):
    assert manager.get(reverse(PAGE)).status_code == 200


def test_a_person_without_a_seat_is_refused():
    assert signed_in(PersonFactory()).get(reverse(PAGE)).status_code == 403
