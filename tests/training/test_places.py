"""Who gets a place in a round, who waits, and who is next."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from centers.models import Affiliation
from hcec.accounts.models import Notice
from hcec.core.models import AuditEntry
from tests.factories.accounts import PersonFactory
from tests.factories.centers import AffiliationFactory, RoomFactory, WorkplaceFactory
from tests.factories.training import a_date, enrol, open_round, plan_round
from training.actions import enrolments, rounds
from training.lifecycles import EnrolmentStatus
from training.models import Enrolment, Mode, Round, Seat
from training.refusals import Refusal

pytestmark = pytest.mark.django_db


def reread(enrolment: Enrolment) -> Enrolment:
    return Enrolment.objects.select_related("round").get(pk=enrolment.pk)


def test_the_first_to_enrol_gets_seat_one():
    enrolment = enrol(open_round())
    assert (enrolment.status, enrolment.seat_no) == (EnrolmentStatus.ENROLLED, 1)


def test_whoever_comes_after_the_last_seat_waits_in_order():
    round = open_round(seats=1)
    enrol(round)
    assert [enrol(round).wait_no for _ in range(3)] == [1, 2, 3]


def test_a_cancelled_place_goes_to_the_first_in_line():
    round = open_round(seats=1)
    first, second, third = enrol(round), enrol(round), enrol(round)
    enrolments.cancel(first, by=first.person, at=timezone.now())
    assert reread(second).seat_no == 1
    assert reread(third).status == EnrolmentStatus.WAITING


def test_the_one_who_moves_up_is_told():
    round = open_round(seats=1)
    first, second = enrol(round), enrol(round)
    enrolments.cancel(first, by=first.person, at=timezone.now())
    assert Notice.objects.filter(person=second.person, key=f"enrolment-{second.pk}-promoted").exists()


def test_a_person_who_is_elsewhere_then_is_passed_over():
    round = open_round(seats=1)
    first, busy, free = enrol(round), enrol(round), enrol(round)
    enrol(open_round(seats=1), busy.person)
    enrolments.cancel(first, by=first.person, at=timezone.now())
    assert reread(busy).status == EnrolmentStatus.WAITING
    assert reread(free).status == EnrolmentStatus.ENROLLED


def test_a_freed_seat_number_is_given_again():
    round = open_round(seats=3)
    one, two = enrol(round), enrol(round)
    enrolments.cancel(one, by=one.person, at=timezone.now())
    assert (enrol(round).seat_no, enrol(round).seat_no) == (1, 3)
    assert two.seat_no == 2


def test_the_same_key_gives_the_same_answer():
    round, person, key = open_round(), PersonFactory(), uuid4()
    first = enrolments.enrol(round, person=person, key=key, at=timezone.now())
    again = enrolments.enrol(round, person=person, key=key, at=timezone.now())
    assert again.pk == first.pk
    assert Enrolment.objects.count() == 1


def test_a_key_of_another_person_is_refused():
    round, key = open_round(), uuid4()
    enrolments.enrol(round, person=PersonFactory(), key=key, at=timezone.now())
    with pytest.raises(Refusal):
        enrolments.enrol(round, person=PersonFactory(), key=key, at=timezone.now())


def test_nobody_enrols_twice_in_a_round():
    round, person = open_round(), PersonFactory()
    enrol(round, person)
    with pytest.raises(Refusal):
        enrol(round, person)


def test_after_cancelling_a_person_may_enrol_again():
    round, person = open_round(), PersonFactory()
    enrolments.cancel(enrol(round, person), by=person, at=timezone.now())
    assert enrol(round, person).seat_no == 1


def test_enrolment_waits_for_its_opening():
    round = open_round(opens_at=timezone.now() + timedelta(hours=1))
    with pytest.raises(Refusal):
        enrol(round)


def test_enrolment_ends_with_its_window():
    round = open_round()
    Round.objects.filter(pk=round.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(Refusal):
        enrol(round)


def test_a_draft_takes_nobody():
    with pytest.raises(Refusal):
        enrol(plan_round())


def test_a_kind_of_person_outside_the_audience_is_refused_with_both_kinds_named():
    round = open_round(audience_kinds=["teacher"])
    with pytest.raises(Refusal) as refusal:
        enrol(round, PersonFactory(kind="student"))
    assert str(PersonFactory.build(kind="student").get_kind_display()) in str(refusal.value)


def test_an_affiliation_outside_the_audience_is_refused():
    round = open_round()
    round.audience_affiliations.set([AffiliationFactory()])
    other = AffiliationFactory(code="opec", name_th="สช.")
    with pytest.raises(Refusal):
        enrol(round, WorkplaceFactory(affiliation=other).person)


def test_an_affiliation_of_the_audience_gets_in():
    round = open_round()
    round.audience_affiliations.set([AffiliationFactory()])
    assert (
        enrol(round, WorkplaceFactory(affiliation=Affiliation.objects.get(code="obec")).person).seat_no == 1
    )


def test_nobody_enrols_without_a_name_for_the_certificate():
    nameless = PersonFactory(first_name_th="", last_name_th="", first_name_en="", last_name_en="")
    with pytest.raises(Refusal):
        enrol(open_round(), nameless)


def test_nobody_sits_in_two_rounds_at_the_same_hour():
    person = PersonFactory()
    enrol(open_round(), person)
    with pytest.raises(Refusal):
        enrol(open_round(), person)


def test_e_learning_of_two_rounds_may_overlap():
    person = PersonFactory()
    for _ in range(2):
        dates = [a_date(None, mode=Mode.ELEARNING, length=12)]
        assert enrol(open_round(dates=dates, room=RoomFactory()), person).seat_no == 1


def test_after_the_last_day_for_it_only_the_center_cancels():
    round = open_round()
    enrolment = enrol(round)
    late = round.cancel_until + timedelta(minutes=1)
    with pytest.raises(Refusal):
        enrolments.cancel(enrolment, by=enrolment.person, at=late)
    staff = PersonFactory()
    assert enrolments.cancel(enrolment, by=staff, at=late, reason="ป่วย").cancelled_by == staff


def test_cancelling_twice_is_refused():
    enrolment = enrol(open_round())
    enrolments.cancel(enrolment, by=enrolment.person, at=timezone.now())
    with pytest.raises(Exception, match="."):
        enrolments.cancel(enrolment, by=enrolment.person, at=timezone.now())


def test_enrolling_leaves_a_trace():
    enrolment = enrol(open_round())
    entry = AuditEntry.objects.get(verb="enrolment.made")
    assert (entry.subject_id, entry.actor_id) == (str(enrolment.pk), enrolment.person_id)


def test_more_seats_go_to_the_waiting_list_at_once():
    round = open_round(seats=1)
    enrol(round)
    second, third = enrol(round), enrol(round)
    rounds.edit(round, {"seats": 3}, by=PersonFactory(), at=timezone.now())
    assert [reread(second).seat_no, reread(third).seat_no] == [2, 3]


def test_a_round_cannot_have_fewer_seats_than_people():
    round = open_round(seats=2)
    enrol(round), enrol(round)
    with pytest.raises(Refusal):
        rounds.edit(round, {"seats": 1}, by=PersonFactory(), at=timezone.now())


def test_fewer_seats_move_whoever_sat_beyond_the_end():
    round = open_round(seats=3)
    one, two, three = enrol(round), enrol(round), enrol(round)
    enrolments.cancel(one, by=one.person, at=timezone.now())
    rounds.edit(round, {"seats": 2}, by=PersonFactory(), at=timezone.now())
    assert sorted([reread(two).seat_no, reread(three).seat_no]) == [1, 2]
    assert Seat.objects.filter(round=round).count() == 2


def test_the_database_refuses_a_seat_that_the_round_does_not_have():
    enrolment = enrol(open_round(seats=1))
    with pytest.raises(IntegrityError, match="training_a_seat_is_of_this_round"), transaction.atomic():
        Enrolment.objects.filter(pk=enrolment.pk).update(seat_no=2)


def test_the_database_refuses_one_seat_for_two():
    round = open_round(seats=2)
    enrol(round)
    other = enrol(round)
    with pytest.raises(IntegrityError, match="training_a_seat_is_one_persons"), transaction.atomic():
        Enrolment.objects.filter(pk=other.pk).update(seat_no=1)
