"""The dates of a round: face to face in a room, by e-learning, or in a virtual classroom (guideline 1.c, 7.2)."""

from datetime import datetime, timedelta

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.utils.translation import gettext_lazy as _

from centers.models import Reservation
from hcec.core.access import BranchQuerySet
from hcec.core.db import IdRange, TsTzRange
from training.models.rounds import Round

# How long before a virtual meeting its link is shown to those who have a place.
LINK_SHOWN_BEFORE = timedelta(minutes=15)

# The room is another app's row, so the database compares: same center, same hours, no more seats than the room has.
AGREES_WITH_ITS_ROOM = """
    IF NEW.reservation_id IS NOT NULL THEN
        PERFORM 1 FROM centers_reservation h JOIN centers_room r ON r.id = h.room_id
          JOIN training_round g ON g.id = NEW.round_id
         WHERE h.id = NEW.reservation_id AND r.center_id = g.center_id AND r.seats >= g.seats
           AND h.starts_at = NEW.starts_at AND h.ends_at = NEW.ends_at;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'training_meeting_agrees_with_its_room' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
"""
ROOM_COLUMNS = ("reservation_id", "round_id", "starts_at", "ends_at")


class Mode(models.TextChoices):
    FACE_TO_FACE = "face_to_face", _("Face to face")
    VIRTUAL = "virtual", _("Virtual classroom")
    ELEARNING = "elearning", _("E-learning")


class CheckType(models.TextChoices):
    """How presence is told at one meeting (E3); how much the meeting weighs in the course are its minutes that count."""

    ONCE = "once", _("Checked in once")
    IN_OUT = "in_out", _("In and out, the time between counts")
    MINUTES = "minutes", _("Minutes from the participant list")


class MeetingQuerySet(BranchQuerySet):
    center_path = "round__center"


class Meeting(models.Model):
    """One date of a round. `minutes` is how much of it counts as training: breaks do not.

    E-learning has no hour of its own: from `starts_at` to `ends_at` it may be worked through at any time.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="meetings")
    mode = models.CharField(_("mode"), max_length=20, choices=Mode, default=Mode.FACE_TO_FACE)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    minutes = models.PositiveSmallIntegerField(_("minutes that count"))
    check_type = models.CharField(
        _("how presence is told"), max_length=10, choices=CheckType, default=CheckType.ONCE
    )
    topic = models.CharField(_("topic"), max_length=200, blank=True)
    reservation = models.OneToOneField(
        Reservation, on_delete=models.PROTECT, null=True, blank=True, related_name="meeting"
    )
    join_link = models.URLField(_("joining link"), max_length=500, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.CheckConstraint(
                condition=Q(mode__in=["face_to_face", "virtual", "elearning"]),
                name="training_meeting_mode_is_known",
            ),
            models.CheckConstraint(
                condition=Q(mode="face_to_face", reservation__isnull=False, join_link="")
                | (~Q(mode="face_to_face") & Q(reservation__isnull=True)),
                name="training_meetings_face_to_face_have_a_room",
                violation_error_message=_("A face-to-face meeting has a room, and only it has one."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="training_meetings_end_after_they_start",
                violation_error_message=_("The end must come after the start."),
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1)
                & Q(
                    ends_at__gte=ExpressionWrapper(
                        F("starts_at") + F("minutes") * timedelta(minutes=1),
                        output_field=models.DateTimeField(),
                    )
                ),
                name="training_meetings_count_no_more_minutes_than_they_last",
                violation_error_message=_("No more minutes can count than the meeting lasts."),
            ),
            models.CheckConstraint(
                condition=Q(check_type="once")
                | Q(check_type="in_out", mode__in=["face_to_face", "virtual"])
                | Q(check_type="minutes", mode="virtual"),
                name="training_meeting_check_type_fits_the_mode",
                violation_error_message=_("Presence cannot be told in this way at a meeting of this mode."),
            ),
            # What the carried keys of attendance and of teaching point at.
            models.UniqueConstraint(
                fields=["id", "round", "minutes"], name="training_meetings_know_round_and_minutes"
            ),
            models.UniqueConstraint(
                fields=["id", "starts_at", "ends_at"], name="training_meetings_know_their_hours"
            ),
            ExclusionConstraint(
                name="training_a_round_meets_once_at_a_time",
                condition=~Q(mode="elearning"),
                expressions=[
                    (IdRange(F("round_id")), RangeOperators.OVERLAPS),
                    (TsTzRange("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This round already has a meeting at that time."),
            ),
        ]
        indexes = [models.Index(fields=["round", "starts_at"], name="meetings_of_a_round")]
        triggers = [
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
        return f"{self.round} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def link_from(self) -> datetime:
        """From when on those with a place see the joining link."""
        return self.starts_at - LINK_SHOWN_BEFORE

    def link_is_near(self, at: datetime) -> bool:
        """Whether those with a place may see the joining link now."""
        return bool(self.join_link) and self.link_from <= at < self.ends_at
