"""What anyone finds, and how a teacher takes a place, sees it and gives it back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.accounts import PersonFactory
from tests.factories.centers import RoomFactory
from tests.factories.training import CourseFactory, a_date, enrol, finalised_round, open_round, plan_round
from tests.support.desks import signed_in
from training.actions import rounds
from training.models import Enrolment, Meeting, Mode, Round

pytestmark = pytest.mark.django_db
LINK = "https://meet.example.org/secret-room"


def page_of(round: Round) -> str:
    return reverse("round", args=[round.pk])


def virtual_round() -> Round:
    return open_round(dates=[a_date(None, mode=Mode.VIRTUAL, length=12, link=LINK)], room=RoomFactory())


def begins_in(round: Round, minutes: int) -> None:
    """Move the round's one meeting, and with it the round, to so many minutes from now."""
    starts_at = timezone.now() + timedelta(minutes=minutes)
    before = timezone.now() - timedelta(days=2)
    Round.objects.filter(pk=round.pk).update(
        opens_at=before, closes_at=before + timedelta(days=1), cancel_until=before + timedelta(days=1),
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=12),
    )  # fmt: skip
    Meeting.objects.filter(round=round).update(starts_at=starts_at, ends_at=starts_at + timedelta(hours=12))


def test_an_announced_round_is_on_the_public_list_with_its_free_seats(anyone):
    round = open_round(seats=7)
    page = anyone.read(reverse("rounds"))
    assert round.course.name_th in page
    assert page_of(round) in page


def test_a_draft_is_nowhere_to_be_seen(anyone):
    round = plan_round()
    assert round.course.name_th not in anyone.read(reverse("rounds"))
    assert anyone.get(page_of(round)).status_code == 404


@pytest.mark.parametrize(
    "narrowed",
    [
        lambda r: f"curriculum={r.course.curriculum_id}",
        lambda r: f"skill={r.course.skill_id}",
        lambda r: f"province={r.center.province_id}",
        lambda r: "mode=virtual",
        lambda r: "since=1/1/2569",
        lambda r: "until=1/1/2690",
        lambda r: "free=on",
        lambda r: f"q={r.course.name_en.replace(' ', '+')}",
    ],
)
def test_the_list_finds_the_round_by_what_it_is(anyone, narrowed):
    round = virtual_round()
    assert page_of(round) in anyone.read(f"{reverse('rounds')}?{narrowed(round)}")


@pytest.mark.parametrize("narrowed", ["mode=elearning", "since=1/1/2690", "until=1/1/2569", "q=zzz"])
def test_the_list_leaves_out_what_does_not_match(anyone, narrowed):
    round = virtual_round()
    assert page_of(round) not in anyone.read(f"{reverse('rounds')}?{narrowed}")


def test_a_full_round_is_left_out_where_free_seats_are_asked_for(anyone):
    round = open_round(seats=1)
    enrol(round)
    assert page_of(round) not in anyone.read(f"{reverse('rounds')}?free=on")


def test_a_passer_by_is_led_to_sign_in_and_back(anyone):
    round = open_round()
    assert f"?next={page_of(round)}" in anyone.read(page_of(round))


def test_a_teacher_enrols_by_one_press(teacher):
    round = open_round()
    page = teacher.read(page_of(round))
    key = page.split('name="idempotency_key" value="')[1].split('"')[0]
    response = teacher.post(reverse("round-enrol", args=[round.pk]), {"idempotency_key": key}, follow=True)
    enrolment = Enrolment.objects.get(person=teacher.person)
    assert enrolment.seat_no == 1
    assert response.redirect_chain[-1][0] == reverse("enrolment", args=[enrolment.pk])


def test_pressing_twice_gives_the_same_place(teacher):
    round, key = open_round(), uuid4().hex
    answers = [
        teacher.post(reverse("round-enrol", args=[round.pk]), {"idempotency_key": key})["Location"]
        for _ in range(2)
    ]
    assert answers[0] == answers[1] == reverse("enrolment", args=[Enrolment.objects.get().pk])


@pytest.mark.parametrize("key", ["", "nonsense", "0" * 31])
def test_a_broken_key_writes_nothing(teacher, key):
    round = open_round()
    assert teacher.post(reverse("round-enrol", args=[round.pk]), {"idempotency_key": key}).status_code == 302
    assert not Enrolment.objects.exists()


def test_a_refusal_is_shown_on_the_page_of_the_round(teacher):
    round = open_round(audience_kinds=["student"])
    key = {"idempotency_key": uuid4().hex}
    page = teacher.post(reverse("round-enrol", args=[round.pk]), key, follow=True).content.decode()
    assert round.shuts_out(teacher.person) in page


def test_a_full_round_offers_the_waiting_list_and_others_with_seats(teacher):
    course = CourseFactory()
    full, other = open_round(seats=1, course=course), open_round(course=course)
    enrol(full)
    assert page_of(other) in teacher.read(page_of(full))


def test_a_called_off_round_says_why(anyone):
    round = open_round()
    rounds.call_off(round, by=PersonFactory(), at=timezone.now(), reason="น้ำท่วม")
    assert "น้ำท่วม" in anyone.read(page_of(round))


def test_the_joining_link_is_on_no_public_page(anyone, teacher):
    round = virtual_round()
    enrol(round, teacher.person)
    begins_in(round, 10)
    for desk in (anyone, teacher):
        assert LINK not in desk.read(page_of(round))


def test_whoever_waits_never_sees_the_joining_link(teacher):
    round = open_round(
        dates=[a_date(None, mode=Mode.VIRTUAL, length=12, link=LINK)], room=RoomFactory(), seats=1
    )
    enrol(round)
    enrolment = enrol(round, teacher.person)
    begins_in(round, 10)
    assert LINK not in teacher.read(reverse("enrolment", args=[enrolment.pk]))


def test_somebody_elses_place_is_not_found(teacher):
    other = enrol(open_round())
    assert teacher.get(reverse("enrolment", args=[other.pk])).status_code == 404
    assert teacher.post(reverse("enrolment-cancel", args=[other.pk])).status_code == 404


def test_a_teacher_gives_her_place_back(teacher):
    enrolment = enrol(open_round(), teacher.person)
    teacher.post(reverse("enrolment-cancel", args=[enrolment.pk]))
    assert Enrolment.objects.get().status == "cancelled"


def test_my_courses_show_what_comes_and_what_was(teacher):
    coming = enrol(open_round(), teacher.person)
    page = teacher.read(reverse("my-enrolments"))
    assert coming.round.course.name_th in page


def test_a_completed_course_shows_the_hours_earned():
    round = finalised_round(people=1)
    enrolment = Enrolment.objects.get(round=round)
    own = signed_in(enrolment.person)
    for page in (reverse("my-enrolments"), reverse("enrolment", args=[enrolment.pk])):
        assert "12" in own.read(page)


def test_english_is_one_click_away(anyone):
    round = open_round()
    anyone.client.cookies["django_language"] = "en"
    assert round.course.name_en in anyone.read(page_of(round))


def test_the_list_costs_the_same_for_one_round_and_three(anyone):
    open_round()
    one = anyone.cost(reverse("rounds"))
    open_round(), open_round()
    assert anyone.cost(reverse("rounds")) == one


def test_a_round_costs_the_same_for_one_meeting_and_three(teacher):
    room = RoomFactory()
    small = open_round(room=room, dates=[a_date(room, length=12)])
    large = open_round(room=room, dates=[a_date(room, day=day) for day in (8, 9, 10)])
    assert teacher.cost(page_of(small)) == teacher.cost(page_of(large))


def test_my_courses_cost_the_same_for_one_and_three(teacher):
    room = RoomFactory()
    days = iter(range(7, 30))
    first = enrol(open_round(room=room, dates=[a_date(room, day=next(days), length=12)]), teacher.person)
    one = teacher.cost(reverse("my-enrolments"))
    for _ in range(2):
        enrol(open_round(room=room, dates=[a_date(room, day=next(days), length=12)]), teacher.person)
    assert teacher.cost(reverse("my-enrolments")) == one
    teacher.cost(reverse("enrolment", args=[first.pk]))
