"""Seats of a round kept for some people until a moment (guideline 7.3, 7.4)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from centers.keeping import Keep
from tests.factories.accounts import PersonFactory
from tests.factories.centers import AffiliationFactory, WorkplaceFactory
from tests.factories.training import enrol, open_round
from tests.training.test_manage_pages import boxes
from training import integrity
from training.actions import clock, enrolments, pools, rounds
from training.lifecycles import EnrolmentStatus
from training.models import Enrolment, Seat, SeatPool
from training.queries.seats import free_for, share_of
from training.refusals import Refusal

pytestmark = pytest.mark.django_db

NOW = timezone.now


@pytest.fixture
def round(room):
    return open_round(room=room, seats=4)


def keep(round, seats=2, **whom):
    whom = whom or {"audience_kinds": ("teacher",)}
    return pools.add(round, Keep(whom.pop("name", "ครู"), seats, **whom), by=PersonFactory(), at=NOW())


def public():
    return PersonFactory(kind="public")


def numbers(round, person):
    return list(free_for(round, person, NOW()).values_list("number", flat=True))


def passed(pool):
    SeatPool.objects.filter(pk=pool.pk).update(released_at=NOW() - timedelta(minutes=5))


def broken():
    return [(truth.name, row) for truth in integrity.INVARIANTS for row in truth.broken()]


def test_a_kept_seat_is_given_only_to_those_it_is_kept_for(round):
    keep(round)
    assert enrol(round, public()).seat_no == 3
    assert enrol(round, PersonFactory(kind="teacher")).seat_no == 1


def test_whoever_finds_only_seats_of_others_waits_and_that_breaks_no_truth(round):
    keep(round, 4)
    waiting = enrol(round, public())
    assert (waiting.status, waiting.wait_no) == (EnrolmentStatus.WAITING, 1)
    assert broken() == []


def test_people_of_a_pool_take_its_seats_first_and_then_those_for_everyone(round):
    first = enrol(round, public())
    keep(round, 2)
    enrolments.cancel(first, by=first.person, at=NOW())
    assert [enrol(round, PersonFactory(kind="teacher")).seat_no for _ in range(4)] == [2, 3, 1, 4]


def test_an_affiliation_and_a_province_have_their_own_seats(round):
    body = AffiliationFactory(code="private", name_th="เอกชน")
    keep(round, 2, audience_affiliations=(body,))
    keep(round, 1, name="ในจังหวัด", near="province")
    assert numbers(round, WorkplaceFactory(affiliation=body).person) == [1, 2, 4]
    assert numbers(round, WorkplaceFactory(province=round.center.province).person) == [3, 4]
    assert numbers(round, None) == [4]


def test_whoever_waited_gets_the_seats_that_time_opened_with_the_beat(round):
    pool = keep(round, 4)
    waiting = enrol(round, public())
    passed(pool)
    clock.move_with_time(at=NOW())
    assert Enrolment.objects.get(pk=waiting.pk).seat_no == 1
    assert clock.move_with_time(at=NOW()) == 0


def test_a_newcomer_passes_nobody_who_waits_for_a_seat_that_has_just_opened(round):
    pool = keep(round, 4)
    waiting = enrol(round, public())
    passed(pool)
    assert enrol(round, public()).seat_no == 2
    assert Enrolment.objects.get(pk=waiting.pk).seat_no == 1


def test_opening_before_the_time_serves_the_line_at_once(round):
    pool = keep(round, 4)
    waiting = enrol(round, public())
    pools.release(pool, by=PersonFactory(), at=NOW())
    assert Enrolment.objects.get(pk=waiting.pk).seat_no == 1
    with pytest.raises(Refusal):
        pools.release(pool, by=PersonFactory(), at=NOW())


def test_a_pool_that_is_taken_away_leaves_its_free_seats_to_the_line(round):
    pool = keep(round, 4)
    teacher, waiting = enrol(round, PersonFactory(kind="teacher")), enrol(round, public())
    pools.remove(pool, by=PersonFactory(), at=NOW())
    assert Enrolment.objects.get(pk=waiting.pk).seat_no == 2
    assert Enrolment.objects.get(pk=teacher.pk).seat_no == 1


def test_whoever_may_have_none_of_the_free_seats_is_passed_over_and_keeps_her_number(round):
    keep(round, 3)
    first = enrol(round, public())
    passed_over, teachers = (
        enrol(round, public()),
        [enrol(round, PersonFactory(kind="teacher")) for _ in range(4)],
    )
    enrolments.cancel(teachers[0], by=teachers[0].person, at=NOW())
    assert Enrolment.objects.get(pk=teachers[3].pk).seat_no == 1
    assert Enrolment.objects.get(pk=passed_over.pk).wait_no == 1
    enrolments.cancel(first, by=first.person, at=NOW())
    assert Enrolment.objects.get(pk=passed_over.pk).seat_no == 4
    assert broken() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"near": ""},
        {"audience_kinds": ("teacher",), "seats": 5},
        {"audience_kinds": ("teacher",), "released_at": timedelta(days=-1)},
        {"audience_kinds": ("teacher",), "released_at": timedelta(days=90)},
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_written(round, wrong):
    if moment := wrong.get("released_at"):
        wrong = wrong | {"released_at": NOW() + moment}
    with pytest.raises(Refusal):
        keep(round, **wrong)
    assert not SeatPool.objects.exists()


def test_two_pools_of_a_round_have_two_names(round):
    keep(round, 1)
    with pytest.raises(Refusal):
        keep(round, 1)


def test_a_round_that_is_over_keeps_no_seats(round):
    rounds.call_off(round, by=PersonFactory(), at=NOW(), reason="น้ำท่วม")
    with pytest.raises(Refusal):
        keep(round)


def test_a_seat_is_in_no_pool_of_another_round(round):
    pool = keep(open_round())
    with pytest.raises(IntegrityError, match="training_the_pool_is_the_rounds"), transaction.atomic():
        Seat.objects.filter(round=round, number=1).update(pool=pool)


def test_a_smaller_round_loses_the_kept_seats_beyond_its_end(round):
    enrol(round, public())
    keep(round, 3)
    rounds.edit(round, {"seats": 2}, by=PersonFactory(), at=NOW())
    assert Seat.objects.filter(round=round, pool__isnull=False).count() == 1
    assert broken() == []


def test_what_is_kept_for_others_is_told_with_its_moment(round):
    pool = keep(round, 3, audience_kinds=("teacher",), released_at=NOW() + timedelta(days=1))
    share = share_of(round, public(), NOW())
    assert (share.yours, [(k.pool, k.free) for k in share.kept]) == (1, [(pool, 3)])
    own = share_of(round, PersonFactory(kind="teacher"), NOW())
    assert (own.yours, own.kept) == (4, [])
    assert share_of(open_round(), public(), NOW()) is None


def test_the_page_of_a_round_says_what_remains_for_her_and_when_the_others_open(round, anyone):
    pool = keep(round, 4, name="ครูในจังหวัด", near="province", released_at=NOW() + timedelta(days=1))
    page = anyone.read(reverse("round", args=[round.pk]))
    assert pool.name in page and "4" in page


def test_whoever_may_have_no_seat_now_is_offered_the_line(round, teacher):
    keep(round, 4, audience_kinds=("student",))
    page = teacher.read(reverse("round", args=[round.pk]))
    assert "ลงชื่อสำรอง" in page


def test_a_manager_keeps_seats_opens_them_and_takes_the_pool_away(manager, round):
    page = reverse("manage-round-pools", args=[round.pk])
    data = {"name": "ครู", "seats": "2", "audience_kinds": ["teacher"], "near": ""}
    manager.post(page, data | boxes("released_at", NOW() + timedelta(days=1)))
    pool = SeatPool.objects.get()
    assert pool.seats.count() == 2 and pool.name in manager.read(page)
    for move in ("release", "remove"):
        manager.post(reverse(f"manage-round-pool-{move}", args=[round.pk, pool.pk]))
    assert not SeatPool.objects.exists()


def test_a_refused_form_keeps_what_was_typed(manager, round):
    page = reverse("manage-round-pools", args=[round.pk])
    data = {"name": "ครูทุกคน", "seats": "9", "audience_kinds": ["teacher"], "near": ""}
    answer = manager.post(page, data).content.decode()
    assert "ครูทุกคน" in answer and not SeatPool.objects.exists()
