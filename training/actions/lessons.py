"""Write lessons: a draft with its steps and questions, released as a version, and put to e-learning meetings (3.1.2)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from centers.models import Center
from hcec.accounts.models import User
from hcec.core import audit
from training.actions import meetings
from training.actions.seats import kept_true
from training.models import (
    Choice,
    Learning,
    Lesson,
    LessonVersion,
    Meeting,
    MeetingLesson,
    Mode,
    Question,
    Round,
    Step,
    ToolLink,
)
from training.refusals import Refusal

MOST_STEPS, MOST_QUESTIONS = 60, 40


@transaction.atomic
def write(center: Center, *, name: str, pass_percent: int, by: User, at: datetime) -> Lesson:
    """A new lesson with an empty first draft. Refuses a name that the center has already."""
    lesson = Lesson(center=center, name=name, created_by=by, created_at=at)
    kept_true(lesson)
    lesson.save()
    LessonVersion.objects.create(lesson=lesson, number=1, pass_percent=pass_percent)
    audit.record("lesson.written", lesson, by=by, at=at)
    return lesson


def draft_of(lesson: Lesson) -> LessonVersion:
    """The locked draft; refuses where every version is released."""
    draft = LessonVersion.objects.select_for_update().filter(lesson=lesson, released_at=None).first()
    if draft is None:
        raise Refusal(_("This version is released and stands. Begin a new version to change something."))
    return draft


@transaction.atomic
def put_step(lesson: Lesson, step: Step | None, values: dict[str, str], *, by: User, at: datetime) -> Step:
    """Add a step at the end of the draft, or change one. Refuses a released version, and what a step cannot be."""
    draft = draft_of(lesson)
    if step is None:
        if draft.steps.count() >= MOST_STEPS:
            raise Refusal(_("A lesson has at most %(n)s steps.") % {"n": MOST_STEPS})
        last = draft.steps.aggregate(last=Max("number"))["last"] or 0
        step = Step(version=draft, number=last + 1)
    elif step.version_id != draft.pk:
        raise Refusal(_("This version is released and stands. Begin a new version to change something."))
    elif step.kind == Step.Kind.QUIZ and values["kind"] != Step.Kind.QUIZ and step.questions.exists():
        raise Refusal(_("This quiz has questions: take them away before it becomes something else."))
    step.kind, step.title, step.text = values["kind"], values["title"], values["text"]
    step.link = values["link"] if step.kind == Step.Kind.VIDEO else ""
    kept_true(step)
    step.save()
    audit.record("lesson.step_put", lesson, by=by, at=at, step=step.pk, title=step.title)
    return step


@transaction.atomic
def move_step(lesson: Lesson, step: Step, *, by: User, at: datetime) -> None:
    """Change places with the step before it; the first one stays where it is."""
    draft = draft_of(lesson)
    before = draft.steps.filter(number__lt=step.number).order_by("-number").first()
    if before and step.version_id == draft.pk:
        Step.objects.filter(pk=before.pk).update(number=step.number)
        Step.objects.filter(pk=step.pk).update(number=before.number)
        audit.record("lesson.step_moved", lesson, by=by, at=at, step=step.pk)


@transaction.atomic
def remove_step(lesson: Lesson, step: Step, *, by: User, at: datetime) -> None:
    """Take a step out of the draft; those behind it move up."""
    draft = draft_of(lesson)
    if step.version_id == draft.pk:
        audit.record("lesson.step_removed", lesson, by=by, at=at, step=step.pk, title=step.title)
        number = step.number
        step.delete()
        draft.steps.filter(number__gt=number).update(number=F("number") - 1)


@transaction.atomic
def put_question(
    step: Step, question: Question | None, text: str, choices: Sequence[tuple[str, bool]], *, by: User, at: datetime
) -> Question:  # fmt: skip
    """Add a question to a quiz of the draft, or change one: `choices` are texts with whether they are right.

    Refuses fewer than two choices, none that is right, and two alike.
    """
    lesson = step.version.lesson
    if draft_of(lesson).pk != step.version_id or step.kind != Step.Kind.QUIZ:
        raise Refusal(_("Questions belong to a quiz of the draft."))
    if len(choices) < 2 or not any(right for _text, right in choices):
        raise Refusal(_("A question has at least two answers, and at least one of them is right."))
    if len({text for text, _right in choices}) < len(choices):
        raise Refusal(_("Two answers are alike."))
    if question is None and step.questions.count() >= MOST_QUESTIONS:
        raise Refusal(_("A quiz has at most %(n)s questions.") % {"n": MOST_QUESTIONS})
    question = question or Question(step=step)
    question.text = text
    question.save()
    question.choices.all().delete()
    Choice.objects.bulk_create(Choice(question=question, text=text, right=right) for text, right in choices)
    audit.record("lesson.question_put", lesson, by=by, at=at, question=question.pk)
    return question


@transaction.atomic
def remove_question(question: Question, *, by: User, at: datetime) -> None:
    """Take a question out of a quiz of the draft."""
    lesson = question.step.version.lesson
    if draft_of(lesson).pk == question.step.version_id:
        audit.record("lesson.question_removed", lesson, by=by, at=at, question=question.pk)
        question.delete()


@transaction.atomic
def release(lesson: Lesson, *, by: User, at: datetime) -> LessonVersion:
    """Let people begin the draft. Refuses an empty one and a quiz without a question."""
    draft = draft_of(lesson)
    if not draft.steps.exists():
        raise Refusal(_("A lesson has at least one step."))
    if empty := draft.steps.filter(kind=Step.Kind.QUIZ, questions=None).order_by("number").first():
        raise Refusal(_("The quiz “%(title)s” has no question yet.") % {"title": empty.title})
    draft.released_by, draft.released_at = by, at
    draft.save(update_fields=["released_by", "released_at"])
    audit.record("lesson.released", lesson, by=by, at=at, version=draft.number)
    return draft


@transaction.atomic
def take_back(lesson: Lesson, *, by: User, at: datetime) -> LessonVersion:
    """Make the last version a draft again. Refuses once somebody has begun it, where a draft exists, and
    where a round that people can join takes the lesson to complete."""
    last = LessonVersion.objects.select_for_update().filter(lesson=lesson).latest("number")
    if last.released_at is None:
        raise Refusal(_("The last version is a draft already."))
    if Learning.objects.filter(version=last).exists():
        raise Refusal(_("Somebody has begun this version, so it stands. Begin a new version instead."))
    last.released_by = last.released_at = None
    last.save(update_fields=["released_by", "released_at"])
    for round in Round.objects.filter(
        meetings__lesson_set__lesson=lesson, status__in=meetings.CHANGEABLE
    ).distinct():
        meetings.keeps_its_online(round)
    audit.record("lesson.taken_back", lesson, by=by, at=at, version=last.number)
    return last


@transaction.atomic
def new_version(lesson: Lesson, *, by: User, at: datetime) -> LessonVersion:
    """A draft that begins as a copy of the last version, with its steps, questions and answers. A draft is not doubled."""
    last = LessonVersion.objects.select_for_update().filter(lesson=lesson).latest("number")
    if last.released_at is None:
        return last
    draft = LessonVersion.objects.create(
        lesson=lesson, number=last.number + 1, pass_percent=last.pass_percent
    )
    for step in last.steps.order_by("number").prefetch_related("questions__choices"):
        copy = Step.objects.create(
            version=draft, number=step.number, kind=step.kind, title=step.title, text=step.text, link=step.link
        )  # fmt: skip
        for question in step.questions.all():
            asked = Question.objects.create(step=copy, text=question.text)
            Choice.objects.bulk_create(
                Choice(question=asked, text=choice.text, right=choice.right)
                for choice in question.choices.all()
            )
    audit.record("lesson.version_begun", lesson, by=by, at=at, version=draft.number)
    return draft


def put_to(meeting: Meeting, lesson: Lesson | None, *, by: User, at: datetime) -> None:
    """Say which lesson is worked through at an e-learning meeting, or none. Refuses another center's lesson, one without
    a released version, a change once somebody has begun or the round was held, and taking away what completing takes."""
    if meeting.learnings.exists():
        raise Refusal(_("Somebody has begun the lesson of this meeting, so it stays."))
    if meeting.mode != Mode.ELEARNING:
        raise Refusal(_("Only e-learning is worked through alone."))
    if lesson and ToolLink.objects.filter(meeting=meeting).exists():
        raise Refusal(_("This meeting is opened in an outside platform: take that away first."))
    if lesson and not lesson.versions.filter(released_at__isnull=False).exists():
        raise Refusal(_("Release the lesson first."))
    try:
        with transaction.atomic():
            round = meetings.changeable(meeting.round)
            MeetingLesson.objects.filter(meeting=meeting).delete()
            if lesson:
                MeetingLesson.objects.create(meeting=meeting, lesson=lesson)
            meetings.keeps_its_online(round)
            audit.record("lesson.put_to_meeting", meeting, by=by, at=at, lesson=lesson.pk if lesson else None)
    except IntegrityError as error:
        raise Refusal(_("This lesson belongs to another center.")) from error
