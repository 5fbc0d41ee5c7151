"""Thirty-two clients want the places of a round at once: none over quota. First the proof that the rush can go wrong."""

import threading
from collections import Counter
from uuid import uuid4

import pytest
from django.utils import timezone

from centers.keeping import Keep
from hcec.accounts.models import User
from tests.factories.accounts import PersonFactory
from tests.factories.centers import RoomFactory
from tests.factories.training import CourseFactory, RuleFactory, a_date, open_round
from tests.races.booking_ground import crowd, race, sql
from training import integrity
from training.actions import enrolments, pools, seats
from training.lifecycles import EnrolmentStatus
from training.models import Enrolment, Round
from training.queries import fits

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS, PEOPLE, SEATS = 32, 96, 20
INDEX = (
    "CREATE UNIQUE INDEX training_a_seat_is_one_persons ON training_enrolment (round_id, seat_no)"
    " WHERE seat_no IS NOT NULL"
)


def broken() -> list[str]:
    return [truth.name for truth in integrity.INVARIANTS if truth.broken()]


def press(person: User, round: Round) -> None:
    enrolments.enrol(round, person=person, key=uuid4(), at=timezone.now())


def held(round: Round) -> list[int]:
    return list(
        Enrolment.objects.filter(round=round, seat_no__isnull=False).values_list("seat_no", flat=True)
    )


def unlocked(round: Round) -> Round:
    return Round.objects.select_related("course", "center__province").get(pk=round.pk)


def test_control_without_lock_and_index_one_seat_is_sold_over_and_over(monkeypatch):
    round, chosen, free_seat = open_round(seats=1), threading.Barrier(CLIENTS), seats.free_seat

    def all_choose_first(*asked: object) -> int | None:
        seat = free_seat(*asked)
        chosen.wait(60)
        return seat

    sql("DROP INDEX training_a_seat_is_one_persons")
    try:
        with monkeypatch.context() as patched:
            patched.setattr(seats, "locked", unlocked)
            patched.setattr(seats, "free_seat", all_choose_first)
            assert race(lambda person: press(person, round), crowd(CLIENTS), threads=CLIENTS) == []
        assert held(round) == [1] * CLIENTS
        assert broken()
    finally:
        Enrolment.objects.all().delete()
        sql(INDEX)


def test_thirty_two_clients_get_exactly_the_seats_there_are():
    round = open_round(seats=SEATS, room=RoomFactory(seats=SEATS))
    assert race(lambda person: press(person, round), crowd(PEOPLE), threads=CLIENTS) == []
    assert sorted(held(round)) == list(range(1, SEATS + 1))
    waiting = Enrolment.objects.filter(round=round, status=EnrolmentStatus.WAITING)
    assert sorted(waiting.values_list("wait_no", flat=True)) == list(range(1, PEOPLE - SEATS + 1))
    assert broken() == []


def test_kept_seats_go_to_nobody_else_in_the_rush():
    round = open_round(seats=SEATS, room=RoomFactory(seats=SEATS))
    wish = Keep(name="นักเรียน", seats=5, audience_kinds=("student",))
    pools.add(round, wish, by=PersonFactory(), at=timezone.now())
    people = crowd(PEOPLE)
    User.objects.filter(pk__in=[person.pk for person in people[::12]]).update(kind="student")
    for person in people[::12]:
        person.kind = "student"
    assert race(lambda person: press(person, round), people, threads=CLIENTS) == []
    kept = Enrolment.objects.filter(round=round, seat_no__lte=5)
    assert set(kept.values_list("person__kind", flat=True)) == {"student"}
    assert sorted(held(round)) == list(range(1, SEATS + 1))
    assert broken() == []


def twice_each(people: list[User], *, same_hours: bool) -> int:
    """Everybody enrols in two rounds at once of which one may have only one; how many got both."""
    course, first, second = CourseFactory(), RoomFactory(), RoomFactory()
    if not same_hours:
        RuleFactory(course=course, value=6)
    found = [
        open_round(course=course, room=room, seats=len(people), dates=[a_date(room, day=day, length=12)])
        for room, day in ((first, 7), (second, 7 if same_hours else 14))
    ]
    race(lambda wish: press(*wish), [(person, round) for person in people for round in found], threads=8)
    places = Enrolment.objects.filter(person__in=people, seat_no__isnull=False)
    return sum(count > 1 for count in Counter(places.values_list("person", flat=True)).values())


@pytest.mark.parametrize("same_hours", [True, False])
def test_control_without_her_turn_somebody_gets_both(monkeypatch, same_hours):
    look, met = fits.meeting_elsewhere, threading.Barrier(2)

    def look_together(*asked: object) -> object:
        found = look(*asked)
        met.wait(60)
        return found

    monkeypatch.setattr(enrolments, "take_turn", lambda person: None)
    monkeypatch.setattr(
        enrolments.judged, "refuse_kept_out", wait_after(enrolments.judged.refuse_kept_out, met)
    )
    if same_hours:
        monkeypatch.setattr(enrolments.judged, "refuse_kept_out", lambda *asked: None)
        monkeypatch.setattr(fits, "meeting_elsewhere", look_together)
    assert twice_each(crowd(1), same_hours=same_hours) == 1


def wait_after(judge, met):
    def judged(*asked: object) -> None:
        judge(*asked)
        met.wait(60)

    return judged


@pytest.mark.parametrize("same_hours", [True, False])
def test_of_two_rounds_that_exclude_each_other_one_person_gets_one(same_hours):
    people = crowd(12)
    assert twice_each(people, same_hours=same_hours) == 0
    assert Enrolment.objects.count() == len(people)
    assert broken() == []
