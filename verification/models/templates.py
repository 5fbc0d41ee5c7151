"""How the paper of a kind looks: one template a kind, its versions, and the pictures on them (guideline 5.3.1)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hcec.core.db import append_only

LONGEST_HOLD = 24 * 14  # hours


class Kind(models.TextChoices):
    COMPLETION = "completion", _("Training certificate")
    TEST_RESULT = "test_result", _("Test result certificate")
    RECOGNITION = "recognition", _("Certificate of recognition")
    ATTESTATION = "attestation", _("Letter of attestation")


class Digits(models.TextChoices):
    THAI = "thai", _("Thai digits (๑๒๓)")
    ARABIC = "arabic", _("Arabic digits (123)")


class Colour(models.TextChoices):
    """The house's own colours; the style sheet has a class for each."""

    BLUE = "blue", _("Blue and gold")
    GREEN = "green", _("Green and gold")
    MAROON = "maroon", _("Maroon and gold")
    GREY = "grey", _("Dark grey")


class Frame(models.TextChoices):
    GUILLOCHE = "guilloche", _("Fine waves, as on bank notes")
    LINES = "lines", _("Two plain lines")
    NONE = "none", _("No frame")


class SecondSignatory(models.TextChoices):
    """Who signs beside the director of the center."""

    NOBODY = "", _("Nobody: the director of the center signs alone")
    PROVINCE = "province", _("The director of the area office, for the province’s committee")


class Template(models.Model):
    """The design of one kind of certificate, the same for every center (decision 0028)."""

    kind = models.CharField(max_length=20, choices=Kind, unique=True)
    hold_hours = models.PositiveSmallIntegerField(_("hold before public (hours)"), default=24)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values), name="verification_template_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(hold_hours__lte=LONGEST_HOLD),
                name="verification_a_hold_is_two_weeks_at_most",
                violation_error_message=_("Hold certificates back for two weeks at most."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Logo(models.Model):
    """A picture for the head of the paper, drawn anew by the portal; a frozen version may show it for ever."""

    name = models.CharField(_("name"), max_length=80)
    picture = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        triggers = append_only()

    def __str__(self) -> str:
        return self.name


class TemplateVersion(models.Model):
    """One state of a template: a draft until it is published, never changed after.

    Lines hold named places in braces ({hours}); what stands in square brackets is left out where a place in it is empty.
    The first version of each kind came with the portal and was published by nobody.
    """

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    grant = models.CharField(_("line above the name"), max_length=160)
    did = models.CharField(_("line below the name"), max_length=160)
    detail_th = models.CharField(_("details in Thai"), max_length=200)
    detail_en = models.CharField(_("details in English"), max_length=200, blank=True)
    given = models.CharField(_("line of the day"), max_length=160)
    digits = models.CharField(
        _("digits of the Thai lines"), max_length=10, choices=Digits, default=Digits.THAI
    )
    bilingual = models.BooleanField(_("Thai and English"), default=True)
    colour = models.CharField(_("colour"), max_length=10, choices=Colour, default=Colour.BLUE)
    frame = models.CharField(_("frame"), max_length=10, choices=Frame, default=Frame.GUILLOCHE)
    second_signatory = models.CharField(
        _("second signatory"), max_length=10, choices=SecondSignatory, blank=True
    )
    left_logo = models.ForeignKey(
        Logo, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("left logo")
    )
    right_logo = models.ForeignKey(
        Logo, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("right logo")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["template", "number"], name="verification_versions_of_a_template_are_counted"
            ),
            models.UniqueConstraint(
                fields=["template"], condition=Q(published_at__isnull=True),
                name="verification_a_template_has_one_draft",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="verification_versions_count_from_one"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False)
                | Q(published_at__isnull=False, number=1),
                name="verification_a_version_is_published_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(digits__in=Digits.values) & Q(colour__in=Colour.values)
                & Q(frame__in=Frame.values) & Q(second_signatory__in=SecondSignatory.values),
                name="verification_a_version_takes_house_choices",
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Protect(
                name="published_versions_are_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.published_at is None
