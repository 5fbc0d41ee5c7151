"""Bodies outside that check many certificates at once, by agreement; and every look-up that they made."""

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hcec.core.db import append_only
from verification.models.certificates import Certificate

MOST_A_DAY = 100_000


class RegisteredBody(models.Model):
    """An employer, a council, another ministry: who answers for it, by which agreement, until when, how many a day."""

    name = models.CharField(_("name of the body"), max_length=200, unique=True)
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("contact")
    )
    agreement = models.CharField(_("agreement"), max_length=200)
    last_day = models.DateField(_("last day of the agreement"))
    a_day = models.PositiveIntegerField(
        _("numbers a day"), default=10_000, validators=[MaxValueValidator(MOST_A_DAY)]
    )
    token_sha256 = models.CharField(max_length=64, blank=True)
    admitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    admitted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("registered body")
        verbose_name_plural = _("registered bodies")
        constraints = [
            models.CheckConstraint(
                condition=Q(a_day__gte=1, a_day__lte=MOST_A_DAY), name="verification_a_body_has_a_daily_limit"
            ),
            models.CheckConstraint(
                condition=Q(token_sha256__regex="^([0-9a-f]{64})?$"),
                name="verification_a_body_keeps_the_hash_of_its_token_alone",
            ),
            models.UniqueConstraint(
                fields=["token_sha256"],
                condition=~Q(token_sha256=""),
                name="verification_a_token_is_of_one_body",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("admitted_at")),
                name="verification_a_body_ends_after_it_was_admitted",
            ),
            models.CheckConstraint(
                condition=~Q(contact=F("admitted_by")),
                name="verification_nobody_admits_their_own_body",
                violation_error_message=_("Nobody admits the body that they speak for."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="bodies_are_never_removed", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="an_ended_body_stays_ended",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Channel(models.TextChoices):
    PAGE = "page", _("File on the page")
    API = "api", _("Program")


class Inquiry(models.Model):
    """One file or one call of a program: so many numbers, asked at one moment."""

    body = models.ForeignKey(RegisteredBody, on_delete=models.PROTECT, related_name="inquiries")
    channel = models.CharField(max_length=10, choices=Channel)
    at = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(count__gte=1, count__lte=1000), name="verification_an_inquiry_asks_for_some"
            )
        ]
        indexes = [models.Index(fields=["body", "-at"], name="inquiries_of_a_body")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.body_id} {self.at:%Y-%m-%d %H:%M} ({self.count})"


class Told(models.TextChoices):
    """What one row was answered; mistyped tells a slip of the pen from a number that was never given out."""

    VALID = "valid", _("Valid")
    EXPIRED = "expired", _("Expired")
    REPLACED = "replaced", _("Replaced by a new one")
    REVOKED = "revoked", _("Revoked")
    UNKNOWN = "unknown", _("Never issued")
    MISTYPED = "mistyped", _("Mistyped")


class LookUp(models.Model):
    """One number of an inquiry and what was answered. The holder of the certificate sees it."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="look_ups")
    row = models.PositiveIntegerField()  # as the file numbers it; for programs from one
    asked = models.CharField(max_length=60)
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, null=True, related_name="look_ups")
    answer = models.CharField(max_length=20, choices=Told)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "row"], name="verification_each_row_is_answered_once"),
            models.CheckConstraint(
                condition=Q(certificate__isnull=True, answer__in=("unknown", "mistyped"))
                | Q(certificate__isnull=False, answer__in=("valid", "expired", "replaced", "revoked")),
                name="verification_an_answer_fits_its_certificate",
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.asked}: {self.answer}"
