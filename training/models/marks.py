"""Marks of a round: the course's own assessment, and the tests before and after it (guideline 6.4.6; H2)."""

from decimal import ROUND_DOWN, Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hcec.core.access import BranchQuerySet
from training.models.attendance import NEVER_ONES_OWN
from training.models.enrolments import Enrolment
from training.models.rounds import Round

HUNDREDTH = Decimal("0.01")

# A completion walks back to the assessment, so it stands still once completions are decided.
STANDS_ONCE_DECIDED = """
    PERFORM 1 FROM training_round WHERE id = COALESCE(NEW.round_id, OLD.round_id) AND status = 'finalised'
        AND COALESCE(NEW.kind, OLD.kind) = 'assessment';
    IF FOUND THEN
        RAISE EXCEPTION 'training_the_assessment_stands_once_completions_are_decided' USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


class MarkQuerySet(BranchQuerySet):
    center_path = "round__center"


class Mark(models.Model):
    """Points of one person, out of `of_score`. Without a `score`: it is on record that she did not take it.

    `round` is carried so that the database can compare (the migration lays the key): it is the round of the enrolment.
    """

    class Kind(models.TextChoices):
        BEFORE = "before", _("Test before")
        AFTER = "after", _("Test after")
        ASSESSMENT = "assessment", _("Assessment at the end")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="marks", db_constraint=False)
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="marks", db_constraint=False
    )
    kind = models.CharField(_("which test"), max_length=20, choices=Kind)
    score = models.DecimalField(_("points"), max_digits=6, decimal_places=2, null=True)
    of_score = models.DecimalField(_("full points"), max_digits=6, decimal_places=2)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "kind"], name="training_a_person_has_one_mark_of_a_kind_a_round"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["before", "after", "assessment"]), name="training_mark_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(of_score__gt=0),
                name="training_a_test_has_full_points",
                violation_error_message=_("The full points are more than 0."),
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=F("of_score")),
                name="training_points_lie_between_none_and_all",
                violation_error_message=_("Points lie between 0 and the full points."),
            ),
        ]
        indexes = [models.Index(fields=["round", "kind"], name="marks_of_a_round")]
        triggers = [
            pgtrigger.Trigger(
                name="stands_once_completions_are_decided",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=STANDS_ONCE_DECIDED,
            ),
            pgtrigger.Trigger(
                name="never_ones_own",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=NEVER_ONES_OWN.format(
                    column="recorded_by_id", truth="training_nobody_records_their_own_mark"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.score}/{self.of_score}"

    @property
    def percent(self) -> Decimal | None:
        """The share of the full points in hundredths, rounded down; None for who did not take it."""
        if self.score is None:
            return None
        return (self.score * 100 / self.of_score).quantize(HUNDREDTH, ROUND_DOWN)

    def reaches(self, percent: int) -> bool:
        """Whether the points are at least this share of all; compared exactly, as the database does."""
        return self.score is not None and self.score * 100 >= percent * self.of_score
