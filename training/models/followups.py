"""What became of a course in class: asked three and six months after it was completed, with one piece of evidence (H2)."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hcec.core.access import BranchQuerySet
from training.models.attendance import Completion

MONTHS = (3, 6)


class Use(models.TextChoices):
    """How much of what was learned is used."""

    OFTEN = "often", _("Regularly")
    SOMETIMES = "sometimes", _("Now and then")
    NOT_YET = "not_yet", _("Not yet")


class FollowUpQuerySet(BranchQuerySet):
    center_path = "completion__enrolment__round__center"


class FollowUp(models.Model):
    """One question to one person. Answered once; whoever uses what she learned shows one thing from her class."""

    completion = models.ForeignKey(Completion, on_delete=models.PROTECT, related_name="follow_ups")
    months = models.PositiveSmallIntegerField(_("months after completion"))
    asked_at = models.DateTimeField(_("asked on"))
    use = models.CharField(_("use in class or at work"), max_length=20, choices=Use, blank=True)
    words = models.TextField(_("what was done and what came of it"), blank=True)
    evidence = models.FileField(_("evidence from class"), upload_to="follow-up/%Y", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints = [
            models.UniqueConstraint(
                fields=["completion", "months"], name="training_a_completion_is_followed_up_once_a_time"
            ),
            models.CheckConstraint(
                condition=Q(months__in=[3, 6]), name="training_follow_ups_come_after_three_and_six_months"
            ),
            models.CheckConstraint(
                condition=Q(use__in=["", "often", "sometimes", "not_yet"]),
                name="training_use_in_class_is_known",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, use="", words="", evidence="", sha256="")
                | (Q(answered_at__isnull=False) & ~Q(use="") & Q(words__regex=r"\S")),
                name="training_an_answered_follow_up_says_something",
                violation_error_message=_("Say what you did and what came of it."),
            ),
            models.CheckConstraint(
                condition=~Q(use__in=["often", "sometimes"]) | (~Q(evidence="") & ~Q(sha256="")),
                name="training_use_in_class_is_shown_by_evidence",
                violation_error_message=_(
                    "Attach one thing that shows it: a picture, a plan, a pupil's work."
                ),
            ),
        ]
        indexes = [models.Index(fields=["asked_at", "id"], name="follow_ups_by_day")]
        triggers = [
            pgtrigger.Trigger(
                name="stands_once_answered",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.answered_at IS NOT NULL"),
                func="RAISE EXCEPTION 'training_a_follow_up_is_answered_once' USING ERRCODE = 'check_violation';",
            )
        ]

    def __str__(self) -> str:
        return f"{self.completion_id} +{self.months}"
