"""The survey after a course: versions of its questions, and answers that belong to nobody (H1).

How an answer is kept from its person. Nothing is stored per answer: a survey has one count for each question and level,
and the words that people wrote. Of the person only `Enrolment.survey_answered` is kept, a yes without a time; no audit
entry, no key of the form and no notice says when she answered; the web server's log may, but answers have no time to
lay beside it. What PostgreSQL itself could tell is levelled as well: each answer rewrites every count of its survey
(most of them by 0) and lays all words anew in an order drawn by lot, under new random keys, so that no row's key, place
or transaction number (xmin) is that of one answer. What remains: whoever compares two copies of the whole database made
before and after a single answer, or reads the write-ahead log or rows that are not vacuumed yet, sees what changed
between; backups are encrypted and held by other people than those who see the pages. On pages nothing is shown before
the survey is over, and then only from five answers on, so that nobody can watch a mean move.
"""

from datetime import datetime, timedelta
from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hcec.core.access import BranchQuerySet
from training.lifecycles import SURVEY_TEXT, SurveyTextStatus
from training.models.rounds import Round

ANSWER_WITHIN = timedelta(days=14)
FEWEST = 5  # so many answers before anything is shown
LEVELS = (5, 4, 3, 2, 1)

# Questions that somebody was asked are never changed: a mean would be of another question than it says.
STAND_ONCE_ASKED = """
    PERFORM 1 FROM training_survey WHERE form_id = COALESCE(OLD.form_id, NEW.form_id);
    IF FOUND THEN
        RAISE EXCEPTION 'training_questions_stand_once_they_were_asked' USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


class SurveyForm(models.Model):
    """One version of the questions; the latest whose day has come is put to the rounds that end from then on."""

    number = models.PositiveSmallIntegerField(_("version"), unique=True)
    since = models.DateField(_("since"), unique=True)
    provenance = models.TextField(_("where this row comes from"), blank=True)

    class Meta:
        verbose_name = _("survey form")
        verbose_name_plural = _("survey forms")

    def __str__(self) -> str:
        return str(self.number)


class SurveyItem(models.Model):
    """One question. About a trainer it is asked for each trainer of the round."""

    class About(models.TextChoices):
        COURSE = "course", _("The course")
        TRAINER = "trainer", _("Each trainer")

    class Answer(models.TextChoices):
        LEVEL = "level", _("Five levels")
        WORDS = "words", _("Words")

    form = models.ForeignKey(SurveyForm, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(_("order"))
    about = models.CharField(_("about"), max_length=20, choices=About, default=About.COURSE)
    answer = models.CharField(_("answered by"), max_length=20, choices=Answer, default=Answer.LEVEL)
    text_th = models.CharField(_("question (Thai)"), max_length=300)
    text_en = models.CharField(_("question (English)"), max_length=300)

    class Meta:
        verbose_name = _("survey question")
        verbose_name_plural = _("survey questions")
        constraints = [
            models.UniqueConstraint(
                fields=["form", "position"], name="training_survey_questions_have_an_order"
            ),
            models.CheckConstraint(
                condition=Q(about__in=["course", "trainer"], answer__in=["level", "words"]),
                name="training_survey_questions_are_of_a_known_kind",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="stand_once_asked",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=STAND_ONCE_ASKED,
            )
        ]

    def __str__(self) -> str:
        return self.text_en if get_language() == "en" else self.text_th


class SurveyQuerySet(BranchQuerySet):
    center_path = "round__center"


class Survey(models.Model):
    """The survey of one round: the questions it keeps, and how many have answered."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="survey")
    form = models.ForeignKey(SurveyForm, on_delete=models.PROTECT, related_name="surveys")
    answers = models.PositiveIntegerField(_("answers"), default=0)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey of a round")
        verbose_name_plural = _("surveys of rounds")
        triggers = [
            pgtrigger.Trigger(
                name="keeps_its_questions",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "NEW.form_id <> OLD.form_id OR NEW.round_id <> OLD.round_id OR NEW.answers < OLD.answers"
                ),
                func="RAISE EXCEPTION 'training_a_survey_keeps_its_questions_and_answers' USING ERRCODE = 'check_violation';",
            )
        ]

    def __str__(self) -> str:
        return str(self.round)

    @property
    def until(self) -> datetime:
        return answers_until(self.round)


def answers_until(round: Round) -> datetime:
    """Until when people may answer: fourteen days from the end of the last meeting."""
    return round.ends_at + ANSWER_WITHIN


class OfSurvey(BranchQuerySet):
    center_path = "survey__round__center"


class SurveyCount(models.Model):
    """How many people chose one level of one question; about a trainer, of that trainer."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="counts")
    item = models.ForeignKey(SurveyItem, on_delete=models.PROTECT, related_name="+")
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    level = models.PositiveSmallIntegerField(_("level"))
    people = models.PositiveIntegerField(_("people who chose it"), default=0)

    objects = OfSurvey.as_manager()

    class Meta:
        verbose_name = _("count of answers")
        verbose_name_plural = _("counts of answers")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "item", "trainer", "level"],
                nulls_distinct=False,
                name="training_a_level_is_counted_once_a_question",
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5), name="training_answers_have_five_levels"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="counts_by_one",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.people NOT IN (OLD.people, OLD.people + 1)"),
                func="RAISE EXCEPTION 'training_answers_are_counted_one_by_one' USING ERRCODE = 'check_violation';",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.level}: {self.people}"


class SurveyText(models.Model):
    """Words of nobody, read by a colleague who does not teach the round before any trainer sees them."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="texts")
    item = models.ForeignKey(SurveyItem, on_delete=models.PROTECT, related_name="+")
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    words = models.TextField(_("words"))
    status = models.CharField(max_length=20, choices=SurveyTextStatus, default=SurveyTextStatus.WAITING)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    read_at = models.DateTimeField(null=True)

    objects = OfSurvey.as_manager()

    class Meta:
        verbose_name = _("words of a survey")
        verbose_name_plural = _("words of surveys")
        constraints = [
            SURVEY_TEXT.constraint(),
            models.CheckConstraint(
                condition=Q(status="waiting", read_by__isnull=True, read_at__isnull=True)
                | Q(status__in=["shown", "withheld"], read_by__isnull=False, read_at__isnull=False),
                name="training_words_of_a_survey_are_read_by_someone_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(read_by__isnull=True) | Q(trainer__isnull=True) | ~Q(read_by=F("trainer")),
                name="training_no_trainer_reads_words_about_themselves_first",
            ),
            models.CheckConstraint(condition=Q(words__regex=r"\S"), name="training_words_say_something"),
        ]
        triggers = [
            SURVEY_TEXT.trigger(),
            pgtrigger.Trigger(
                name="stays_once_read",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.status <> 'waiting'"),
                func="RAISE EXCEPTION 'training_words_that_were_read_stay' USING ERRCODE = 'check_violation';",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
