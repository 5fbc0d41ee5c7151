"""Work through the lesson of an e-learning meeting: begin, step by step, quizzes answered on the server (3.1.2)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.thai import thai_datetime
from training.actions import attendance, seats
from training.actions.attendance import RECORDABLE
from training.lifecycles import SEATED
from training.models import Attempt, Attendance, Enrolment, Learning, LessonVersion, Meeting, Step, StepDone
from training.queries.lessons import open_step
from training.refusals import Refusal


def open_to(meeting: Meeting, person: User, at: datetime) -> Enrolment:
    """Under the round's lock: the person's place, while the meeting may be worked through."""
    round = seats.locked(meeting.round)
    place = Enrolment.objects.filter(round=round, person=person, status__in=SEATED).first()
    if place is None:
        raise Refusal(_("Only those with a place work through this lesson."))
    if round.status not in RECORDABLE:
        raise Refusal(_("Attendance stands: %(state)s.") % {"state": round.get_status_display()})
    if at < meeting.starts_at:
        raise Refusal(_("This meeting starts %(when)s.") % {"when": thai_datetime(meeting.starts_at)})
    if at >= meeting.ends_at:
        raise Refusal(
            _("The time for this lesson ended %(when)s.") % {"when": thai_datetime(meeting.ends_at)}
        )
    return place


@transaction.atomic
def begin(meeting: Meeting, person: User, *, at: datetime) -> Learning:
    """Begin the newest released version; begun before, it is the same learning. Refuses outside the meeting's time."""
    place = open_to(meeting, person, at)
    if known := Learning.objects.filter(meeting=meeting, enrolment=place).first():
        return known
    versions = LessonVersion.objects.filter(lesson__meeting_set__meeting=meeting, released_at__isnull=False)
    # The version is locked, so that nobody takes it back in the same moment.
    version = versions.select_for_update(of=("self",)).order_by("-number").first()
    if version is None:
        raise Refusal(_("This meeting has no lesson to work through here."))
    learning = Learning.objects.create(meeting=meeting, enrolment=place, version=version, begun_at=at)
    audit.record("learning.begun", learning, by=person, at=at)
    return learning


@transaction.atomic
def finish_step(learning: Learning, step: Step, *, by: User, at: datetime) -> Learning:
    """A page was read or a video watched. Done before: nothing. Refuses a quiz, and a step whose turn it is not."""
    learning = turn(learning, step, by, at)
    if step.kind == Step.Kind.QUIZ:
        raise Refusal(_("A quiz is done by answering it."))
    return done(learning, step, by=by, at=at)


@transaction.atomic
def answer(
    learning: Learning, step: Step, ticked: Mapping[int, set[int]], *, by: User, at: datetime
) -> Attempt:
    """Answer a quiz: question → choices ticked (primary keys). Every attempt is kept; one that passes does the step.

    A question is right when exactly its right choices are ticked. Refuses a question without an answer.
    """
    learning = turn(learning, step, by, at)
    questions = list(step.questions.order_by("pk").prefetch_related("choices"))
    if not questions or any(not ticked.get(question.pk) for question in questions):
        raise Refusal(_("Answer every question; nothing was counted yet."))
    kept = {q.pk: ticked[q.pk] & {choice.pk for choice in q.choices.all()} for q in questions}
    right = sum(kept[q.pk] == {choice.pk for choice in q.choices.all() if choice.right} for q in questions)
    passed = right * 100 >= learning.version.pass_percent * len(questions)
    attempt = Attempt.objects.create(
        learning=learning,
        step=step,
        number=learning.attempts.filter(step=step).count() + 1,
        answers={str(pk): sorted(choices) for pk, choices in kept.items()},
        right=right,
        of=len(questions),
        passed=passed,
        at=at,
    )
    audit.record("learning.answered", learning, by=by, at=at, step=step.pk, right=right, of=attempt.of)
    if passed:
        done(learning, step, by=by, at=at)
    return attempt


def turn(learning: Learning, step: Step, by: User, at: datetime) -> Learning:
    """The learning under the round's lock, where it is this step's turn or it is done."""
    place = open_to(learning.meeting, by, at)
    learning = Learning.objects.select_related("version", "meeting__round__created_by").get(pk=learning.pk)
    if learning.enrolment_id != place.pk or step.version_id != learning.version_id:
        raise Refusal(_("This step is of another lesson."))
    now = open_step(learning)
    if now and step.number > now.number:
        raise Refusal(_("First do “%(title)s”.") % {"title": now.title})
    return learning


def done(learning: Learning, step: Step, *, by: User, at: datetime) -> Learning:
    """Note the step, bring the minutes on record, and end the learning with its last step."""
    _row, new = StepDone.objects.get_or_create(learning=learning, step=step, defaults={"at": at})
    if not new:
        return learning
    all_steps, ready = learning.version.steps.count(), learning.steps_done.count()
    count(learning, ready, all_steps, at=at)
    if ready == all_steps:
        learning.done_at = at
        learning.save(update_fields=["done_at"])
        audit.record("learning.done", learning, by=by, at=at)
    return learning


def minutes_for(of_minutes: int, ready: int, steps: int) -> int:
    """The share of the meeting's minutes that so many of its steps are, in whole minutes, rounded down."""
    return of_minutes * ready // steps


def count(learning: Learning, ready: int, steps: int, *, at: datetime) -> None:
    """Put the share on record in the name of whoever planned the round. What somebody else recorded stays."""
    meeting, recorder = learning.meeting, learning.meeting.round.created_by
    place = Enrolment.objects.get(pk=learning.enrolment_id)
    minutes, was = (minutes_for(meeting.minutes, n, steps) for n in (ready, ready - 1))
    rows = Attendance.objects.filter(meeting=meeting, enrolment=place).values_list("minutes", flat=True)
    if rows.first() in (None, was) and minutes and recorder.pk != place.person_id:
        attendance.write(meeting, {place.pk: minutes}, by=recorder, at=at)
