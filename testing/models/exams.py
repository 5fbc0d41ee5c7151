"""Scales and exams as data: a new kind of test is a row, not code (guideline 5.2.3)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centers.models import SkillArea
from centers.models.places import Named


class Scale(Named):
    """A ladder of levels, such as CEFR. A changed ladder is a new version: results keep the one they were given on."""

    code = models.CharField(_("code"), max_length=20)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    source = models.TextField(_("source"), blank=True)

    class Meta:
        verbose_name = _("scale")
        verbose_name_plural = _("scales")
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="testing_scales_have_one_row_a_version")
        ]


class Band(Named):
    """One step of a scale. Ranks compare ("B2 or better"); `min_score` turns a total score into a level."""

    scale = models.ForeignKey(Scale, on_delete=models.PROTECT, related_name="bands")
    rank = models.SmallIntegerField(_("rank"))
    code = models.CharField(_("code"), max_length=20)
    min_score = models.DecimalField(_("least score"), max_digits=6, decimal_places=2, null=True, blank=True)
    description_th = models.TextField(blank=True)
    description_en = models.TextField(blank=True)

    class Meta:
        verbose_name = _("level")
        verbose_name_plural = _("levels")
        constraints = [
            models.UniqueConstraint(fields=["scale", "rank"], name="testing_levels_of_a_scale_have_an_order"),
            models.UniqueConstraint(
                fields=["scale", "code"], name="testing_levels_of_a_scale_have_own_codes"
            ),
            # What a composite foreign key of the results points at.
            models.UniqueConstraint(fields=["id", "scale"], name="testing_levels_know_their_scale"),
        ]


class Exam(Named):
    """A test that centers offer: what it measures, on which scale, in which parts, by whom it was made.

    A test of an outside provider follows the provider's international standard; a center needs more for it (7.4).
    """

    class Kind(models.TextChoices):
        OWN = "own", _("Test of the HCEC centers")
        PROVIDER = "provider", _("Test of an outside provider, to international standards")

    code = models.CharField(_("code"), max_length=30, unique=True)
    skill = models.ForeignKey(
        SkillArea, on_delete=models.PROTECT, related_name="exams", verbose_name=_("skill area")
    )
    scale = models.ForeignKey(Scale, on_delete=models.PROTECT, related_name="exams", verbose_name=_("scale"))
    kind = models.CharField(_("kind of test"), max_length=20, choices=Kind, default=Kind.OWN)
    provider_th = models.CharField(_("provider (Thai)"), max_length=200, blank=True)
    provider_en = models.CharField(_("provider (English)"), max_length=200, blank=True)
    validity_months = models.PositiveSmallIntegerField(
        _("result is valid for (months)"), null=True, blank=True
    )
    appeal_days = models.PositiveSmallIntegerField(
        _("a result can be appealed for (days)"), default=15, db_default=15
    )
    duration_minutes = models.PositiveSmallIntegerField(_("duration (minutes)"))
    active = models.BooleanField(_("in use"), default=True)
    source = models.TextField(_("source"), blank=True)

    class Meta:
        verbose_name = _("exam")
        verbose_name_plural = _("exams")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["own", "provider"]), name="testing_kinds_of_exams_are_known"
            ),
            models.CheckConstraint(
                condition=Q(duration_minutes__gte=1, duration_minutes__lte=600),
                name="testing_exams_last_up_to_ten_hours",
                violation_error_message=_("A test lasts between 1 and 600 minutes."),
            ),
            models.CheckConstraint(
                condition=Q(validity_months__isnull=True) | Q(validity_months__gte=1),
                name="testing_results_are_valid_for_a_month_at_least",
            ),
        ]


class ExamPart(Named):
    """One part of an exam, such as listening, with its own score or level beside the overall one."""

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="parts")
    position = models.PositiveSmallIntegerField(_("place in the order"))
    code = models.CharField(_("code"), max_length=30)
    max_score = models.DecimalField(_("highest score"), max_digits=6, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("part of an exam")
        verbose_name_plural = _("parts of exams")
        constraints = [
            models.UniqueConstraint(
                fields=["exam", "position"], name="testing_parts_of_an_exam_have_an_order"
            ),
            models.UniqueConstraint(fields=["exam", "code"], name="testing_parts_of_an_exam_have_own_codes"),
        ]
