"""Bookings: a person's seat in a session or her number on its waiting list."""

from datetime import datetime
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hcec.core.access import BranchQuerySet
from hcec.core.db import IdRange, TsTzRange
from testing import numbers
from testing.lifecycles import BOOKING, UNPAID, BookingStatus
from testing.models.sessions import Session

# Only the booking of somebody who came unknown to the door passes to an account, once it is known whose it is.
STAYS_ITS_PERSONS = """
    IF NEW.person_id IS DISTINCT FROM OLD.person_id THEN
        PERFORM 1 FROM testing_walkin WHERE booking_id = OLD.id AND status = 'provisional';
        IF NOT FOUND THEN
            RAISE EXCEPTION 'testing_a_booking_stays_its_persons' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
"""

# What the booking costs its person, frozen the moment she has a seat or a number: the fee of the day of the test for her
# kind, or for everyone (queries/terms.py says the same), unless a rule waives it. Most exams cost nothing: one look.
LAYS_THE_FEE = """
    IF NOT EXISTS (SELECT FROM testing_examfee) THEN
        RETURN NULL;
    END IF;
    INSERT INTO testing_payment (booking_id, person_id, center_id, fee_id, amount, status, rule_id, words, way, made_at)
    SELECT NEW.id, NEW.person_id, s.center_id, fee.id, fee.amount, CASE WHEN w.id IS NULL THEN 'due' ELSE 'waived' END,
           w.id, coalesce(w.source, ''), '', now()
      FROM testing_session s
      JOIN accounts_user u ON u.id = NEW.person_id
     CROSS JOIN LATERAL (SELECT (NEW.starts_at AT TIME ZONE 'Asia/Bangkok')::date AS day) d
     CROSS JOIN LATERAL (
           SELECT f.id, f.amount FROM testing_examfee f WHERE f.exam_id = s.exam_id AND f.kind IN ('', u.kind)
              AND f.valid_from <= d.day AND coalesce(f.valid_until, d.day) >= d.day
            ORDER BY f.kind = '', f.valid_from DESC, f.id DESC LIMIT 1) fee
      LEFT JOIN LATERAL (
           SELECT r.id, r.source FROM testing_feewaiver r WHERE coalesce(r.exam_id, s.exam_id) = s.exam_id
              AND r.kind IN ('', u.kind) AND coalesce(r.center_id, s.center_id) = s.center_id
              AND r.valid_from <= d.day AND coalesce(r.valid_until, d.day) >= d.day
              AND (r.affiliation_id IS NULL OR EXISTS (SELECT FROM centers_workplace p
                    WHERE p.person_id = u.id AND p.affiliation_id = r.affiliation_id))
            ORDER BY r.id LIMIT 1) w ON true
     WHERE s.id = NEW.session_id AND fee.amount > 0
    ON CONFLICT DO NOTHING;
    RETURN NULL;
"""


class BookingQuerySet(BranchQuerySet):
    center_path = "session__center"

    def live(self) -> "BookingQuerySet":
        """Neither cancelled nor lapsed."""
        return self.exclude(status__in=[BookingStatus.CANCELLED, BookingStatus.LAPSED])


class Booking(models.Model):
    """One person in one session. Made only by `testing_book` (testing/sql): see actions/bookings.py.

    The foreign keys (session, seat_no) and (session, starts_at, ends_at) are laid by the migration: the seat must
    be a row of this session, and the copied hours follow the session's, so that no person can be in two places.
    """

    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, related_name="bookings", db_constraint=False
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="bookings")
    status = models.CharField(max_length=20, choices=BookingStatus)
    seat_no = models.PositiveSmallIntegerField(_("seat"), null=True)
    wait_no = models.PositiveIntegerField(_("number on the waiting list"), null=True)
    needs_access = models.BooleanField(_("needs an accessible seat"), default=False, db_default=False)
    code = models.CharField(_("booking code"), max_length=9, unique=True)
    idempotency_key = models.UUIDField(unique=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    booked_at = models.DateTimeField()
    promoted_at = models.DateTimeField(null=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    marked_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.TextField(blank=True, default="", db_default="")

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        constraints = [
            BOOKING.constraint(),
            models.UniqueConstraint(
                fields=["session", "seat_no"],
                condition=Q(seat_no__isnull=False),
                name="testing_a_seat_is_one_persons",
                violation_error_message=_("This seat is already taken."),
            ),
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=~Q(status__in=["cancelled", "lapsed"]),
                name="testing_a_person_books_a_session_once",
                violation_error_message=_("You have already booked this session."),
            ),
            models.UniqueConstraint(
                fields=["session", "wait_no"],
                condition=Q(wait_no__isnull=False),
                name="testing_waiting_numbers_are_given_once",
            ),
            ExclusionConstraint(
                name="testing_a_person_sits_in_one_place_at_a_time",
                condition=Q(status__in=["confirmed", "attended"]),
                expressions=[
                    (IdRange(F("person_id")), RangeOperators.OVERLAPS),
                    (TsTzRange("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("You already have a seat in another test at this time."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["offered", "confirmed", "attended", "absent"], seat_no__isnull=False)
                | (~Q(status__in=["offered", "confirmed", "attended", "absent"]) & Q(seat_no__isnull=True)),
                name="testing_whoever_has_a_place_has_a_seat",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["waiting", "lapsed"]) | Q(wait_no__isnull=False),
                name="testing_whoever_waits_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["attended", "absent"], marked_at__isnull=False, marked_by__isnull=False
                )
                | (~Q(status__in=["attended", "absent"]) & Q(marked_at__isnull=True, marked_by__isnull=True)),
                name="testing_attendance_is_marked_by_someone_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(marked_by__isnull=True) | ~Q(marked_by=F("person")),
                name="testing_nobody_marks_their_own_attendance",
                violation_error_message=_("Nobody marks their own attendance at a test. Ask a colleague."),
            ),
            models.CheckConstraint(
                # By nobody where time did it, and then for a reason.
                condition=Q(status="cancelled", cancelled_at__isnull=False)
                & (Q(cancelled_by__isnull=False) | ~Q(cancel_reason=""))
                | (~Q(status="cancelled") & Q(cancelled_at__isnull=True, cancelled_by__isnull=True)),
                name="testing_bookings_are_cancelled_by_someone_at_a_time",
            ),
        ]
        triggers = [
            BOOKING.trigger(),
            pgtrigger.Trigger(
                name="stays_its_persons",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("person_id"),
                func=STAYS_ITS_PERSONS,
            ),
            pgtrigger.Trigger(
                name="a_booking_has_its_fee",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.status IN ('confirmed', 'waiting')"),
                func=LAYS_THE_FEE,
            ),
            pgtrigger.Trigger(
                name="a_taken_offer_has_its_fee",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("status"),
                condition=pgtrigger.Condition("OLD.status = 'offered' AND NEW.status = 'confirmed'"),
                func=LAYS_THE_FEE,
            ),
        ]

    def __str__(self) -> str:
        return self.code_shown

    @property
    def code_shown(self) -> str:
        """The code as it is printed: K7Q-XM2-RD5."""
        return numbers.shown(self.code)

    @property
    def from_where(self) -> str:
        """The person's school or affiliation, as she gave it; empty when she gave none."""
        return str(getattr(self.person, "workplace", ""))

    @property
    def at_the_door(self) -> Any:
        """How the person was let in without a booking; None for whoever had one."""
        return getattr(self, "walk_in", None)

    @property
    def owes(self) -> bool:
        """Whether a fee is still to be paid; needs the payment at hand."""
        payment = getattr(self, "payment", None)
        return payment is not None and payment.status in UNPAID

    def can_cancel(self, at: datetime) -> bool:
        """Whether the person herself may still cancel; needs the session at hand."""
        return BOOKING.allows(self, "cancel") and at < self.session.cancel_until
