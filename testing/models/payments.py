"""What a booking costs its person: due, proved, confirmed or waived; receipts in a series without gaps (guideline 7.4)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from hcec.core.access import BranchQuerySet
from hcec.core.db import append_only
from testing.lifecycles import PAYMENT, PaymentStatus
from testing.models.bookings import Booking
from testing.models.terms import ExamFee, FeeWaiver

PAID = ["confirmed", "refund_due", "refunded"]

# A receipt says what was due, and only one of a payment counts: the others were cancelled.
RECEIPTS_AGREE = """
    PERFORM 1 FROM testing_payment p WHERE p.id = NEW.payment_id
       AND (p.amount <> NEW.amount OR p.person_id = NEW.issued_by_id);
    IF FOUND THEN
        RAISE EXCEPTION 'testing_a_receipt_says_what_was_due' USING ERRCODE = 'check_violation';
    END IF;
    PERFORM 1 FROM testing_receipt r WHERE r.payment_id = NEW.payment_id
       AND NOT EXISTS (SELECT FROM testing_receiptcancellation c WHERE c.receipt_id = r.id);
    IF FOUND THEN
        RAISE EXCEPTION 'testing_a_payment_has_one_receipt_that_counts' USING ERRCODE = 'unique_violation';
    END IF;
    RETURN NEW;
"""
# A fee goes to another person only with its booking: that of a walk-in, once it is known who she was.
ITS_BOOKINGS_PERSONS = """
    PERFORM 1 FROM testing_booking b WHERE b.id = NEW.booking_id AND b.person_id = NEW.person_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'testing_a_fee_is_its_bookings_persons' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
SOMEBODY_ELSE_CANCELS = """
    PERFORM 1 FROM testing_receipt r WHERE r.id = NEW.receipt_id AND r.issued_by_id = NEW.cancelled_by_id;
    IF FOUND THEN
        RAISE EXCEPTION 'testing_who_issued_a_receipt_does_not_cancel_it' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Payment(models.Model):
    """The fee of one booking, frozen when it was made by a trigger of the booking (`testing/models/bookings.py`).

    `center` takes the money: where the booking was made, also when a paid seat is moved to another center. `rule` is
    the waiver by rule that made it free; `words` are the reason for what was decided last.
    """

    class Way(models.TextChoices):
        TRANSFER = "transfer", _("Proof of payment")
        COUNTER = "counter", _("At the counter")

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="payment")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="payments")
    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="payments")
    fee = models.ForeignKey(ExamFee, on_delete=models.PROTECT, related_name="payments", db_index=False)
    amount = models.DecimalField(_("fee (baht)"), max_digits=8, decimal_places=2)
    status = models.CharField(_("state"), max_length=20, choices=PaymentStatus, default=PaymentStatus.DUE)
    rule = models.ForeignKey(
        FeeWaiver, on_delete=models.PROTECT, null=True, related_name="payments", db_index=False
    )
    made_at = models.DateTimeField()
    way = models.CharField(_("paid"), max_length=10, choices=Way, blank=True)
    words = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    refunded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    refunded_at = models.DateTimeField(null=True)

    objects = BranchQuerySet.as_manager()

    class Meta:
        verbose_name = _("fee of a booking")
        verbose_name_plural = _("fees of bookings")
        constraints = [
            PAYMENT.constraint(),
            models.CheckConstraint(
                condition=Q(amount__gt=0), name="testing_what_is_due_is_more_than_nothing"
            ),
            models.CheckConstraint(
                condition=Q(way__in=["", "transfer", "counter"]), name="testing_ways_of_paying_are_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=PAID, way__in=["transfer", "counter"])
                | (~Q(status__in=PAID) & Q(way="")),
                name="testing_what_was_paid_says_how",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="testing_fees_are_decided_by_someone_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["due", "uploaded"], decided_by__isnull=True)
                | Q(status__in=["returned", "waived", *PAID], decided_by__isnull=False)
                | Q(status="waived", rule__isnull=False)
                | Q(status="dropped"),
                name="testing_a_decided_fee_says_by_whom_or_by_which_rule",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["returned", "waived"]) | Q(words__regex=r"\S"),
                name="testing_a_fee_is_returned_or_waived_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("person")),
                name="testing_nobody_decides_on_their_own_fee",
                violation_error_message=_("Nobody decides on their own fee. Ask a colleague."),
            ),
            models.CheckConstraint(
                condition=Q(status="refunded", refunded_by__isnull=False, refunded_at__isnull=False)
                | (~Q(status="refunded") & Q(refunded_by__isnull=True, refunded_at__isnull=True)),
                name="testing_fees_are_paid_back_by_someone_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["center", "status", "made_at"], name="fees_of_a_center")]
        triggers = [
            PAYMENT.trigger(),
            pgtrigger.ReadOnly(name="what_is_due_is_frozen", fields=["amount", "fee"]),
            pgtrigger.Trigger(
                name="a_fee_is_its_bookings_persons",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("person_id", "booking_id"),
                func=ITS_BOOKINGS_PERSONS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking} {self.amount}"


class PaymentProof(models.Model):
    """A slip that the person handed in; the last one is judged, and none is used for two payments."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="proofs")
    file = models.FileField(_("proof of payment"), upload_to="fees/%Y")
    sha256 = models.CharField(max_length=64, unique=True)
    paid_on = models.DateField(_("paid on"))
    amount = models.DecimalField(_("amount paid (baht)"), max_digits=8, decimal_places=2)
    sent_at = models.DateTimeField()

    class Meta:
        verbose_name = _("proof of payment")
        verbose_name_plural = _("proofs of payment")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="testing_a_proof_shows_money"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.payment_id} {self.amount}"


class PayWords(models.Model):
    """How the fee is paid at a center: account, counter, hours. Its people read it."""

    center = models.OneToOneField(Center, on_delete=models.PROTECT, related_name="pay_words")
    words = models.TextField(_("how the fee is paid"), max_length=2000)

    class Meta:
        verbose_name = _("how the fee is paid at a center")
        verbose_name_plural = _("how the fee is paid at centers")

    def __str__(self) -> str:
        return self.words


class ReceiptSeries(models.Model):
    """The counter of one center and one fiscal year (Buddhist era): a row and never a SEQUENCE (decision 0007)."""

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="receipt_series")
    fiscal_year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["center", "fiscal_year"], name="testing_receipts_of_a_center_and_year_have_one_series"
            )
        ]

    def __str__(self) -> str:
        return f"{self.center.code}-{self.fiscal_year}"


class Receipt(models.Model):
    """A receipt, its words frozen in `facts`; never rewritten, only cancelled with a reason and replaced."""

    series = models.ForeignKey(ReceiptSeries, on_delete=models.PROTECT, related_name="receipts")
    seq = models.PositiveIntegerField()
    number = models.CharField(_("receipt number"), max_length=40, unique=True)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="receipts")
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by_receipt"
    )
    amount = models.DecimalField(max_digits=8, decimal_places=2)
    facts = models.JSONField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = [
            models.UniqueConstraint(fields=["series", "seq"], name="testing_receipt_numbers_are_given_once"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="testing_receipts_count_from_one"),
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="receipts_agree", when=pgtrigger.Before, operation=pgtrigger.Insert, func=RECEIPTS_AGREE
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def cancelled(self) -> bool:
        return hasattr(self, "cancellation")


class ReceiptCancellation(models.Model):
    """Why a receipt no longer counts, by somebody else than who issued it."""

    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="cancellation")
    reason = models.TextField(_("reason"))
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField()

    class Meta:
        verbose_name = _("cancellation of a receipt")
        verbose_name_plural = _("cancellations of receipts")
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__regex=r"\S"), name="testing_receipts_are_cancelled_for_a_reason"
            )
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="somebody_else_cancels",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=SOMEBODY_ELSE_CANCELS,
            ),
        ]

    def __str__(self) -> str:
        return self.reason
