"""Self-paced lessons: written, released, frozen; worked through in order, judged on the server, counted (3.1.2)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory
from tests.factories.lessons import a_learning, a_lesson, e_learning
from tests.factories.training import a_date, enrol, open_round
from tests.support.desks import signed_in
from training.actions import attendance, learning, lessons, meetings
from training.models import (
    Attempt,
    Attendance,
    Choice,
    Learning,
    Lesson,
    LessonVersion,
    Mode,
    Question,
    Step,
    StepDone,
)
from training.refusals import Refusal

pytestmark = pytest.mark.django_db


def soon(begun, minutes=10):
    return begun.meeting.starts_at + timedelta(minutes=minutes)


def step(begun, number):
    return Step.objects.get(version=begun.version_id, number=number)


def finish(begun, number):
    return learning.finish_step(begun, step(begun, number), by=begun.enrolment.person, at=soon(begun))


def ticks(begun, *answers):
    """The choices with these letters, question by question."""
    asked = Question.objects.filter(step=step(begun, 3)).order_by("pk")
    return {
        question.pk: set(question.choices.filter(text__in=letters).values_list("pk", flat=True))
        for question, letters in zip(asked, answers, strict=True)
    }


def answer(begun, *answers):
    given = ticks(begun, *answers)
    return learning.answer(begun, step(begun, 3), given, by=begun.enrolment.person, at=soon(begun))


def minutes(begun):
    return Attendance.objects.filter(enrolment=begun.enrolment_id).values_list("minutes", flat=True).first()


@pytest.fixture
def begun():
    return a_learning()


@pytest.fixture
def at_the_quiz(begun):
    finish(begun, 1), finish(begun, 2)
    return begun


# ---- working through


def test_a_lesson_is_done_when_every_step_is_and_counts_the_whole_meeting(at_the_quiz):
    assert answer(at_the_quiz, "B", "AC").passed
    at_the_quiz.refresh_from_db()
    assert at_the_quiz.done_at and minutes(at_the_quiz) == at_the_quiz.meeting.minutes


def test_what_was_done_so_far_counts_by_its_share(begun):
    finish(begun, 1)
    assert minutes(begun) == begun.meeting.minutes // 3


def test_steps_come_in_their_order(begun):
    with pytest.raises(Refusal, match="อ่าน"):
        finish(begun, 2)


def test_a_quiz_is_not_done_without_answers(at_the_quiz):
    with pytest.raises(Refusal):
        finish(at_the_quiz, 3)
    with pytest.raises(IntegrityError, match="training_a_step_is_done_of_the_version"):
        StepDone.objects.create(learning=at_the_quiz, step=step(at_the_quiz, 3), at=soon(at_the_quiz))


@pytest.mark.parametrize(
    ("answers", "right"),
    [(("B", "AC"), 2), (("B", "A"), 1), (("AB", "AC"), 1), (("A", "B"), 0), (("B", "ABC"), 1)],
)
def test_a_question_is_right_when_exactly_its_right_answers_are_ticked(at_the_quiz, answers, right):
    attempt = answer(at_the_quiz, *answers)
    assert (attempt.right, attempt.of, attempt.passed) == (right, 2, right == 2)


def test_every_attempt_is_kept_and_never_rewritten(at_the_quiz):
    answer(at_the_quiz, "A", "B"), answer(at_the_quiz, "B", "AC")
    assert list(Attempt.objects.order_by("number").values_list("number", "passed")) == [(1, False), (2, True)]
    with pytest.raises(Exception, match="Cannot update or delete"):
        Attempt.objects.update(passed=True)


def test_an_unanswered_question_counts_nothing(at_the_quiz):
    with pytest.raises(Refusal):
        answer(at_the_quiz, "B", "")
    assert not Attempt.objects.exists()


def test_choices_of_another_question_are_no_answers(at_the_quiz):
    given = ticks(at_the_quiz, "B", "AC")
    first, second = sorted(given)
    mixed = {first: given[first] | given[second], second: given[second]}
    by = at_the_quiz.enrolment.person
    assert learning.answer(at_the_quiz, step(at_the_quiz, 3), mixed, by=by, at=soon(at_the_quiz)).right == 2


def test_two_presses_are_one_step(begun):
    finish(begun, 1), finish(begun, 1)
    assert StepDone.objects.count() == 1


def test_beginning_twice_is_one_learning(begun):
    assert learning.begin(begun.meeting, begun.enrolment.person, at=soon(begun)) == begun


@pytest.mark.parametrize("minutes", [-1, 360])
def test_nothing_is_worked_through_outside_the_time(minutes):
    meeting = e_learning(CenterFactory())
    place = enrol(meeting.round)
    with pytest.raises(Refusal):
        learning.begin(meeting, place.person, at=meeting.starts_at + timedelta(minutes=minutes))


def test_whoever_has_no_place_learns_nothing_here():
    meeting = e_learning(CenterFactory())
    with pytest.raises(Refusal):
        learning.begin(meeting, PersonFactory(), at=meeting.starts_at)


def test_what_staff_have_recorded_stays(begun):
    attendance.record(begun.meeting, {begun.enrolment_id: 7}, by=PersonFactory(), at=soon(begun))
    finish(begun, 1)
    assert minutes(begun) == 7


@given(of=st.integers(1, 24_000), steps=st.integers(1, 60))
def test_the_share_grows_to_exactly_the_minutes_of_the_meeting(of, steps):
    shares = [learning.minutes_for(of, ready, steps) for ready in range(steps + 1)]
    assert shares == sorted(shares) and (shares[0], shares[-1]) == (0, of)


# ---- writing and freezing


def by_and_at(lesson):
    return {"by": lesson.created_by, "at": lesson.created_at}


@pytest.mark.parametrize(
    ("model", "change"), [(Step, {"title": "x"}), (Question, {"text": "x"}), (Choice, {"right": True})]
)
def test_a_version_that_is_released_stands_in_the_database(model, change):
    a_lesson(released=True)
    with pytest.raises(IntegrityError, match="training_a_released_version_stands"):
        model.objects.update(**change)


def test_a_released_version_is_taken_back_until_somebody_has_begun():
    lesson = a_lesson(released=True)
    assert lessons.take_back(lesson, **by_and_at(lesson)).released_at is None


def test_what_somebody_has_begun_is_never_a_draft_again(begun):
    lesson = begun.version.lesson
    with pytest.raises(Refusal):
        lessons.take_back(lesson, **by_and_at(lesson))
    with pytest.raises(IntegrityError, match="training_a_version_that_somebody_began_stands"):
        LessonVersion.objects.update(released_at=None, released_by=None)


def test_a_new_version_is_a_copy_and_those_who_began_go_on_with_theirs(begun):
    lesson = begun.version.lesson
    draft = lessons.new_version(lesson, **by_and_at(lesson))
    assert list(draft.steps.values_list("title", flat=True).order_by("number")) == ["อ่าน", "ดู", "ทำ"]
    assert Choice.objects.filter(question__step__version=draft, right=True).count() == 3
    lessons.release(lesson, **by_and_at(lesson))
    finish(begun, 1)
    other = enrol(begun.meeting.round)
    assert learning.begin(begun.meeting, other.person, at=soon(begun)).version == draft
    assert Learning.objects.get(pk=begun.pk).version.number == 1


def test_an_empty_lesson_and_a_quiz_without_questions_are_not_released():
    lesson = lessons.write(
        CenterFactory(), name="ว่าง", pass_percent=60, by=PersonFactory(), at=a_lesson().created_at
    )
    with pytest.raises(Refusal):
        lessons.release(lesson, **by_and_at(lesson))
    quiz = {"kind": "quiz", "title": "ทำ", "text": "", "link": ""}
    lessons.put_step(lesson, None, quiz, **by_and_at(lesson))
    with pytest.raises(Refusal, match="ทำ"):
        lessons.release(lesson, **by_and_at(lesson))


@pytest.mark.parametrize(
    "choices", [[("A", True)], [("A", False), ("B", False)], [("A", True), ("A", False)]]
)
def test_a_question_has_two_different_answers_and_a_right_one(choices):
    quiz = a_lesson().versions.get().steps.get(kind="quiz")
    with pytest.raises(Refusal):
        lessons.put_question(quiz, None, "?", choices, **by_and_at(quiz.version.lesson))


def test_steps_are_moved_up_and_taken_out():
    lesson = a_lesson()
    steps = lesson.versions.get().steps
    lessons.move_step(lesson, steps.get(number=2), **by_and_at(lesson))
    assert list(steps.order_by("number").values_list("title", flat=True)) == ["ดู", "อ่าน", "ทำ"]
    lessons.remove_step(lesson, steps.get(number=1), **by_and_at(lesson))
    assert list(steps.order_by("number").values_list("number", "title")) == [(1, "อ่าน"), (2, "ทำ")]


def test_a_lesson_of_another_center_is_put_to_no_meeting():
    meeting = e_learning(CenterFactory())
    with pytest.raises(Refusal, match="ศูนย์อื่น"):
        lessons.put_to(meeting, a_lesson(released=True), by=meeting.round.created_by, at=meeting.starts_at)


def test_a_meeting_at_which_somebody_learnt_stays(center):
    dates = [a_date(None, mode=Mode.ELEARNING, day=day) for day in (7, 8)]
    round = open_round(center=center, dates=dates)
    first, place = round.meetings.earliest("starts_at"), enrol(round)
    lessons.put_to(first, a_lesson(center, released=True), by=round.created_by, at=round.opens_at)
    learning.begin(first, place.person, at=first.starts_at)
    with pytest.raises(Refusal, match="ออนไลน์"):
        meetings.remove(first, by=round.created_by, at=round.opens_at)


# ---- pages


def go(name, *args):
    return reverse(name, args=args)


def test_a_manager_writes_a_lesson_in_forms_and_puts_it_to_a_meeting(manager, center):
    page = manager.post(
        go("manage-lessons"), {"center": center.pk, "name": "ฟังให้เข้าใจ", "pass_percent": "60"}
    ).url
    lesson = Lesson.objects.get()
    new = go("manage-step-new", lesson.pk)
    manager.post(new, {"kind": "page", "title": "อ่าน", "text": "<b>ตัวหนา</b>\n\nสอง", "link": ""})
    quiz_page = manager.post(new, {"kind": "quiz", "title": "ทำ", "text": "", "link": ""}).url
    quiz = Step.objects.get(kind="quiz")
    asked = {"text": "ข้อใดถูก", "answer_1": "ก", "answer_2": "ข", "right_2": "on"}
    assert manager.post(go("manage-question-new", quiz.pk), asked).url == quiz_page
    manager.post(page, {"move": "release"})
    manager.cost(page), manager.cost(quiz_page), manager.cost(go("manage-lessons"))
    round = open_round(center=center, dates=[a_date(None, mode=Mode.ELEARNING, length=12)])
    meeting = round.meetings.get()
    manager.post(go("manage-meeting-lesson", meeting.pk), {"lesson": lesson.pk})
    assert meeting.lesson_set.lesson == lesson


def test_a_form_that_is_wrong_loses_nothing_and_says_why(manager, center):
    lesson = a_lesson(center)
    wrong = {"kind": "video", "title": "คลิปสำคัญ", "text": "", "link": "http://video.example.org"}
    answer = manager.post(go("manage-step-new", lesson.pk), wrong).content.decode()
    assert "คลิปสำคัญ" in answer and "https://" in answer and lesson.versions.get().steps.count() == 3


def test_a_person_works_through_without_a_script_and_never_sees_what_is_right(begun, monkeypatch):
    monkeypatch.setattr("training.views.learning.database_now", lambda: soon(begun))
    desk, pk = signed_in(begun.enrolment.person), begun.meeting_id
    assert go("my-lesson", pk) in desk.read(go("enrolment", begun.enrolment_id))
    for number in (1, 2):
        desk.cost(go("my-step", pk, number))
        desk.post(go("my-step", pk, number))
    page = desk.read(go("my-step", pk, 3))
    assert "checked" not in page
    given = ticks(begun, "B", "AC")
    desk.post(go("my-step", pk, 3), {f"q{question}": sorted(choices) for question, choices in given.items()})
    desk.cost(go("my-lesson", pk))
    begun.refresh_from_db()
    assert begun.done_at


def test_what_authors_write_is_shown_as_text_and_never_as_markup(manager, center):
    lesson = a_lesson(center)
    evil = {"kind": "page", "title": "<i>x</i>", "text": "<script>alert(1)</script>", "link": ""}
    lessons.put_step(lesson, None, evil, **by_and_at(lesson))
    lessons.release(lesson, **by_and_at(lesson))
    read = manager.read(go("manage-step", Step.objects.get(title="<i>x</i>").pk))
    assert "<script>alert" not in read and "&lt;script&gt;" in read


def test_a_step_out_of_turn_leads_back(begun, monkeypatch):
    monkeypatch.setattr("training.views.learning.database_now", lambda: soon(begun))
    desk = signed_in(begun.enrolment.person)
    assert desk.get(go("my-step", begun.meeting_id, 3)).url == go("my-lesson", begun.meeting_id)
