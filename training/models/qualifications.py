"""What qualifies a trainer in a skill, with its evidence and days, and the ministry's rule about it (L5)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from centers.models import SkillArea
from centers.models.dated import Dated
from hcec.core.access import BranchQuerySet
from training.models.trainers import Trainer

# The trainer is another row, so the database looks: nobody vouches for herself.
RECORDED_BY_ANOTHER = """
    PERFORM 1 FROM training_trainer t WHERE t.id = NEW.trainer_id AND t.person_id = NEW.recorded_by_id;
    IF FOUND THEN
        RAISE EXCEPTION 'training_nobody_records_their_own_qualification' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class QualificationQuerySet(BranchQuerySet):
    center_path = "trainer__center"

    def standing(self) -> "QualificationQuerySet":
        """Those that nobody has withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Qualification(models.Model):
    """One thing that qualifies a trainer in a skill from a day on; `until` is the last day on which it counts.

    What was recorded is never rewritten: a wrong one is withdrawn for a reason and recorded again.
    """

    class Kind(models.TextChoices):
        CERTIFICATE = "certificate", _("Certificate of a trainers' course")
        LEVEL = "level", _("Level in a test of the skill")
        DEGREE = "degree", _("Degree in the subject")
        EXPERIENCE = "experience", _("Experience, as a letter says")

    trainer = models.ForeignKey(Trainer, on_delete=models.PROTECT, related_name="qualifications")
    skill = models.ForeignKey(
        SkillArea, on_delete=models.PROTECT, related_name="+", verbose_name=_("skill area")
    )
    kind = models.CharField(_("what qualifies"), max_length=20, choices=Kind)
    title = models.CharField(_("as the paper says"), max_length=200)
    since = models.DateField(_("date of the paper"))
    until = models.DateField(_("counts until"), null=True, blank=True)
    evidence = models.FileField(_("evidence"), upload_to="trainers/%Y")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    reminded_on = models.DateField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(_("reason"), blank=True)

    objects = QualificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("qualification of a trainer")
        verbose_name_plural = _("qualifications of trainers")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["certificate", "level", "degree", "experience"]),
                name="training_qualification_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(title__regex=r"\S") & ~Q(evidence=""),
                name="training_a_qualification_has_its_title_and_evidence",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="training_qualifications_end_after_they_begin",
                violation_error_message=_("The last day must not come before the first."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
                | Q(
                    withdrawn_at__isnull=False,
                    withdrawn_by__isnull=False,
                    withdrawn_reason__regex=r"\S",
                ),
                name="training_qualifications_are_withdrawn_by_someone_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["trainer", "skill", "kind", "title", "since"],
                condition=Q(withdrawn_at__isnull=True),
                name="training_a_qualification_is_recorded_once",
                violation_error_message=_("This qualification is on record already."),
            ),
        ]
        indexes = [models.Index(fields=["skill", "trainer"], name="qualifications_by_skill")]
        triggers = [
            pgtrigger.Trigger(
                name="recorded_by_another",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("recorded_by_id", "trainer_id"),
                func=RECORDED_BY_ANOTHER,
            ),
            pgtrigger.Protect(name="is_never_removed", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="is_withdrawn_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.withdrawn_at IS NOT NULL"),
            ),
            pgtrigger.Protect(
                name="stands_as_recorded",
                operation=pgtrigger.UpdateOf("skill_id", "kind", "title", "since", "until", "evidence"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill}: {self.title}"


class TrainerRule(Dated):
    """Whether a trainer without a qualification in the skill is refused or only warned of. Without a row: warned of."""

    skill = models.ForeignKey(
        SkillArea, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("skill"),
        help_text=_("Left empty: every skill that has no line of its own."),
    )  # fmt: skip
    refuses = models.BooleanField(_("a trainer without a qualification is refused"), default=True)

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("rule about trainers")
        verbose_name_plural = _("rules about trainers")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(source__regex=r"\S"), name="training_a_rule_about_trainers_has_a_source"
            ),
            models.UniqueConstraint(
                fields=["skill", "valid_from"],
                nulls_distinct=False,
                name="training_a_skill_has_one_rule_about_trainers_from_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill or '–'} {self.valid_from}"
