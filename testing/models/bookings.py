"""Bookings: a person's seat in a session or her number on its waiting list."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hcec.core.access import BranchQuerySet
from hcec.core.db import IdRange, TsTzRange
from testing import numbers
from testing.lifecycles import BOOKING, BookingStatus
from testing.models.sessions import Session


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
                condition=Q(status="cancelled", cancelled_at__isnull=False, cancelled_by__isnull=False)
                | (~Q(status="cancelled") & Q(cancelled_at__isnull=True, cancelled_by__isnull=True)),
                name="testing_bookings_are_cancelled_by_someone_at_a_time",
            ),
        ]
        triggers = [BOOKING.trigger()]

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

    def can_cancel(self, at: datetime) -> bool:
        """Whether the person herself may still cancel; needs the session at hand."""
        return BOOKING.allows(self, "cancel") and at < self.session.cancel_until
