"""Self-paced lessons for centers without a learning platform: pages, videos and quizzes, in versions that freeze (3.1.2)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from hcec.core.access import BranchQuerySet

# What somebody may have begun to learn is no longer written: neither its steps nor their questions nor the choices.
STANDS_ONCE_RELEASED = """
    PERFORM 1 FROM training_lessonversion v {join} WHERE {row} AND v.released_at IS NOT NULL;
    IF FOUND THEN
        RAISE EXCEPTION 'training_a_released_version_stands' USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""
BEGUN_STAYS_RELEASED = """
    PERFORM 1 FROM training_learning WHERE version_id = OLD.id;
    IF FOUND THEN
        RAISE EXCEPTION 'training_a_version_that_somebody_began_stands' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


def stands(join: str, row: str) -> pgtrigger.Trigger:
    """The trigger of a table below a version: `row` finds it from NEW or OLD."""
    return pgtrigger.Trigger(
        name="stands_once_released",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=STANDS_ONCE_RELEASED.format(join=join, row=row),
    )


class LessonQuerySet(BranchQuerySet):
    center_path = "center"


class Lesson(models.Model):
    """Something to be worked through alone, written by a center for its own e-learning."""

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="lessons")
    name = models.CharField(_("name of the lesson"), max_length=150)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        constraints = [
            models.UniqueConstraint(
                fields=["center", "name"],
                name="training_lessons_of_a_center_have_different_names",
                violation_error_message=_("The center already has a lesson of this name."),
            ),
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="training_lessons_have_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class LessonVersionQuerySet(BranchQuerySet):
    center_path = "lesson__center"


class LessonVersion(models.Model):
    """How a lesson stands: a draft until it is released. Whoever began a version goes on with it to the end."""

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    pass_percent = models.PositiveSmallIntegerField(_("right answers to pass a quiz (%)"), default=60)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True)

    objects = LessonVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a lesson")
        verbose_name_plural = _("versions of lessons")
        constraints = [
            models.UniqueConstraint(fields=["lesson", "number"], name="training_versions_of_a_lesson_are_numbered"),
            models.UniqueConstraint(
                fields=["lesson"],
                condition=Q(released_at__isnull=True),
                name="training_a_lesson_has_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(pass_percent__gte=1, pass_percent__lte=100),
                name="training_a_pass_is_between_1_and_100_percent",
                violation_error_message=_("Write a percentage from 1 to 100."),
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | Q(released_at__isnull=False, released_by__isnull=False),
                name="training_versions_are_released_by_someone_at_a_time",
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Trigger(
                name="begun_stays_released",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.released_at IS NOT NULL"),
                func=BEGUN_STAYS_RELEASED,
            )
        ]

    def __str__(self) -> str:
        return f"{self.lesson} {self.number}"


class Step(models.Model):
    """One thing of a version, in its order. `text` is plain text: it is shown in paragraphs and never as markup."""

    class Kind(models.TextChoices):
        PAGE = "page", _("Page to read")
        VIDEO = "video", _("Video to watch")
        QUIZ = "quiz", _("Quiz")

    version = models.ForeignKey(LessonVersion, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("heading"), max_length=150)
    text = models.TextField(_("text"), blank=True, max_length=20_000)
    link = models.URLField(_("address of the video"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "number"],
                name="training_steps_are_in_order",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["page", "video", "quiz"]), name="training_step_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="video", link__regex=r"^https://") | (~Q(kind="video") & Q(link="")),
                name="training_videos_have_an_address",
                violation_error_message=_("A video has an address that begins with https://, and only it has one."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="page") | Q(text__regex=r"\S"),
                name="training_pages_have_a_text",
                violation_error_message=_("A page to read has a text."),
            ),
        ]  # fmt: skip
        triggers = [stands("", "v.id IN (NEW.version_id, OLD.version_id)")]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """One question of a quiz; right when exactly the right choices are ticked."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(_("question"), max_length=500)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        triggers = [
            stands("JOIN training_step s ON s.version_id = v.id", "s.id IN (NEW.step_id, OLD.step_id)")
        ]

    def __str__(self) -> str:
        return self.text


class Choice(models.Model):
    """One answer to choose; whether it is right never leaves the server before an attempt is over."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="choices")
    text = models.CharField(_("answer"), max_length=300)
    right = models.BooleanField(_("right"), default=False)

    class Meta:
        verbose_name = _("answer to choose")
        verbose_name_plural = _("answers to choose")
        triggers = [
            stands(
                "JOIN training_step s ON s.version_id = v.id JOIN training_question q ON q.step_id = s.id",
                "q.id IN (NEW.question_id, OLD.question_id)",
            )
        ]

    def __str__(self) -> str:
        return self.text
