"""Duties at a test that are kept apart: trainer, invigilator, scorer, releaser; what was refused, and who was let (I7)."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from centers.models import SkillArea
from centers.models.dated import Dated
from hcec.core.access import BranchQuerySet
from hcec.core.db import append_only
from testing.models.sessions import Session

DUTIES = Q(duty__in=["invigilate", "enter", "release"])


class Duty(models.TextChoices):
    """What somebody does at a test, besides training for it."""

    INVIGILATE = "invigilate", _("Invigilate the test")
    ENTER = "enter", _("Enter results")
    RELEASE = "release", _("Release the results")


class Why(models.TextChoices):
    """What somebody has done that stands against a duty."""

    TRAINED = "trained", _("trained people who sit the test")
    INVIGILATED = "invigilated", _("invigilated the test")
    SCORED = "scored", _("entered or released its results")


class OfSessionQuerySet(BranchQuerySet):
    center_path = "session__center"


class TrainerRest(Dated):
    """For how many months after training somebody a trainer keeps away from her tests of that skill. Without a row: 12."""

    skill = models.ForeignKey(
        SkillArea, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("skill"),
        help_text=_("Left empty: every skill that has no line of its own."),
    )  # fmt: skip
    months = models.PositiveSmallIntegerField(_("months"), validators=[MaxValueValidator(120)])

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("months that a trainer keeps away")
        verbose_name_plural = _("months that trainers keep away")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(months__lte=120), name="testing_trainers_do_not_keep_away_for_ever"
            ),
            models.UniqueConstraint(
                fields=["skill", "valid_from"],
                nulls_distinct=False,
                name="testing_a_skill_has_one_rest_from_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill or ''} {self.months}"


class DutyWaiver(models.Model):
    """A second person lets somebody do a duty at one session although it should be kept apart, and says why."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="duty_waivers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(_("duty"), max_length=12, choices=Duty)
    reason = models.TextField(_("reason"))
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(_("written down on"))

    objects = OfSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("waiver of duties kept apart")
        verbose_name_plural = _("waivers of duties kept apart")
        constraints = [
            models.CheckConstraint(condition=DUTIES, name="testing_waived_duties_are_known"),
            models.CheckConstraint(
                condition=Q(reason__regex=r"\S"), name="testing_duties_are_waived_for_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(person=F("granted_by")),
                name="testing_nobody_waives_for_themself",
                violation_error_message=_("Nobody writes a waiver for themself. Ask a colleague."),
            ),
            models.UniqueConstraint(
                fields=["session", "person", "duty"], name="testing_a_duty_is_waived_once"
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.person_id} {self.get_duty_display()}"


class NearMiss(models.Model):
    """A duty that somebody wanted to do and was refused, because she had done another; kept once for each reason."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="near_misses")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(_("duty"), max_length=12, choices=Duty)
    why = models.CharField(_("because she"), max_length=12, choices=Why)
    at = models.DateTimeField(_("refused on"))

    objects = OfSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("near miss")
        verbose_name_plural = _("near misses")
        constraints = [
            models.CheckConstraint(
                condition=DUTIES & Q(why__in=["trained", "invigilated", "scored"]),
                name="testing_near_misses_are_of_known_kinds",
            ),
            models.UniqueConstraint(
                fields=["session", "person", "duty", "why"], name="testing_a_near_miss_is_kept_once"
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.person_id} {self.get_duty_display()}"
