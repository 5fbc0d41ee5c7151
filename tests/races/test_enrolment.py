"""Many people want the last seats of a round at the same moment; first the proof that the test can fail."""

import random
import threading
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories.accounts import PersonFactory
from tests.factories.training import enrol, open_round
from tests.support.together import together
from training import integrity
from training.actions import enrolments, rounds, seats
from training.lifecycles import EnrolmentStatus
from training.models import Enrolment, Round
from training.refusals import Refusal

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 12


def broken() -> list[tuple]:
    return [(truth.name, row) for truth in integrity.INVARIANTS for row in truth.broken()]


def press(round: Round, people: list, keys: list | None = None):
    """Each thread enrols its own person."""

    def enrol_one(number: int) -> None:
        key = keys[number] if keys else uuid4()
        enrolments.enrol(round, person=people[number], key=key, at=timezone.now())

    return enrol_one


def seat_numbers(round: Round) -> list[int]:
    held = Enrolment.objects.filter(round=round, seat_no__isnull=False)
    return sorted(held.values_list("seat_no", flat=True))


def wait_numbers(round: Round) -> list[int]:
    waiting = Enrolment.objects.filter(round=round, status=EnrolmentStatus.WAITING)
    return sorted(waiting.values_list("wait_no", flat=True))


def test_without_the_lock_several_take_the_same_seat_and_the_database_stops_them(monkeypatch):
    """The control: the threads do meet. Only the unique index keeps the last seat from being sold twice."""
    round = open_round(seats=1)
    people = [PersonFactory() for _ in range(THREADS)]
    chosen = threading.Barrier(THREADS)
    free_seat = seats.free_seat

    def unlocked(round: Round) -> Round:
        return Round.objects.select_related("course", "center__province").get(pk=round.pk)

    def all_choose_first(*asked: object) -> int | None:
        seat = free_seat(*asked)
        chosen.wait()
        return seat

    monkeypatch.setattr(seats, "locked", unlocked)
    monkeypatch.setattr(seats, "free_seat", all_choose_first)
    faults = together(THREADS, press(round, people))
    assert len(faults) == THREADS - 1
    assert all("training_a_seat_is_one_persons" in str(fault) for fault in faults)
    assert seat_numbers(round) == [1]


def test_twelve_people_and_three_seats_give_three_seats_and_nine_in_line():
    round = open_round(seats=3)
    people = [PersonFactory() for _ in range(THREADS)]
    assert together(THREADS, press(round, people)) == []
    assert seat_numbers(round) == [1, 2, 3]
    assert wait_numbers(round) == list(range(1, 10))
    assert broken() == []


def test_one_person_who_presses_twelve_times_gets_one_place():
    round, person = open_round(seats=3), PersonFactory()
    faults = together(THREADS, press(round, [person] * THREADS))
    assert len(faults) == THREADS - 1
    assert all(isinstance(fault, Refusal) for fault in faults)
    assert seat_numbers(round) == [1]


def test_the_same_key_at_the_same_moment_gives_everyone_the_same_answer():
    round, person, key = open_round(seats=3), PersonFactory(), uuid4()
    assert together(THREADS, press(round, [person] * THREADS, [key] * THREADS)) == []
    assert Enrolment.objects.count() == 1


def test_seats_given_back_while_others_come_leave_nobody_waiting_before_a_free_seat():
    round = open_round(seats=4)
    inside = [enrol(round) for _ in range(8)]
    newcomers = [PersonFactory() for _ in range(4)]

    def come_and_go(number: int) -> None:
        if number < len(inside):
            own = inside[number]
            enrolments.cancel(own, by=own.person, at=timezone.now())
        else:
            press(round, newcomers)(number - len(inside))

    assert together(THREADS, come_and_go) == []
    assert seat_numbers(round) == [1, 2, 3, 4]
    assert wait_numbers(round) == []
    assert broken() == []


def test_the_round_grows_and_shrinks_while_people_come():
    round, staff = open_round(seats=2), PersonFactory()
    people = [PersonFactory() for _ in range(THREADS)]

    def resize_or_come(number: int) -> None:
        if number % 4:
            press(round, people)(number)
        else:
            rounds.edit(round, {"seats": 4 + number // 4}, by=staff, at=timezone.now())

    faults = together(THREADS, resize_or_come)
    # Whoever comes late with a smaller number is told that more people sit already.
    assert all(isinstance(fault, Refusal) and "ลดเหลือ" in str(fault) for fault in faults), faults
    round.refresh_from_db()
    assert seat_numbers(round) == list(range(1, round.seats + 1))
    assert broken() == []


def test_a_random_crowd_leaves_no_invariant_broken():
    """Four threads, forty steps each: enrol, cancel, resize, by a fixed seed."""
    round, staff = open_round(seats=5), PersonFactory()
    crowds = [[PersonFactory() for _ in range(4)] for _ in range(4)]

    def wander(number: int) -> None:
        dice = random.Random(number)
        for _ in range(40):
            person = dice.choice(crowds[number])
            own = Enrolment.objects.live().filter(round=round, person=person).select_related("round").first()
            try:
                if own:
                    enrolments.cancel(own, by=person, at=timezone.now())
                elif dice.random() < 0.15:
                    rounds.edit(round, {"seats": dice.randint(3, 8)}, by=staff, at=timezone.now())
                else:
                    enrolments.enrol(round, person=person, key=uuid4(), at=timezone.now())
            except Refusal:
                pass

    assert together(4, wander) == []
    assert broken() == []


def test_one_more_seat_row_is_needed_to_sell_one_more_seat():
    round = open_round(seats=1)
    enrol(round)
    waiting = enrol(round)
    with pytest.raises(IntegrityError, match="training_a_seat_is_of_this_round"), transaction.atomic():
        Enrolment.objects.filter(pk=waiting.pk).update(status=EnrolmentStatus.ENROLLED, seat_no=2)
