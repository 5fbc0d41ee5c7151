"""Curricula and courses as data: a sixth family or a new course is a row, not code (guideline 5.1)."""

from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from centers.models import Center, Competency, SkillArea
from centers.models.places import Named
from hcec.core.db import append_only
from training.models.rules import Rule

# What a course promises. Whoever changes it, and by whatever way, leaves the old words in a version of their own.
SUBSTANCE = (
    *("name_th", "name_en", "level_th", "level_en", "hours", "min_attendance_percent", "requirements"),
    *("pass_percent", "activity_type", "description_th", "description_en", "curriculum_id", "skill_id"),
)
_CHANGED = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in SUBSTANCE)
NEXT_VERSION = f"""
    IF {_CHANGED} THEN
        NEW.version = OLD.version + 1;
    ELSE
        NEW.version = OLD.version;
    END IF;
    RETURN NEW;
"""
KEEPS_VERSION = f"""
    IF TG_OP = 'INSERT' OR NEW.version <> OLD.version THEN
        INSERT INTO training_courseversion (course_id, number, since, {", ".join(SUBSTANCE)})
        VALUES (NEW.id, NEW.version, now(), {", ".join(f"NEW.{column}" for column in SUBSTANCE)});
    END IF;
    RETURN NEW;
"""


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


class LicenceActivity(models.Model):
    """A kind of professional development in the Teachers' Council's list, in its own words."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name_th = models.CharField(_("name (Thai)"), max_length=200)
    by_course = models.BooleanField(_("a course can count as it"), default=False)
    provenance = models.TextField(_("where this row comes from"), blank=True)

    class Meta:
        verbose_name = _("licence activity")
        verbose_name_plural = _("licence activities")

    def __str__(self) -> str:
        return self.name_th


class CourseFacts(Named, Rule):
    """What is taught: skill, level, hours, and the rule by which people complete.

    `activity_type` is the Teachers' Council's name of the kind of professional development that the course counts
    as when a licence is renewed; empty where it counts as none.
    """

    curriculum = models.ForeignKey(
        Curriculum, on_delete=models.PROTECT, related_name="%(class)ss", verbose_name=_("curriculum")
    )
    skill = models.ForeignKey(
        SkillArea, on_delete=models.PROTECT, related_name="%(class)ss", verbose_name=_("skill area")
    )
    level_th = models.CharField(_("level (Thai)"), max_length=60, blank=True)
    level_en = models.CharField(_("level (English)"), max_length=60, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1)
    activity_type = models.CharField(_("licence activity"), max_length=200, blank=True)
    description_th = models.TextField(_("description (Thai)"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)

    class Meta:
        abstract = True
        constraints = [
            *Rule.Meta.constraints,
            models.CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=400),
                name="training_%(class)ss_have_hours",
                violation_error_message=_("A course has more than 0 and at most 400 hours."),
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


class Course(CourseFacts):
    """A recognised course. `owner` is the center that proposed it, nobody where it is OBEC's own (6.2.5).

    `version` counts the changes of what it promises; the database itself counts and keeps every version.
    """

    code = models.CharField(_("code"), max_length=30, unique=True)
    owner = models.ForeignKey(
        Center, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    competencies = models.ManyToManyField(
        Competency, related_name="courses", blank=True, verbose_name=_("competencies")
    )
    prerequisites = models.ManyToManyField(
        "self", symmetrical=False, related_name="leads_to", blank=True, verbose_name=_("completed before")
    )
    active = models.BooleanField(_("in use"), default=True)
    provenance = models.TextField(_("where this row comes from"), blank=True)

    class Meta(CourseFacts.Meta):
        abstract = False
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        triggers = [
            pgtrigger.Trigger(
                name="counts_its_versions",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=NEXT_VERSION,
            ),
            pgtrigger.Trigger(
                name="keeps_its_versions",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=KEEPS_VERSION,
            ),
        ]


class CourseVersion(CourseFacts):
    """What a course promised from one moment on. The database writes these rows, and they are never rewritten."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    since = models.DateTimeField(_("since"))

    class Meta(CourseFacts.Meta):
        abstract = False
        verbose_name = _("version of a course")
        verbose_name_plural = _("versions of courses")
        constraints = [
            *CourseFacts.Meta.constraints,
            models.UniqueConstraint(
                fields=["course", "number"], name="training_versions_of_a_course_are_numbered_once"
            ),
        ]
        triggers = [*append_only()]


class Material(models.Model):
    """Something to read or watch for a course, at an address. `for_enrolled`: only whoever has a place sees it."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(_("title"), max_length=200)
    link = models.URLField(_("address"), max_length=500)
    for_enrolled = models.BooleanField(_("only for those with a place"), default=True)

    class Meta:
        verbose_name = _("course material")
        verbose_name_plural = _("course materials")
        constraints = [
            models.UniqueConstraint(
                fields=["course", "link"],
                name="training_a_material_is_listed_once",
                violation_error_message=_("The course already has this address."),
            )
        ]

    def __str__(self) -> str:
        return self.title
