"""What a day is to a school: within which term, and what its teachers should be able to do by the framework of that day."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from centers.models.places import Named, SkillArea


class DateRange(Func):
    """Two days as the range between them."""

    function = "daterange"
    output_field = DateRangeField()


class SchoolTerm(models.Model):
    """A term of the school year (Buddhist era), both days within it. OBEC enters another one where schools open later."""

    year = models.PositiveSmallIntegerField(_("school year"))
    term = models.PositiveSmallIntegerField(_("term"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    provenance = models.TextField(_("where this row comes from"), blank=True)

    class Meta:
        verbose_name = _("school term")
        verbose_name_plural = _("school terms")
        constraints = [
            models.UniqueConstraint(fields=["year", "term"], name="centers_school_terms_are_named_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="centers_school_terms_end_after_they_start",
                violation_error_message=_("The end must come after the start."),
            ),
            ExclusionConstraint(
                name="centers_school_terms_never_overlap",
                expressions=[
                    (
                        DateRange("starts_on", "ends_on", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    )
                ],
                violation_error_message=_("Another term has some of these days."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("Term %(term)s/%(year)s") % {"term": self.term, "year": self.year}


class Competency(Named):
    """One thing to be able to do, with a code that courses, tests and plans point at; it counts from one day to another."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    skill = models.ForeignKey(
        SkillArea, on_delete=models.PROTECT, related_name="competencies", verbose_name=_("skill area")
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    provenance = models.TextField(_("where this row comes from"), blank=True)

    class Meta:
        verbose_name = _("competency")
        verbose_name_plural = _("competencies")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="centers_competencies_end_after_they_begin",
                violation_error_message=_("The end must come after the start."),
            )
        ]
