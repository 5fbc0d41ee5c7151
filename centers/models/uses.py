"""Other uses of a room than tests and courses: who asked, who answered, and every date of it (guideline 6.4.6, 6.4.8)."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from centers.lifecycles import ROOM_USE, USE_DATE, RoomUseStatus, UseDateStatus
from centers.models.centers import Room
from centers.models.reservations import Reservation
from centers.repeats import Repeat
from hcec.core.access import BranchQuerySet
from hcec.core.db import IdRange, TsTzRange

# A date that has the room has it by a reservation of the same room and hours, which blocks others while it is held.
AGREES_WITH_ITS_RESERVATION = """
    IF NEW.reservation_id IS NULL THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM centers_reservation h JOIN centers_roomuse u ON u.id = NEW.use_id
     WHERE h.id = NEW.reservation_id AND h.room_id = u.room_id
       AND h.starts_at = NEW.starts_at AND h.ends_at = NEW.ends_at;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'centers_use_date_agrees_with_its_reservation' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Holiday(models.Model):
    """A day on which nothing repeated takes a room; OBEC enters what the Cabinet announces."""

    day = models.DateField(_("day"), unique=True)
    name_th = models.CharField(_("name in Thai"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("public holiday")
        verbose_name_plural = _("public holidays")

    def __str__(self) -> str:
        return (self.name_en or self.name_th) if get_language() == "en" else self.name_th


class RoomUseQuerySet(BranchQuerySet):
    center_path = "room__center"


class RoomUse(models.Model):
    """Somebody asks for a room, once or again and again. `starts_at` and `ends_at` are the first time of it.

    A hold that comes back every week or two is confirmed again until `confirm_by`, or it is released; never without
    a warning (`warned_at`).
    """

    key = models.UUIDField(unique=True, null=True, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="uses", verbose_name=_("room"))
    purpose = models.CharField(_("purpose"), max_length=200)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    repeats = models.CharField(_("repeats"), max_length=20, choices=Repeat, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    status = models.CharField(max_length=20, choices=RoomUseStatus, default=RoomUseStatus.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="room_uses")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(_("answer"), blank=True)
    confirm_by = models.DateField(null=True)
    warned_at = models.DateTimeField(null=True)

    objects = RoomUseQuerySet.as_manager()

    class Meta:
        constraints = [
            ROOM_USE.constraint(),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="centers_room_use_ends_after_it_starts",
                violation_error_message=_("The end must come after the start."),
            ),
            models.CheckConstraint(
                condition=Q(repeats="", until__isnull=True)
                | Q(repeats__in=["weekly", "fortnightly", "monthly"], until__isnull=False),
                name="centers_room_use_repeats_until_a_day",
            ),
            models.CheckConstraint(
                condition=Q(
                    decided_by__isnull=True, decided_at__isnull=True, status__in=["asked", "withdrawn"]
                )
                | Q(
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    status__in=["approved", "declined", "withdrawn", "lapsed"],
                ),
                name="centers_room_use_is_decided_by_someone_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(answer=""),
                name="centers_room_use_is_turned_down_with_words",
                violation_error_message=_("Say why the room cannot be had."),
            ),
            models.CheckConstraint(
                condition=~Q(status="approved", repeats__in=["weekly", "fortnightly"])
                | Q(confirm_by__isnull=False),
                name="centers_weekly_hold_is_confirmed_by_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(status="lapsed") | Q(warned_at__isnull=False),
                name="centers_no_hold_is_released_without_a_warning",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "confirm_by"], name="room_uses_to_confirm"),
            models.Index(fields=["asked_by", "status"], name="room_uses_of_a_person"),
        ]
        triggers = [ROOM_USE.trigger()]

    def __str__(self) -> str:
        return self.purpose


class RoomUseDateQuerySet(BranchQuerySet):
    center_path = "use__room__center"


class RoomUseDate(models.Model):
    """One time of a use. A skipped one stays, with what stood in its way, until it is held after all or let go."""

    use = models.ForeignKey(RoomUse, on_delete=models.PROTECT, related_name="dates")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    status = models.CharField(max_length=20, choices=UseDateStatus, default=UseDateStatus.PLANNED)
    reservation = models.OneToOneField(
        Reservation, on_delete=models.PROTECT, null=True, related_name="use_date"
    )
    why = models.CharField(max_length=300, blank=True)
    offered_at = models.DateTimeField(null=True)

    objects = RoomUseDateQuerySet.as_manager()

    class Meta:
        constraints = [
            USE_DATE.constraint(),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="centers_use_date_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["held", "given_back"], reservation__isnull=False)
                | Q(status__in=["planned", "skipped", "dropped"], reservation__isnull=True),
                name="centers_use_date_that_is_held_has_the_room",
            ),
            models.CheckConstraint(
                condition=~Q(status="skipped") | ~Q(why=""), name="centers_skipped_date_says_why"
            ),
            ExclusionConstraint(
                name="centers_dates_of_a_use_never_overlap",
                expressions=[
                    (IdRange(F("use_id")), RangeOperators.OVERLAPS),
                    (TsTzRange("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The dates would overlap each other."),
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at"], condition=Q(status="skipped"), name="skipped_dates_by_time")
        ]
        triggers = [
            USE_DATE.trigger(),
            pgtrigger.Trigger(
                name="agrees_with_its_reservation_at_first",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=AGREES_WITH_ITS_RESERVATION,
            ),
            pgtrigger.Trigger(
                name="agrees_with_its_reservation_for_ever",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("reservation_id", "starts_at", "ends_at"),
                func=AGREES_WITH_ITS_RESERVATION,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.use} {self.starts_at:%Y-%m-%d}"
