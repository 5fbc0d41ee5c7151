"""Who works through which lesson for which meeting, step by step, with every attempt at a quiz (3.1.2)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hcec.core.access import BranchQuerySet
from hcec.core.db import append_only
from training.models.enrolments import Enrolment
from training.models.lessons import Lesson, LessonVersion, Step
from training.models.meetings import Meeting

LEARNS_WHAT_THE_MEETING_HAS = """
    PERFORM 1 FROM training_meeting m JOIN training_enrolment e ON e.round_id = m.round_id
      JOIN training_meetinglesson a ON a.meeting_id = m.id
      JOIN training_lessonversion v ON v.lesson_id = a.lesson_id AND v.released_at IS NOT NULL
     WHERE m.id = NEW.meeting_id AND e.id = NEW.enrolment_id AND v.id = NEW.version_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'training_people_learn_what_their_meeting_has' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
IS_A_STEP_OF_THE_VERSION = """
    PERFORM 1 FROM training_learning l JOIN training_step s ON s.version_id = l.version_id
     WHERE l.id = NEW.learning_id AND s.id = NEW.step_id {more};
    IF NOT FOUND THEN
        RAISE EXCEPTION 'training_a_step_is_done_of_the_version_that_was_begun' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
# A quiz is done by an attempt that passed, and by nothing else.
PASSED = (
    "AND (s.kind <> 'quiz' OR EXISTS (SELECT FROM training_attempt a"
    " WHERE a.learning_id = l.id AND a.step_id = s.id AND a.passed))"
)
IS_OF_ITS_CENTER = """
    PERFORM 1 FROM training_meeting m JOIN training_round r ON r.id = m.round_id
      JOIN training_lesson l ON l.center_id = r.center_id
     WHERE m.id = NEW.meeting_id AND l.id = NEW.lesson_id AND m.mode = 'elearning';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'training_lessons_are_for_e_learning_of_their_center' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


# Completions may walk back to what was done online, so it stands with them.
STANDS_ONCE_DECIDED = """
    PERFORM 1 FROM training_meeting m JOIN training_round r ON r.id = m.round_id
     WHERE m.id IN (NEW.meeting_id, OLD.meeting_id) AND r.status = 'finalised';
    IF FOUND THEN
        RAISE EXCEPTION 'training_what_is_online_stands_once_completions_are_decided' USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


def stands_once_decided() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="stands_once_completions_are_decided",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=STANDS_ONCE_DECIDED,
    )


def before_insert(name: str, func: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(name=name, when=pgtrigger.Before, operation=pgtrigger.Insert, func=func)


class MeetingLesson(models.Model):
    """The lesson that is worked through at an e-learning meeting."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="lesson_set")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="meeting_set")

    class Meta:
        verbose_name = _("lesson of a meeting")
        verbose_name_plural = _("lessons of meetings")
        triggers = [
            pgtrigger.Trigger(
                name="is_of_its_center",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=IS_OF_ITS_CENTER,
            ),
            stands_once_decided(),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.lesson_id}"


class LearningQuerySet(BranchQuerySet):
    center_path = "meeting__round__center"


class Learning(models.Model):
    """A person working through a version for one meeting of her round; done when every step is."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="learnings")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="learnings")
    version = models.ForeignKey(LessonVersion, on_delete=models.PROTECT, related_name="learnings")
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = LearningQuerySet.as_manager()

    class Meta:
        verbose_name = _("learning")
        verbose_name_plural = _("learnings")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "enrolment"], name="training_a_person_begins_a_meetings_lesson_once"
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(done_at__gte=F("begun_at")),
                name="training_lessons_are_done_after_they_are_begun",
            ),
        ]
        triggers = [
            before_insert("learns_what_the_meeting_has", LEARNS_WHAT_THE_MEETING_HAS),
            pgtrigger.Protect(name="is_never_removed", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="what_was_begun_stands",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.done_at IS NOT NULL OR NEW.version_id <> OLD.version_id OR NEW.meeting_id <> OLD.meeting_id"
                    " OR NEW.enrolment_id <> OLD.enrolment_id"
                ),
                func="RAISE EXCEPTION 'training_what_was_begun_stands' USING ERRCODE = 'check_violation';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.version_id}"


class OfALearning(BranchQuerySet):
    center_path = "learning__meeting__round__center"


class Attempt(models.Model):
    """One try at a quiz, as it was answered: question → the choices ticked (primary keys). Never rewritten."""

    learning = models.ForeignKey(Learning, on_delete=models.PROTECT, related_name="attempts")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    answers = models.JSONField()
    right = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    at = models.DateTimeField()

    objects = OfALearning.as_manager()

    class Meta:
        verbose_name = _("attempt at a quiz")
        verbose_name_plural = _("attempts at quizzes")
        constraints = [
            models.UniqueConstraint(
                fields=["learning", "step", "number"], name="training_attempts_are_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(of__gte=1, right__lte=F("of")), name="training_attempts_have_no_more_right_than_asked"
            ),
        ]  # fmt: skip
        triggers = [
            *append_only(),
            before_insert("is_a_step_of_the_version", IS_A_STEP_OF_THE_VERSION.format(more="AND s.kind = 'quiz'")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.right}/{self.of}"


class StepDone(models.Model):
    """That a person has done a step. Never rewritten."""

    learning = models.ForeignKey(Learning, on_delete=models.PROTECT, related_name="steps_done")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OfALearning.as_manager()

    class Meta:
        verbose_name = _("step that was done")
        verbose_name_plural = _("steps that were done")
        constraints = [
            models.UniqueConstraint(fields=["learning", "step"], name="training_a_step_is_done_once")
        ]
        triggers = [
            *append_only(),
            before_insert("is_a_step_of_the_version", IS_A_STEP_OF_THE_VERSION.format(more=PASSED)),
        ]

    def __str__(self) -> str:
        return f"{self.learning_id} {self.step_id}"
