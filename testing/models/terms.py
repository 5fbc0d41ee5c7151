"""What an exam costs whom, and what a level of one scale counts as on another: data with dates and a source (5.2.3)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hcec.accounts.models import User
from testing.models.exams import Band, Exam


class Dated(models.Model):
    """A row that holds from one day to another, and says who decided so."""

    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)
    source = models.TextField(_("source"))

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="%(app_label)s_%(class)s_ends_after_it_begins",
                violation_error_message=_("The last day must not come before the first."),
            )
        ]


class ExamFee(Dated):
    """What a kind of person pays for an exam, in baht; without a kind, whoever has no line of her own."""

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="fees", verbose_name=_("exam"))
    kind = models.CharField(
        _("paid by"), max_length=20, choices=User.Kind, blank=True, help_text=_("Left empty: everyone else.")
    )
    amount = models.DecimalField(_("fee (baht)"), max_digits=8, decimal_places=2)

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("fee of an exam")
        verbose_name_plural = _("fees of exams")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=["", "teacher", "personnel", "student", "public"]),
                name="testing_fees_are_paid_by_kinds_that_are_known",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="testing_fees_are_not_negative"),
            models.UniqueConstraint(
                fields=["exam", "kind", "valid_from"], name="testing_a_kind_has_one_fee_from_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exam}: {self.get_kind_display()} {self.amount}"


class Equivalence(Dated):
    """A level of one scale that counts as a level of another."""

    level = models.ForeignKey(
        Band, on_delete=models.PROTECT, related_name="counts_as", verbose_name=_("level")
    )
    counts_as = models.ForeignKey(
        Band, on_delete=models.PROTECT, related_name="+", verbose_name=_("counts as")
    )

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("equivalence of levels")
        verbose_name_plural = _("equivalences of levels")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(level=F("counts_as")), name="testing_a_level_counts_as_another_one"
            ),
            models.UniqueConstraint(
                fields=["level", "counts_as", "valid_from"],
                name="testing_an_equivalence_stands_once_from_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} = {self.counts_as}"
