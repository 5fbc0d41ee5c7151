"""What a speaker is paid for the meetings she held: rates as data, vouchers prepared by one and approved by another (L5).

Rules: regulation of the Ministry of Finance on training expenses B.E. 2549 with its changes of 2552 and 2555.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from centers.models.dated import Dated
from hcec.core.access import BranchQuerySet
from training.lifecycles import VOUCHER, VoucherStatus
from training.models.meetings import Meeting
from training.models.rounds import Round

FROZEN = (
    *(
        "center_id",
        "round_id",
        "person_id",
        "rate_id",
        "fiscal_year",
        "number",
        "payee",
        "address",
        "ceiling",
    ),
    *("per_hour", "hours", "amount", "note", "prepared_by_id", "prepared_at"),
)

# A line belongs to the person of its voucher and to a meeting that she taught in its round.
LINE_IS_HERS = """
    PERFORM 1 FROM training_voucher v JOIN training_meeting m ON m.round_id = v.round_id
      JOIN training_teaching g ON g.meeting_id = m.id AND g.person_id = v.person_id
     WHERE v.id = NEW.voucher_id AND v.person_id = NEW.person_id AND m.id = NEW.meeting_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'training_a_voucher_pays_meetings_that_its_person_taught' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Payee(models.TextChoices):
    """Whom a rate is for."""

    GOVERNMENT = "government", _("Staff of the state")
    OUTSIDE = "outside", _("Not staff of the state")


class SpeakerRate(Dated):
    """The most that an hour of a speaker is paid (baht), by whom it is paid to; `sure` says how sure we are of it."""

    class Sure(models.TextChoices):
        READ = "read", _("Read in the source itself")
        REPORTED = "reported", _("As other documents report it")
        ASSUMED = "assumed", _("Assumed, to be confirmed")

    payee = models.CharField(_("who is paid"), max_length=20, choices=Payee)
    per_hour = models.DecimalField(_("most for an hour (baht)"), max_digits=8, decimal_places=2)
    sure = models.CharField(_("how sure"), max_length=20, choices=Sure, default=Sure.ASSUMED)

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("rate of a speaker")
        verbose_name_plural = _("rates of speakers")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(payee__in=["government", "outside"], sure__in=["read", "reported", "assumed"]),
                name="training_rates_of_speakers_are_of_known_kinds",
            ),
            models.CheckConstraint(
                condition=Q(per_hour__gt=0), name="training_rates_of_speakers_are_positive"
            ),
            models.UniqueConstraint(
                fields=["payee", "valid_from"], name="training_a_kind_of_speaker_has_one_rate_from_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_payee_display()} {self.per_hour}"


class VoucherQuerySet(BranchQuerySet):
    center_path = "center"


class Voucher(models.Model):
    """One person's pay for meetings of one round. What was prepared is frozen; only the decision is added to it.

    `payee` and `address` are as they are printed. More than the rate of the day needs a `note`.
    """

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="vouchers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="vouchers")
    rate = models.ForeignKey(SpeakerRate, on_delete=models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    number = models.PositiveIntegerField(_("number"))
    payee = models.CharField(_("name of the payee"), max_length=200)
    address = models.TextField(_("address of the payee"))
    ceiling = models.DecimalField(_("most for an hour (baht)"), max_digits=8, decimal_places=2)
    per_hour = models.DecimalField(_("for an hour (baht)"), max_digits=8, decimal_places=2)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1)
    amount = models.DecimalField(_("sum (baht)"), max_digits=10, decimal_places=2)
    note = models.TextField(_("why more than the rate"), blank=True)
    status = models.CharField(max_length=20, choices=VoucherStatus, default=VoucherStatus.PREPARED)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = VoucherQuerySet.as_manager()

    class Meta:
        verbose_name = _("voucher of a speaker")
        verbose_name_plural = _("vouchers of speakers")
        constraints = [
            VOUCHER.constraint(),
            models.UniqueConstraint(
                fields=["center", "fiscal_year", "number"], name="training_vouchers_of_a_year_are_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(hours__gt=0, amount=F("hours") * F("per_hour")),
                name="training_a_voucher_is_hours_times_the_rate",
            ),
            models.CheckConstraint(
                condition=Q(per_hour__gt=0)
                & (Q(per_hour__lte=F("ceiling"), note="") | Q(per_hour__gt=F("ceiling"), note__regex=r"\S")),
                name="training_more_than_the_rate_needs_a_note",
                violation_error_message=_("Say why the speaker is paid more than the rate."),
            ),
            models.CheckConstraint(
                condition=Q(payee__regex=r"\S", address__regex=r"\S"),
                name="training_a_voucher_names_its_payee",
            ),
            models.CheckConstraint(
                condition=Q(status="prepared", decided_by__isnull=True, decided_at__isnull=True, reason="")
                | Q(status="approved", decided_by__isnull=False, decided_at__isnull=False, reason="")
                | Q(status="declined", decided_by__isnull=False, decided_at__isnull=False, reason__regex=r"\S"),
                name="training_vouchers_are_decided_by_someone_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(prepared_by=F("person"))
                & (
                    Q(decided_by__isnull=True)
                    | (~Q(decided_by=F("prepared_by")) & ~Q(decided_by=F("person")))
                ),
                name="training_payee_preparer_and_approver_are_three_people",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["center", "status"], name="vouchers_of_a_center")]
        triggers = [
            VOUCHER.trigger(),
            pgtrigger.Protect(name="is_never_removed", operation=pgtrigger.Delete),
            pgtrigger.Protect(name="stands_as_prepared", operation=pgtrigger.UpdateOf(*FROZEN)),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Its number as it is printed: 12/2570."""
        return f"{self.number}/{self.fiscal_year}"

    @property
    def over(self) -> bool:
        """Whether more is paid than the rate of the day."""
        return self.per_hour > self.ceiling


class VoucherLine(models.Model):
    """The hours of one meeting. A meeting is paid to a person once: `counts` ends when its voucher is declined."""

    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="lines")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="voucher_lines")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    hours = models.DecimalField(_("hours"), max_digits=4, decimal_places=1)
    counts = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("line of a voucher")
        verbose_name_plural = _("lines of vouchers")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(counts=True),
                name="training_a_meeting_is_paid_to_a_person_once",
                violation_error_message=_("This meeting is in another voucher already."),
            ),
            models.CheckConstraint(condition=Q(hours__gt=0), name="training_lines_of_vouchers_have_hours"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="is_of_a_meeting_she_taught",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("voucher_id", "meeting_id", "person_id", "hours"),
                func=LINE_IS_HERS,
            ),
            pgtrigger.Protect(name="is_never_removed", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.voucher_id} {self.meeting_id}"
