"""Standards 7.1 to 7.4 as a versioned checklist: a center assesses and signs, the province confirms, OBEC samples."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from centers.lifecycles import ASSESSMENT, AssessmentStatus
from centers.models.centers import Center
from hcec.core.access import BranchQuerySet


class Standard(models.Model):
    """One version of the checklist. Used ones never change; a new version is a new row."""

    version = models.PositiveSmallIntegerField(_("version"), unique=True)
    in_use_from = models.DateField(_("in use from"))
    enforced_from = models.DateField(
        _("decides what centers may open from"),
        null=True,
        blank=True,
        help_text=_("Before this day a center that has not been assessed may still open everything."),
    )
    source = models.TextField(_("source"), blank=True)

    class Meta:
        verbose_name = _("version of the standards")
        verbose_name_plural = _("versions of the standards")

    def __str__(self) -> str:
        return str(self.version)


class StandardItem(models.Model):
    """One line of the checklist. `needed_for` names the kinds of activity that must not open without it."""

    class Activity(models.TextChoices):
        TEST = "test", _("Test sessions")
        INTERNATIONAL = "international", _("Tests to international standards")
        VIRTUAL = "virtual", _("Virtual classrooms")
        ROUND = "round", _("Training rounds")
        PUBLIC = "public", _("Services to the general public")

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    clause = models.CharField(max_length=10)
    text_th = models.CharField(max_length=400)
    text_en = models.CharField(max_length=400, blank=True)
    needed_for = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["standard", "position"], name="centers_standard_items_have_an_order"
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return (self.text_en or self.text_th) if get_language() == "en" else self.text_th


class Assessment(models.Model):
    """One assessment of a center against a version: signed by the center, confirmed by the province, sampled by OBEC."""

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="assessments")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="assessments")
    status = models.CharField(max_length=20, choices=AssessmentStatus, default=AssessmentStatus.DRAFT)
    version = models.PositiveIntegerField(default=0)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    returned_because = models.TextField(_("why it was returned"), blank=True)
    sampled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    sampled_at = models.DateTimeField(null=True)
    sample_upheld = models.BooleanField(null=True)
    sample_note = models.TextField(blank=True)

    objects = BranchQuerySet.as_manager()

    class Meta:
        constraints = [
            ASSESSMENT.constraint(),
            models.UniqueConstraint(
                fields=["center"],
                condition=Q(status__in=["draft", "signed"]),
                name="centers_have_one_assessment_under_way",
                violation_error_message=_("The center already has an assessment under way."),
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(signed_by__isnull=False, signed_at__isnull=False),
                name="centers_assessment_is_signed_by_someone_at_a_time",
            ),
            models.CheckConstraint(
                condition=(~Q(status="confirmed") & Q(confirmed_by__isnull=True))
                | Q(
                    status__in=["confirmed", "overturned"],
                    confirmed_by__isnull=False,
                    confirmed_at__isnull=False,
                ),
                name="centers_assessment_is_confirmed_by_someone_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("signed_by")),
                name="centers_nobody_confirms_the_assessment_she_signed",
                violation_error_message=_("Nobody confirms an assessment that she signed."),
            ),
            models.CheckConstraint(
                condition=Q(sampled_by__isnull=True)
                | (~Q(sampled_by=F("signed_by")) & ~Q(sampled_by=F("confirmed_by"))),
                name="centers_nobody_samples_what_she_signed_or_confirmed",
                violation_error_message=_(
                    "OBEC samples confirmed assessments, by someone who neither signed nor confirmed them."
                ),
            ),
        ]
        triggers = [ASSESSMENT.trigger()]

    def __str__(self) -> str:
        return f"{self.center} ({self.standard})"


class AssessmentAnswer(models.Model):
    """The center's answer to one line, with its evidence."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    item = models.ForeignKey(StandardItem, on_delete=models.PROTECT, related_name="+")
    met = models.BooleanField(null=True)
    note = models.TextField(blank=True)
    evidence = models.FileField(upload_to="standards/%Y", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "item"], name="centers_a_line_is_answered_once")
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.met}"
