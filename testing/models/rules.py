"""Rules of who may sit a test again and what comes before it: data with dates and a source (guideline 5.2.1, 7.1)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centers.models import SkillArea
from centers.models.rules import DatedRule
from testing.models.exams import Band, Exam


class EligibilityRule(DatedRule):
    """One rule for an exam, or for every exam of a skill. It judges the bookings made on the days it is in force.

    A rest is counted in days between the days of two tests; attempts in a fiscal year (1 October to 30 September) by the
    day of the test. A seat that is booked counts as a test; a number on a waiting list does not, and is judged again
    when a seat comes free.
    """

    class Kind(models.TextChoices):
        REST = "rest", _("Days between two tests")
        ATTEMPTS = "attempts", _("Tests in a fiscal year")
        LEVEL = "level", _("A level reached before")

    exam = models.ForeignKey(
        Exam, on_delete=models.PROTECT, null=True, blank=True, related_name="rules", verbose_name=_("exam")
    )
    skill = models.ForeignKey(
        SkillArea,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("skill area"),
    )
    kind = models.CharField(_("kind of rule"), max_length=10, choices=Kind)
    value = models.PositiveSmallIntegerField(_("days, or number of tests"), null=True, blank=True)
    level = models.ForeignKey(
        Band, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("least level")
    )
    desk_may_waive = models.BooleanField(
        _("the check-in desk may let somebody in against it"), default=False, db_default=False,
        help_text=_("At the door, with a reason that stays on record."),
    )  # fmt: skip

    class Meta(DatedRule.Meta):
        abstract = False
        verbose_name = _("rule of eligibility")
        verbose_name_plural = _("rules of eligibility")
        constraints = [
            *DatedRule.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=["rest", "attempts", "level"]), name="testing_kinds_of_rules_are_known"
            ),
            models.CheckConstraint(
                condition=Q(exam__isnull=False, skill__isnull=True)
                | Q(exam__isnull=True, skill__isnull=False),
                name="testing_a_rule_is_for_an_exam_or_for_a_skill",
                violation_error_message=_("A rule is for one exam or for one skill area."),
            ),
            models.CheckConstraint(
                condition=Q(kind="level", level__isnull=False, value__isnull=True)
                | (~Q(kind="level") & Q(level__isnull=True, value__isnull=False, value__gte=1)),
                name="testing_a_rule_has_the_value_of_its_kind",
                violation_error_message=_(
                    "A rest and attempts need a number; a level before needs the level."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.level or self.value} ({self.exam or self.skill})"
