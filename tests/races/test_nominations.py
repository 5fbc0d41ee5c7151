"""Heads nominate, teachers answer and others enrol at the same moment: no seat is promised twice (F4)."""

from uuid import uuid4

import pytest
from django.utils import timezone

from tests.factories.accounts import PersonFactory
from tests.factories.centers import SchoolFactory
from tests.factories.committees import holds
from tests.factories.training import a_request, open_round, teacher_of
from tests.support.together import together
from training import integrity
from training.actions import clock, enrolments, nominations
from training.lifecycles import NominationStatus
from training.models import Enrolment, Nomination
from training.refusals import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def broken() -> list[tuple]:
    return [(truth.name, row) for truth in integrity.INVARIANTS for row in truth.broken()]


def test_heads_and_teachers_at_once_never_get_more_places_than_there_are():
    round, schools = open_round(seats=10), [SchoolFactory() for _ in range(6)]
    heads = [holds(school) for school in schools]
    teams = [[teacher_of(school) for _ in range(3)] for school in schools]
    others = [PersonFactory() for _ in range(6)]

    def press(number: int) -> None:
        at = timezone.now()
        if number < 6:
            nominations.nominate(
                round, teams[number], school=schools[number], key=uuid4(), by=heads[number], at=at
            )
        else:
            enrolments.enrol(round, person=others[number - 6], key=uuid4(), at=at)

    assert together(12, press) == []
    taken = Enrolment.objects.filter(round=round, seat_no__isnull=False).values_list("seat_no", flat=True)
    assert sorted(taken) == list(range(1, 11)) and Enrolment.objects.count() == 24
    assert broken() == []
    asked = list(Nomination.objects.select_related("enrolment__person").order_by("pk"))

    def answer(number: int) -> None:
        one = asked[number]
        move = "decline" if number % 3 == 0 else "accept"
        nominations.answer(one, move, by=one.enrolment.person, at=timezone.now())

    assert together(len(asked), answer) == []
    assert not Nomination.objects.open().exists()
    assert broken() == []


def test_head_stand_in_and_clock_at_once_give_one_end():
    school = SchoolFactory()
    people = [holds(school), holds(school, "school_deputy")]
    asked = a_request(school, seats=1)
    ends = []

    def press(number: int) -> None:
        try:
            if number == 2:
                clock.move_with_time(at=asked.answer_by)
            else:
                move, reason = ("approve", "") if number else ("decline", "ติดสอบ")
                nominations.answer(asked, move, by=people[number], at=timezone.now(), reason=reason)
            ends.append(number)
        except Refusal:
            pass

    assert together(3, press) == []
    assert Nomination.objects.get().status in (
        NominationStatus.AGREED, NominationStatus.DECLINED, NominationStatus.LAPSED,
    )  # fmt: skip
    assert broken() == []
