"""Rules of who may enrol again: data with dates and a source (guideline 6.4.6)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centers.models import SkillArea
from centers.models.rules import DatedRule
from training.models.courses import Course


class EligibilityRule(DatedRule):
    """One rule for a course, or for every course of a skill. It judges the enrolments made on the days it is in force.

    What counts is a place and a completion, not a round that somebody did not complete: she may try again. Months lie
    between the first days of two rounds; rounds of a fiscal year (1 October to 30 September) are those that begin in it.
    """

    class Kind(models.TextChoices):
        AGAIN = "again", _("Months between two rounds")
        YEAR = "year", _("Rounds in a fiscal year")

    course = models.ForeignKey(
        Course,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rules",
        verbose_name=_("course"),
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
    value = models.PositiveSmallIntegerField(_("months, or number of rounds"))
    desk_may_waive = models.BooleanField(
        _("staff may let somebody in at the door against it"),
        default=False,
        db_default=False,
        help_text=_("At the door of a meeting, with a reason that stays on record."),
    )

    class Meta(DatedRule.Meta):
        abstract = False
        verbose_name = _("rule of eligibility")
        verbose_name_plural = _("rules of eligibility")
        constraints = [
            *DatedRule.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=["again", "year"]), name="training_kinds_of_rules_are_known"
            ),
            models.CheckConstraint(
                condition=Q(course__isnull=False, skill__isnull=True)
                | Q(course__isnull=True, skill__isnull=False),
                name="training_a_rule_is_for_a_course_or_for_a_skill",
                violation_error_message=_("A rule is for one course or for one skill area."),
            ),
            models.CheckConstraint(
                condition=Q(value__gte=1, value__lte=120),
                name="training_a_rule_has_a_value",
                violation_error_message=_("The number lies between 1 and 120."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value} ({self.course or self.skill})"
