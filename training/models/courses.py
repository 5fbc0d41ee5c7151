"""Curricula and courses as data: a sixth family or a new course is a row, not code (guideline 5.1)."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from centers.models import SkillArea
from centers.models.places import Named


def hours_text(hours: Decimal | int) -> str:
    """12, or 7.5: no more decimals than there are."""
    return f"{Decimal(hours).normalize():f}"


class Curriculum(Named):
    """A family of courses; the guideline names five (5.1.1 to 5.1.5)."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    clause = models.CharField(_("paragraph of the guideline"), max_length=20, blank=True)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=100)
    provenance = models.TextField(_("where this row comes from"), blank=True)

    class Meta:
        verbose_name = _("curriculum")
        verbose_name_plural = _("curricula")


class Course(Named):
    """What is taught: skill, level, hours, and the share of them that must be attended to complete.

    `activity_type` is the Teachers' Council's name of the kind of professional development that the course counts
    as when a licence is renewed; empty where it counts as none.
    """

    code = models.CharField(_("code"), max_length=30, unique=True)
    curriculum = models.ForeignKey(
        Curriculum, on_delete=models.PROTECT, related_name="courses", verbose_name=_("curriculum")
    )
    skill = models.ForeignKey(
        SkillArea, on_delete=models.PROTECT, related_name="courses", verbose_name=_("skill area")
    )
    level_th = models.CharField(_("level (Thai)"), max_length=60, blank=True)
    level_en = models.CharField(_("level (English)"), max_length=60, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1)
    min_attendance_percent = models.PositiveSmallIntegerField(_("least attendance (%)"), default=80)
    activity_type = models.CharField(_("licence activity"), max_length=200, blank=True)
    description_th = models.TextField(_("description (Thai)"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    active = models.BooleanField(_("in use"), default=True)
    provenance = models.TextField(_("where this row comes from"), blank=True)

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = [
            models.CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=400),
                name="training_courses_have_hours",
                violation_error_message=_("A course has more than 0 and at most 400 hours."),
            ),
            models.CheckConstraint(
                condition=Q(min_attendance_percent__gte=1, min_attendance_percent__lte=100),
                name="training_least_attendance_is_a_percentage",
                violation_error_message=_("The least attendance lies between 1 and 100 percent."),
            ),
        ]

    @property
    def hours_text(self) -> str:
        """12, or 7.5: no more decimals than there are."""
        return hours_text(self.hours)

    @property
    def level(self) -> str:
        return (self.level_en or self.level_th) if get_language() == "en" else self.level_th

    @property
    def description(self) -> str:
        return (self.description_en or self.description_th) if get_language() == "en" else self.description_th
