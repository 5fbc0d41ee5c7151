"""Waiting by need for a course: who is offered which place, what each answer does, and what the person can see."""

import random
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from centers.keeping import Keep
from centers.line import OfferStatus, WishStatus
from centers.models import Province
from committees.models import Level
from hcec.accounts.models import Notice
from hcec.core import outbox
from hcec.core.db import database_now
from hcec.core.models import Job
from tests.factories.accounts import PersonFactory
from tests.factories.centers import AffiliationFactory, CenterFactory, RoomFactory
from tests.factories.training import (
    CourseFactory,
    RuleFactory,
    WishFactory,
    a_date,
    enrol,
    open_round,
    plan_round,
)
from tests.training.test_manage_pages import boxes
from training import integrity
from training.actions import clock, enrolments, offers, pools, rounds, wishes
from training.lifecycles import EnrolmentStatus
from training.models import Enrolment, Offer, Round, Wish
from training.queries import seats
from training.queries import wishes as line
from training.refusals import Refusal

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


def broken():
    return [(truth.name, row) for truth in integrity.INVARIANTS for row in truth.broken()]


def round_in(days, course, seats=1, room=None, **about):
    room = room or RoomFactory()
    dates = [a_date(room, day=days), a_date(room, day=days + 1)]
    return open_round(course=course, dates=dates, room=room, seats=seats, **about)


@pytest.fixture
def course():
    return CourseFactory()


@pytest.fixture
def full(course):
    """A round of one seat, taken by somebody else."""
    round = round_in(10, course)
    enrol(round)
    return round


def wish_for(round, **fields):
    return WishFactory(course=round.course, **fields)


def give_up(round):
    """Whoever has the seat cancels, and the jobs run."""
    place = Enrolment.objects.select_related("round", "person").get(round=round, seat_no__isnull=False)
    enrolments.cancel(place, by=place.person, at=now())
    outbox.run_all_due()


def offered(round):
    return Offer.objects.filter(round=round, status=OfferStatus.OPEN).select_related("wish", "person").first()


def state(wish):
    return Wish.objects.get(pk=wish.pk).status


def test_a_cancelled_seat_is_held_for_who_asked_first(full):
    first, second = wish_for(full), wish_for(full)
    give_up(full)
    assert offered(full).wish == first
    assert (state(first), state(second)) == (WishStatus.OFFERED, WishStatus.OPEN)
    assert Notice.objects.filter(person=first.person, key=f"place-offer-{offered(full).pk}-made").exists()
    assert broken() == []


def test_the_rounds_own_line_goes_first(full):
    wish, waiting = wish_for(full), enrol(full)
    give_up(full)
    assert Enrolment.objects.get(pk=waiting.pk).seat_no == 1
    assert state(wish) == WishStatus.OPEN


def test_nobody_else_gets_a_held_seat(full):
    wish_for(full)
    give_up(full)
    assert enrol(full).status == EnrolmentStatus.WAITING
    with pytest.raises(IntegrityError, match="training_a_held_seat_is_kept"), transaction.atomic():
        Enrolment.objects.create(
            round=full,
            person=PersonFactory(),
            status="enrolled",
            seat_no=1,
            idempotency_key=uuid4(),
            enrolled_at=now(),
        )
    assert broken() == []


def test_a_seat_that_somebody_has_cannot_be_held(full):
    with pytest.raises(IntegrityError, match="training_a_held_seat_is_nobodys_yet"), transaction.atomic():
        offers.make(wish_for(full), full, 1, at=now())


def test_yes_makes_the_place_hers_and_twice_is_once(full):
    wish = wish_for(full)
    give_up(full)
    offer = offered(full)
    place = offers.accept(offer, by=offer.person, at=now())
    assert (place.status, place.seat_no, state(wish)) == (EnrolmentStatus.ENROLLED, 1, WishStatus.TAKEN)
    assert offers.accept(offer, by=offer.person, at=now()) == place
    assert broken() == []


def test_no_passes_the_seat_on_and_keeps_the_place(full):
    first, second = wish_for(full), wish_for(full)
    give_up(full)
    offers.decline(offered(full), by=first.person, at=now())
    outbox.run_all_due()
    assert offered(full).wish == second
    assert state(first) == WishStatus.OPEN
    assert Wish.objects.get(pk=first.pk).asked_at == first.asked_at


def test_no_for_good_ends_the_wish_and_the_seat_goes_to_the_own_line(full):
    wish = wish_for(full)
    give_up(full)
    waiting = enrol(full)
    offers.decline(offered(full), by=wish.person, at=now(), stay=False)
    assert state(wish) == WishStatus.DECLINED
    assert Enrolment.objects.get(pk=waiting.pk).seat_no == 1


def test_without_an_answer_the_seat_goes_on_and_the_wish_has_ended(full):
    first, second = wish_for(full), wish_for(full)
    give_up(full)
    offer = offered(full)
    with pytest.raises(Refusal):
        offers.accept(offer, by=first.person, at=offer.answer_by)
    wishes.move_with_time(at=offer.answer_by)
    assert (state(first), offered(full).wish) == (WishStatus.LAPSED, second)
    assert wishes.move_with_time(at=offer.answer_by) == 0


def test_only_the_person_herself_answers(full):
    wish_for(full)
    give_up(full)
    with pytest.raises(Refusal):
        offers.accept(offered(full), by=PersonFactory(), at=now())


def test_what_changed_meanwhile_is_judged_when_she_says_yes(full, course):
    wish = wish_for(full)
    give_up(full)
    enrol(round_in(10, CourseFactory()), wish.person)
    with pytest.raises(Refusal):
        offers.accept(offered(full), by=wish.person, at=now())
    assert offered(full).wish == wish


def test_asking_finds_the_free_seats_there_are(course):
    round = round_in(10, course)
    person = PersonFactory()
    today = timezone.localdate()
    need = wishes.Need(today, today + timedelta(days=30), course=course)
    made = wishes.ask(need, by=person, at=now())
    outbox.run_all_due()
    assert offered(round).wish == made


def test_a_round_that_opens_is_offered_to_who_waited(course):
    wish = WishFactory(course=course)
    draft = plan_round(course=course)
    rounds.open(draft, by=draft.created_by, at=now())
    outbox.run_all_due()
    assert offered(draft).wish == wish


def test_seats_that_were_kept_are_offered_when_they_are_released(course):
    round = round_in(10, course)
    pool = pools.add(round, Keep("นักเรียน", 1, audience_kinds=("student",)), by=PersonFactory(), at=now())
    wish = wish_for(round, person=PersonFactory(kind="teacher"))
    wishes.move_with_time(at=now())
    assert offered(round) is None
    pools.release(pool, by=PersonFactory(), at=database_now())
    outbox.run_all_due()
    assert offered(round).wish == wish


def test_what_no_job_found_the_beat_offers(full):
    wish = wish_for(full)
    place = Enrolment.objects.select_related("round", "person").get(round=full)
    enrolments.cancel(place, by=place.person, at=now())
    Job.objects.all().delete()
    assert wishes.move_with_time(at=now()) == 1
    assert offered(full).wish == wish


def test_a_curriculum_at_a_level_fits_every_course_of_it(course):
    round = round_in(10, course)
    other = WishFactory(course=None, curriculum=course.curriculum, level_th="C1")
    wish = WishFactory(course=None, curriculum=course.curriculum, level_th=course.level_th)
    assert list(line.wanting(round, now())) == [wish]
    assert list(line.announced(other, now())) == []
    assert [found.pk for found in line.fitting(wish, now())] == [round.pk]


@pytest.mark.parametrize("fits", [True, False])
def test_places_and_days_are_what_she_said(course, fits):
    round = round_in(10, course)
    elsewhere = CenterFactory()
    wish = WishFactory(course=course)
    wish.centers.set([round.center if fits else elsewhere])
    assert (wish in line.wanting(round, now())) == fits
    wish.centers.clear()
    where = round.center.province_id
    wish.provinces.set(Province.objects.filter(pk=where) if fits else Province.objects.exclude(pk=where)[:1])
    expected = fits or not wish.provinces.exists()
    assert (wish in line.wanting(round, now())) == expected
    wish.provinces.clear()
    Wish.objects.filter(pk=wish.pk).update(first_day=timezone.localdate(round.starts_at) + timedelta(days=1))
    assert wish not in line.wanting(round, now())


def test_passed_over_is_whoever_cannot_come_and_keeps_her_place(course):
    round = round_in(10, course, seats=2)
    person = PersonFactory()
    wishes_made = {
        "busy": wish_for(round),
        "same course ahead": wish_for(round),
        "other audience": wish_for(round, person=PersonFactory(kind="student")),
    }
    enrol(round_in(10, CourseFactory()), wishes_made["busy"].person)
    enrol(round_in(30, course), wishes_made["same course ahead"].person)
    rounds.edit(round, {"audience_kinds": ["teacher"]}, by=person, at=now())
    last = wish_for(round, person=PersonFactory(kind="teacher"))
    round.refresh_from_db()
    assert list(line.wanting(round, now())) == [last]


def test_whom_a_rule_keeps_out_is_passed_over(course):
    RuleFactory(course=course, value=6)
    members, round = round_in(10, course, audience_committees=[Level.CENTER]), round_in(20, course)
    wish = wish_for(round)
    assert list(line.wanting(members, now())) == []
    assert list(line.wanting(round, now())) == [wish]


def test_no_offer_is_made_that_leaves_no_time_to_answer(full):
    wish_for(full)
    Round.objects.filter(pk=full.pk).update(cancel_until=now() + timedelta(minutes=30))
    full.refresh_from_db()
    assert not line.takes_offers(full, now())


def test_a_round_called_off_recalls_its_offers_and_the_wishes_keep_their_places(full):
    wish = wish_for(full)
    give_up(full)
    offer = offered(full)
    rounds.call_off(full, by=PersonFactory(), at=now(), reason="น้ำท่วม")
    offer.refresh_from_db()
    assert (offer.status, state(wish)) == (OfferStatus.RECALLED, WishStatus.OPEN)
    assert Notice.objects.filter(person=wish.person, key=f"place-offer-{offer.pk}-recalled").exists()


def test_a_round_shrinks_around_held_seats_and_never_below_them(course):
    round = round_in(10, course, seats=3)
    places = [enrol(round) for _ in range(3)]
    wish_for(round)
    enrolments.cancel(places[2], by=places[2].person, at=now())
    outbox.run_all_due()
    assert offered(round).seat_no == 3
    with pytest.raises(Refusal):
        rounds.edit(round, {"seats": 2}, by=PersonFactory(), at=now())
    enrolments.cancel(places[0], by=places[0].person, at=now())
    rounds.edit(round, {"seats": 2}, by=PersonFactory(), at=now())
    assert offered(round).seat_no == 1
    assert broken() == []


@pytest.mark.parametrize(
    "wrong",
    [
        lambda today, course: wishes.Need(today, today),
        lambda today, course: wishes.Need(today, today, course=course, curriculum=course.curriculum),
        lambda today, course: wishes.Need(today, today - timedelta(days=1), course=course),
    ],
)
def test_a_need_that_says_nothing_clear_is_refused(course, wrong):
    with pytest.raises(Refusal):
        wishes.ask(wrong(timezone.localdate(), course), by=PersonFactory(), at=now())
    assert not Wish.objects.exists()


def test_nobody_is_in_line_twice_for_the_same(course):
    first, today = WishFactory(course=course), timezone.localdate()
    with pytest.raises(Refusal):
        wishes.ask(wishes.Need(today, today, course=course), by=first.person, at=now())
    wishes.withdraw(first, by=first.person, at=now())
    assert wishes.ask(wishes.Need(today, today, course=course), by=first.person, at=now())


def test_a_wish_ends_with_its_day_and_the_person_is_told(course):
    wish = WishFactory(course=course)
    wishes.move_with_time(at=now() + timedelta(days=62))
    assert state(wish) == WishStatus.LAPSED
    assert Notice.objects.filter(person=wish.person, key=f"course-wish-{wish.pk}-over").exists()


def test_the_place_in_line_counts_who_asked_before(course):
    first, second = WishFactory(course=course), WishFactory(course=course)
    WishFactory(course=CourseFactory())
    assert [line.place_in_line(wish) for wish in (first, second)] == [1, 2]


def test_why_nothing_was_offered_yet_is_said_round_by_round(full, course):
    wish = wish_for(full, person=PersonFactory(kind="student"))
    RuleFactory(course=course, value=1)
    round_in(20, course, audience_kinds=["teacher"])
    enrol(round_in(40, course, seats=5), wish.person)
    said = [reason.words for reason in line.reasons(wish, now())]
    assert len(set(said)) == 3


def test_the_pages_ask_answer_and_leave(teacher, full):
    page = reverse("course-wish-new")
    assert full.course.name in teacher.read(page)
    data = {"course": full.course.code, "level_th": ""} | days("first_day", 0) | days("last_day", 60)
    teacher.post(page, data)
    wish = Wish.objects.get(person=teacher.person)
    own = reverse("course-wish", args=[wish.pk])
    assert str(full.center.public_name) in teacher.read(own)
    assert str(wish) in teacher.read(reverse("course-wishes"))
    teacher.post(reverse("course-wish-centers", args=[wish.pk]), {"centers": [full.center.pk]})
    assert wish.centers.get() == full.center
    give_up(full)
    offer = reverse("place-offer", args=[offered(full).pk])
    assert teacher.get(offer + "?answer=no").status_code == 200
    answer = teacher.post(reverse("place-offer-answer", args=[offered(full).pk, "yes"]))
    place = Enrolment.objects.get(person=teacher.person)
    assert answer["Location"] == reverse("enrolment", args=[place.pk])
    assert teacher.get(offer).status_code == 200


def test_a_wrong_form_says_so_and_keeps_what_was_typed(teacher, course):
    data = {"curriculum": "", "course": ""} | days("first_day", 0) | days("last_day", 60)
    answer = teacher.post(reverse("course-wish-new"), data)
    assert answer.status_code == 200 and not Wish.objects.exists()


def test_leaving_the_line_by_its_button(teacher, course):
    wish = WishFactory(course=course, person=teacher.person)
    teacher.post(reverse("course-wish-withdraw", args=[wish.pk]))
    assert state(wish) == WishStatus.WITHDRAWN


def test_anybody_reads_how_the_line_works_and_nobody_reads_anothers_wish(anyone, teacher, course):
    assert "24" in anyone.read(reverse("course-waiting-policy"))
    assert teacher.get(reverse("course-wish", args=[WishFactory(course=course).pk])).status_code == 404


def days(name, ahead):
    found = boxes(name, now() + timedelta(days=ahead))
    return {key: value for key, value in found.items() if not key.endswith(("_time", "_hour"))}


@pytest.mark.parametrize("seed", range(6))
def test_no_story_leaves_a_free_seat_beside_somebody_who_waits_for_it(course, seed):
    """Random enrolling, cancelling, asking, answering and resizing: after the jobs of each step nobody waits in vain."""
    dice, staff = random.Random(seed), PersonFactory()
    found = [
        round_in(10, course),
        round_in(10, CourseFactory(curriculum=course.curriculum)),
        round_in(20, course),
    ]
    people = [PersonFactory(kind=dice.choice(["teacher", "public"])) for _ in range(6)]

    def step(person, round):
        what = dice.choice(["enrol", "enrol", "cancel", "ask", "answer", "resize", "keep"])
        own = Enrolment.objects.live().filter(person=person).select_related("round", "person").first()
        offer = Offer.objects.filter(person=person, status="open").first()
        if what == "enrol":
            enrol(round, person)
        elif what == "cancel" and own:
            enrolments.cancel(own, by=person, at=now())
        elif what == "ask":
            today = timezone.localdate()
            wishes.ask(
                wishes.Need(today, today + timedelta(days=40), course=round.course), by=person, at=now()
            )
        elif what == "answer" and offer:
            if dice.random() < 0.5:
                offers.accept(offer, by=person, at=now())
            else:
                offers.decline(offer, by=person, at=now(), stay=dice.random() < 0.5)
        elif what == "resize":
            rounds.edit(round, {"seats": dice.randint(1, 3)}, by=staff, at=now())
        elif what == "keep":
            pools.add(round, Keep(uuid4().hex, 1, audience_kinds=("teacher",)), by=staff, at=now())

    for _ in range(40):
        try:
            with transaction.atomic():
                step(dice.choice(people), dice.choice(found))
        except Refusal:
            pass
        outbox.run_all_due()
        for round in Round.objects.filter(pk__in=[round.pk for round in found]).select_related(
            "course", "center"
        ):
            assert not (seats.free_seats(round).exists() and line.wanting(round, now()).exists())
    assert broken() == []


def test_the_beats_of_rounds_and_of_wishes_find_nothing_to_do_twice(full):
    wish_for(full)
    give_up(full)
    at = now()
    assert clock.move_with_time(at=at) == wishes.move_with_time(at=at) == 0


def test_another_affiliation_is_no_audience(full):
    full.audience_affiliations.add(AffiliationFactory(code="private", name_th="เอกชน"))
    wish = wish_for(full)
    give_up(full)
    assert state(wish) == WishStatus.OPEN
