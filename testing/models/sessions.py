"""Test sessions and their seats (guideline 1.b, 5.2.1)."""

from datetime import datetime, timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from centers.models import Center, Reservation
from centers.models.audience import ForAudience
from hcec.core.access import BranchQuerySet
from testing.lifecycles import SESSION, SessionStatus
from testing.models.exams import Exam

# The room is another app's row, so the database compares: same center, same hours, no more seats than the room has.
AGREES_WITH_ITS_ROOM = """
    PERFORM 1 FROM centers_reservation h JOIN centers_room r ON r.id = h.room_id
     WHERE h.id = NEW.reservation_id AND r.center_id = NEW.center_id AND r.seats >= NEW.seats
       AND h.starts_at = NEW.starts_at AND h.ends_at = NEW.ends_at;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'testing_session_agrees_with_its_room' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
INSTANT = timedelta(microseconds=1)
ROOM_COLUMNS = ("reservation_id", "center_id", "seats", "starts_at", "ends_at")


class SessionQuerySet(BranchQuerySet):
    center_path = "center"


class Session(ForAudience):
    """One exam in one room at one time. `free_from` moves only under the lock of this row.

    `free_from`: no seat below this number is free, so the search for the lowest free one starts there.
    `pay_until`: from then on an unpaid booking loses its seat; None: it keeps it, and pays at the desk (decision 0026).
    `pools_served_at`: None where every seat is for everyone; else the moment up to which released seats were offered
    to those who wait. Whoever comes new while people wait sees the pools as they stood then (decision 0018).
    """

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="sessions")
    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="sessions")
    reservation = models.OneToOneField(Reservation, on_delete=models.PROTECT, related_name="session")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    seats = models.PositiveSmallIntegerField(_("seats"))
    opens_at = models.DateTimeField(_("booking opens"))
    closes_at = models.DateTimeField(_("booking closes"))
    cancel_until = models.DateTimeField(_("cancel until"))
    substitutes = models.BooleanField(
        _("who cannot come may pass the seat on to a colleague of the same school"),
        default=False,
        db_default=False,
    )
    pay_until = models.DateTimeField(_("fee to be paid until"), null=True, blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    status = models.CharField(max_length=20, choices=SessionStatus, default=SessionStatus.DRAFT)
    queue_rate = models.PositiveSmallIntegerField(_("people let in a second"), null=True, blank=True)
    draw = models.ForeignKey("testing.Draw", on_delete=models.PROTECT, null=True, related_name="sessions")
    drawn_at = models.DateTimeField(null=True)
    free_from = models.PositiveSmallIntegerField(default=1, editable=False)
    accessible_until = models.DateTimeField(
        _("accessible seats open to everyone from"), null=True, blank=True
    )
    pools_served_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    finalised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    finalised_at = models.DateTimeField(null=True)
    called_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    called_off_at = models.DateTimeField(null=True)
    called_off_reason = models.TextField(blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta(ForAudience.Meta):
        abstract = False
        verbose_name = _("test session")
        verbose_name_plural = _("test sessions")
        constraints = [
            *ForAudience.Meta.constraints,
            SESSION.constraint(),
            # What the bookings' copy of the hours points at (ON UPDATE CASCADE).
            models.UniqueConstraint(
                fields=["id", "starts_at", "ends_at"], name="testing_sessions_know_their_hours"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="testing_sessions_end_after_they_start",
                violation_error_message=_("The end must come after the start."),
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="testing_booking_closes_after_it_opens",
                violation_error_message=_("Booking must close after it opens."),
            ),
            models.CheckConstraint(
                condition=Q(closes_at__lte=F("starts_at"), cancel_until__lte=F("starts_at")),
                name="testing_booking_ends_before_the_test",
                violation_error_message=_("Booking and cancelling must end before the test starts."),
            ),
            models.CheckConstraint(
                condition=Q(pay_until__isnull=True) | Q(pay_until__lte=F("starts_at")),
                name="testing_the_fee_is_paid_before_the_test",
                violation_error_message=_("The fee must be paid before the test starts."),
            ),
            # Until then its window is the shortest that a clock can tell, so that nobody is served out of turn.
            models.CheckConstraint(
                condition=Q(draw__isnull=True, drawn_at__isnull=True)
                | Q(draw__isnull=False, drawn_at__isnull=False)
                | Q(draw__isnull=False, opens_at__gte=F("closes_at") - INSTANT),
                name="testing_a_session_by_draw_stays_shut_until_it_is_drawn",
                violation_error_message=_(
                    "The seats of this session are drawn by lot: booking opens with the draw."
                ),
            ),
            models.CheckConstraint(
                condition=Q(queue_rate__isnull=True) | Q(queue_rate__range=(1, 500)),
                name="testing_a_queue_lets_people_in",
                violation_error_message=_("A queue lets between 1 and 500 people in a second."),
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1),
                name="testing_sessions_have_seats",
                violation_error_message=_("A session has at least one seat."),
            ),
            models.CheckConstraint(
                condition=Q(status="finalised", finalised_at__isnull=False, finalised_by__isnull=False)
                | (~Q(status="finalised") & Q(finalised_at__isnull=True, finalised_by__isnull=True)),
                name="testing_attendance_is_confirmed_by_someone_at_a_time",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status="called_off", called_off_at__isnull=False, called_off_by__isnull=False)
                    & ~Q(called_off_reason="")
                )
                | (
                    ~Q(status="called_off")
                    & Q(called_off_at__isnull=True, called_off_by__isnull=True, called_off_reason="")
                ),
                name="testing_sessions_are_called_off_by_someone_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "starts_at", "id"], name="sessions_by_status_and_day"),
            models.Index(fields=["center", "starts_at"], name="sessions_of_a_center"),
        ]
        triggers = [
            SESSION.trigger(),
            pgtrigger.Trigger(
                name="agrees_with_its_room_at_first",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=AGREES_WITH_ITS_ROOM,
            ),
            pgtrigger.Trigger(
                name="agrees_with_its_room_for_ever",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf(*ROOM_COLUMNS),
                func=AGREES_WITH_ITS_ROOM,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exam} · {self.center}"

    @property
    def awaits_draw(self) -> bool:
        """Whether its seats are still to be drawn by lot."""
        return self.draw_id is not None and self.drawn_at is None

    @property
    def place(self) -> str:
        """The center's public name and its province, which the name of a placeholder says already."""
        name = str(self.center.public_name)
        return f"{name}, {self.center.province}" if self.center.host_verified else name

    def window(self, at: datetime) -> str:
        """Where the booking window stands: "early", "open" or "over" (always "over" once it was closed)."""
        if self.status != SessionStatus.OPEN or at >= self.closes_at:
            return "over"
        return "early" if at < self.opens_at else "open"


class Seat(models.Model):
    """A seat of a session. Overselling would need one more of these rows; nothing in the guarantee counts.

    A closed seat is given to nobody: its workstation is out of order (6.4.8). Whoever has it already keeps it until
    she is moved. An accessible seat goes to who needs one until the session's `accessible_until`; a standby seat is
    given only to somebody whose workstation failed.
    """

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", _("Ordinary seat")
        ACCESSIBLE = "accessible", _("Accessible seat")
        STANDBY = "standby", _("Standby seat")

    pk = models.CompositePrimaryKey("session_id", "number")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="seat_rows", db_index=False)
    number = models.PositiveSmallIntegerField(_("seat"))
    closed = models.BooleanField(_("closed"), default=False, db_default=False)
    kind = models.CharField(
        _("kind of seat"), max_length=12, choices=Kind, default=Kind.ORDINARY, db_default=Kind.ORDINARY
    )
    # The migration's foreign key over (session, pool) says that the pool is of the seat's own session.
    pool = models.ForeignKey(
        "SeatPool", on_delete=models.PROTECT, null=True, related_name="seats", db_constraint=False
    )

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="testing_seats_are_numbered_from_one"),
            models.CheckConstraint(
                condition=Q(kind__in=["ordinary", "accessible", "standby"]),
                name="testing_kinds_of_seats_are_known",
            ),
        ]
        indexes = [
            models.Index(fields=["session"], condition=Q(closed=True), name="closed_seats_of_a_session"),
            models.Index(fields=["session"], condition=Q(kind="standby"), name="standby_seats_of_a_session"),
        ]

    def __str__(self) -> str:
        return str(self.number)
