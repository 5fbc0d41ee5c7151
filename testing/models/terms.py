"""What an exam costs whom, and what a level of one scale counts as on another: data with dates and a source (5.2.3)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from centers.models import Affiliation, Center
from centers.models.dated import Dated
from hcec.accounts.models import User
from testing.models.exams import Band, Exam


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


class FeeWaiver(Dated):
    """Whoever pays no fee by rule: of a kind, of an affiliation, at a center, for an exam; what is empty holds for all."""

    exam = models.ForeignKey(
        Exam,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="fee_waivers",
        verbose_name=_("exam"),
    )
    kind = models.CharField(_("for whom"), max_length=20, choices=User.Kind, blank=True)
    affiliation = models.ForeignKey(
        Affiliation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("affiliation"),
    )
    center = models.ForeignKey(
        Center, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("center")
    )

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("waiver of a fee by rule")
        verbose_name_plural = _("waivers of fees by rule")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=["", "teacher", "personnel", "student", "public"]),
                name="testing_fees_are_waived_for_kinds_that_are_known",
            ),
        ]

    def __str__(self) -> str:
        return self.source


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


class Recognition(Dated):
    """A purpose for which a level, or a better one of its scale, counts: by whose letter and from when to when.

    `age_months` is how old a result may be for it. The portal says what counts; whoever grants a licence or a standing decides.
    """

    class Purpose(models.TextChoices):
        LICENCE = "licence", _("Professional licence")
        STANDING = "standing", _("Academic standing")
        OTHER = "other", _("Another purpose")

    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose)
    level = models.ForeignKey(
        Band, on_delete=models.PROTECT, related_name="counts_for", verbose_name=_("least level")
    )
    age_months = models.PositiveSmallIntegerField(_("a result may be so old (months)"), null=True, blank=True)
    words_th = models.TextField(_("what it counts for (Thai)"))
    words_en = models.TextField(_("what it counts for (English)"), blank=True)

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("purpose that a level counts for")
        verbose_name_plural = _("purposes that levels count for")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(purpose__in=["licence", "standing", "other"]),
                name="testing_purposes_of_levels_are_known",
            ),
            models.CheckConstraint(
                condition=Q(age_months__isnull=True) | Q(age_months__gte=1),
                name="testing_a_result_that_counts_may_be_a_month_old",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level}: {self.words}"

    @property
    def words(self) -> str:
        """What it counts for, in the reader's language."""
        return (self.words_en or self.words_th) if get_language() == "en" else self.words_th
