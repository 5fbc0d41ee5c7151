"""Heads nominate teachers and approve what they ask, from the mail and with a stand-in; places are held, never sold twice (F4)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from committees.models import PostKind, Tenure
from hcec.accounts.models import Notice
from tests.factories.accounts import PersonFactory
from tests.factories.centers import SchoolFactory, ServiceAreaFactory, WorkplaceFactory
from tests.factories.committees import holds
from tests.factories.training import a_nomination, a_request, enrol, open_round, teacher_of
from tests.support.desks import passer_by, signed_in
from training.actions import clock, enrolments, nominations, rounds
from training.integrity import INVARIANTS
from training.lifecycles import EnrolmentStatus, NominationStatus
from training.models import Enrolment, Nomination, Round
from training.refusals import Refusal

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def school():
    return SchoolFactory(area=ServiceAreaFactory())


@pytest.fixture
def head(school):
    return holds(school)


@pytest.fixture
def deputy(school):
    return holds(school, PostKind.SCHOOL_DEPUTY)


@pytest.fixture
def area_head(school):
    return holds(school.area, PostKind.AREA_DIRECTOR)


def reread(nomination):
    return Nomination.objects.select_related("enrolment__person", "enrolment__round").get(pk=nomination.pk)


def answer(nomination, move="approve", *, by, at=None, reason=""):
    return nominations.answer(nomination, move, by=by, at=at or timezone.now(), reason=reason)


def whole():
    """Every truth about rounds still holds."""
    assert {i.name: broken for i in INVARIANTS if (broken := i.broken())} == {}


def link_to(person):
    return Notice.objects.filter(person=person, path__startswith="/answer/").latest("created_at").path


def test_a_head_nominates_teachers_of_her_school_and_their_places_are_held(school, head):
    round, people = open_round(seats=3), [teacher_of(school) for _ in range(3)]
    made = nominations.nominate(round, people, school=school, key=uuid4(), by=head, at=timezone.now())
    assert [n.enrolment.status for n in made] == [EnrolmentStatus.HELD] * 3
    assert enrol(round).status == EnrolmentStatus.WAITING
    assert Notice.objects.filter(person__in=people, path__startswith="/answer/").count() == 3
    whole()


def test_the_same_form_twice_nominates_once(school, head):
    round, person, key = open_round(), teacher_of(school), uuid4()
    for _ in range(2):
        made = nominations.nominate(round, [person], school=school, key=key, by=head, at=timezone.now())
    assert len(made) == 1 and Nomination.objects.count() == 1


def test_one_teacher_of_another_school_and_nobody_is_nominated(school, head):
    stranger = teacher_of(SchoolFactory())
    with pytest.raises(Refusal, match=stranger.last_name_th):
        nominations.nominate(
            open_round(),
            [teacher_of(school), stranger],
            school=school,
            key=uuid4(),
            by=head,
            at=timezone.now(),
        )
    assert not Enrolment.objects.exists()


def test_nobody_else_nominates(school, head):
    with pytest.raises(Refusal):
        a_nomination(school, by=teacher_of(school))


def test_the_teacher_says_yes_and_the_head_is_told(school, head):
    made = a_nomination(school, by=head)
    answer(made, "accept", by=made.enrolment.person)
    assert reread(made).enrolment.status == EnrolmentStatus.ENROLLED
    assert Notice.objects.filter(person=head, key__contains="agreed").exists()
    whole()


def test_the_teacher_says_no_and_the_next_in_line_gets_the_place(school, head):
    made = a_nomination(school, by=head, seats=1)
    waiting = enrol(made.enrolment.round)
    answer(made, "decline", by=made.enrolment.person)
    assert Enrolment.objects.get(pk=waiting.pk).status == EnrolmentStatus.ENROLLED
    assert reread(made).enrolment.status == EnrolmentStatus.CANCELLED
    whole()


def test_nobody_says_yes_for_the_teacher(school, head):
    made = a_nomination(school, by=head)
    with pytest.raises(Refusal):
        answer(made, "accept", by=head)
    with pytest.raises(IntegrityError, match="training_who_asked_does_not_answer"), transaction.atomic():
        Nomination.objects.update(status="agreed", answered_by=head, answered_at=made.made_at)


def test_a_round_that_asks_the_head_holds_the_seat_until_she_approves(school, head):
    asked = a_request(school)
    assert (asked.status, asked.enrolment.status) == (NominationStatus.ASKED, EnrolmentStatus.HELD)
    answer(asked, by=head)
    assert reread(asked).enrolment.status == EnrolmentStatus.ENROLLED
    assert Notice.objects.filter(person=asked.enrolment.person, key__contains="agreed").exists()


def test_the_stand_in_approves_as_well_and_once_is_enough(school, head, deputy):
    asked = a_request(school)
    answer(asked, by=deputy)
    with pytest.raises(Refusal):
        answer(asked, by=head)
    assert reread(asked).answered_by == deputy


def test_nobody_approves_her_own(school, head, deputy, area_head):
    asked = a_request(school, person=deputy_at(school, deputy))
    with pytest.raises(Refusal):
        answer(asked, by=deputy)
    with pytest.raises(IntegrityError, match="training_who_asked_does_not_answer"), transaction.atomic():
        Nomination.objects.update(status="agreed", answered_by=deputy, answered_at=asked.made_at)


def deputy_at(school, deputy):
    WorkplaceFactory(person=deputy, school=school, affiliation=school.affiliation, province=school.province)
    return deputy


def test_a_heads_own_request_goes_straight_up(school, head, deputy, area_head):
    asked = a_request(school, person=deputy_at(school, head))
    assert asked.status == NominationStatus.PASSED_UP
    with pytest.raises(Refusal):
        answer(asked, by=deputy)
    answer(asked, by=area_head)


def test_where_nobody_could_approve_it_nobody_is_enrolled(school):
    with pytest.raises(Refusal):
        a_request(school)
    assert not Enrolment.objects.exists()


def test_a_student_needs_no_approval(school, head):
    pupil = teacher_of(school, kind="student")
    assert enrol(open_round(head_approval="lapse"), pupil).status == EnrolmentStatus.ENROLLED


def test_no_answer_in_five_days_lapses_and_the_place_goes_on(school, head):
    asked = a_request(school, seats=1)
    waiting = enrol(asked.enrolment.round, teacher_of(school, kind="student"))
    assert asked.answer_by == asked.made_at + 5 * DAY
    clock.move_with_time(at=asked.answer_by - timedelta(seconds=1))
    assert reread(asked).is_open
    clock.move_with_time(at=asked.answer_by)
    assert reread(asked).enrolment.status == EnrolmentStatus.UNANSWERED
    assert Enrolment.objects.get(pk=waiting.pk).status == EnrolmentStatus.ENROLLED
    assert Notice.objects.filter(person=head, key__contains="lapsed").exists()
    whole()


def test_or_goes_up_to_the_service_area_as_the_round_says(school, head, area_head):
    asked = a_request(school, asks="pass_up")
    clock.move_with_time(at=asked.answer_by)
    up = reread(asked)
    assert up.status == NominationStatus.PASSED_UP and up.answer_by > asked.answer_by
    with pytest.raises(Refusal):
        answer(asked, by=head, at=asked.answer_by)
    answer(asked, by=area_head, at=asked.answer_by)
    assert reread(asked).enrolment.status == EnrolmentStatus.ENROLLED


def test_what_went_up_unanswered_lapses_by_the_last_day_to_cancel(school, head, area_head):
    asked = a_request(school, asks="pass_up")
    for _ in range(3):
        clock.move_with_time(at=reread(asked).answer_by)
    assert reread(asked).status == NominationStatus.LAPSED
    assert reread(asked).answer_by <= asked.enrolment.round.cancel_until


def test_an_answer_after_its_time_is_refused(school, head):
    asked = a_request(school)
    with pytest.raises(Refusal):
        answer(asked, by=head, at=asked.answer_by)


def test_a_head_says_no_only_with_a_reason_which_the_teacher_reads(school, head):
    asked = a_request(school)
    with pytest.raises(Refusal):
        answer(asked, "decline", by=head)
    answer(asked, "decline", by=head, reason="ตรงกับวันสอบปลายภาค")
    assert (
        "ตรงกับวันสอบปลายภาค"
        in Notice.objects.get(person=asked.enrolment.person, key__contains="declined").body
    )
    assert reread(asked).enrolment.status == EnrolmentStatus.CANCELLED


def test_in_a_full_round_the_request_waits_in_line_and_a_place_is_held_when_one_comes_free(school, head):
    round = open_round(seats=1, head_approval="lapse")
    first = enrol(round, teacher_of(school, kind="student"))
    second = enrol(round, teacher_of(school))
    asked = Nomination.objects.get(enrolment=second)
    assert second.status == EnrolmentStatus.WAITING
    enrolments.cancel(first, by=first.person, at=timezone.now())
    assert reread(asked).enrolment.status == EnrolmentStatus.HELD
    whole()


def test_approved_in_line_she_goes_on_waiting_and_gets_the_place_without_a_question(school, head):
    round = open_round(seats=1, head_approval="lapse")
    first = enrol(round, teacher_of(school, kind="student"))
    asked = Nomination.objects.get(enrolment=enrol(round, teacher_of(school)))
    answer(asked, by=head)
    enrolments.cancel(first, by=first.person, at=timezone.now())
    assert reread(asked).enrolment.status == EnrolmentStatus.ENROLLED


def test_whoever_cancels_her_held_place_takes_her_request_back(school, head):
    asked = a_request(school)
    place = asked.enrolment
    enrolments.cancel(place, by=place.person, at=timezone.now())
    assert reread(asked).status == NominationStatus.WITHDRAWN
    assert Notice.objects.filter(person=head, key__contains="withdrawn").exists()
    whole()


def test_a_head_takes_her_nomination_back(school, head, deputy):
    made = a_nomination(school, by=head)
    nominations.withdraw(made, by=deputy, at=timezone.now())
    assert reread(made).status == NominationStatus.WITHDRAWN
    with pytest.raises(Refusal):
        answer(made, "accept", by=made.enrolment.person)


def test_a_round_called_off_asks_nobody_any_more(school, head):
    asked = a_request(school)
    rounds.call_off(asked.enrolment.round, by=PersonFactory(), at=timezone.now(), reason="น้ำท่วม")
    assert reread(asked).status == NominationStatus.WITHDRAWN
    whole()


def test_two_answers_are_one(school, head):
    asked = a_request(school)
    answer(asked, by=head)
    answer(asked, by=head)
    assert Notice.objects.filter(key__contains=f"nomination-{asked.pk}-agreed").count() == 1


def test_the_link_of_the_mail_opens_a_page_with_one_button_and_writes_nothing(school, head):
    asked = a_request(school)
    page = passer_by().read(link_to(head))
    assert asked.enrolment.person.last_name_th in page and reread(asked).is_open
    assert page.count("button-main") == 1


def test_one_press_there_approves_without_signing_in(school, head):
    asked = a_request(school)
    anyone, link = passer_by(), link_to(head)
    answer_to = anyone.post(link, {"move": "approve"})
    assert answer_to.url == link and answer_to["Referrer-Policy"] == "no-referrer"
    assert reread(asked).answered_by == head
    assert "button-main" not in anyone.read(link)


def test_the_stand_ins_link_is_her_own_and_is_of_no_use_after_the_heads_answer(school, head, deputy):
    asked = a_request(school)
    passer_by().post(link_to(head), {"move": "approve"})
    passer_by().post(link_to(deputy), {"move": "decline", "reason": "x"})
    assert (reread(asked).status, reread(asked).answered_by) == (NominationStatus.AGREED, head)


def test_a_link_of_somebody_who_no_longer_heads_the_school_does_nothing(school, head):
    asked = a_request(school)
    Tenure.objects.update(ends_on=timezone.localdate() - DAY)
    passer_by().post(link_to(head), {"move": "approve"})
    assert reread(asked).is_open


def test_a_link_with_a_wrong_sign_leads_nowhere(school, head):
    a_request(school)
    link = link_to(head)
    passer_by().read(f"{link[:-4]}xxx/", 404)


def test_a_no_without_a_reason_is_asked_for_one_and_the_page_stays(school, head):
    a_request(school)
    answer_to = passer_by().post(link_to(head), {"move": "decline"})
    assert answer_to.status_code == 200 and Nomination.objects.open().exists()


def test_the_head_nominates_on_the_rounds_page(school, head):
    round, people = open_round(seats=12), [teacher_of(school) for _ in range(12)]
    desk, page = signed_in(head), reverse("round-nominate", args=[Round.objects.get().pk])
    assert page in desk.read(reverse("round", args=[round.pk]))
    desk.cost(page)
    form = {"people": [p.pk for p in people], "note": "ทีมวิชาการ", "idempotency_key": str(uuid4())}
    for _ in range(2):
        assert desk.post(page, form).url == reverse("nominations")
    assert Nomination.objects.count() == 12
    desk.cost(reverse("nominations"))


def test_pages_of_a_nomination_are_for_those_concerned(school, head, area_head):
    asked = a_request(school)
    page = reverse("nomination", args=[asked.pk])
    for person in (head, asked.enrolment.person):
        signed_in(person).cost(page)
    for person in (area_head, teacher_of(school)):
        signed_in(person).read(page, 404)


def test_what_waits_for_an_answer_stands_on_the_home_page(school, head):
    a_request(school)
    assert reverse("nominations") in signed_in(head).read(reverse("home"))


def test_a_persons_page_of_a_held_place_leads_to_the_question(school, head):
    made = a_nomination(school, by=head)
    page = signed_in(made.enrolment.person).read(reverse("enrolment", args=[made.enrolment_id]))
    assert reverse("nomination", args=[made.pk]) in page


def test_a_manager_says_what_a_round_asks_of_heads(manager, room):
    round = open_round(room=room)
    form = manager.get(reverse("manage-round-edit", args=[round.pk])).context["form"]
    assert "head_approval" in form.fields
