"""Objections of a person against her own attendance on record, within seven days; somebody else decides (G4)."""

from datetime import datetime, timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hcec.core.access import BranchQuerySet
from training.lifecycles import OBJECTION, ObjectionStatus
from training.models.attendance import Attendance

OBJECT_WITHIN = timedelta(days=7)

# Whoever attended does not decide about it, and whoever put it on record is carried from there.
DECIDED_BY_ANOTHER = """
    PERFORM 1 FROM training_attendance a JOIN training_enrolment e ON e.id = a.enrolment_id
     WHERE a.id = NEW.attendance_id AND e.person_id = NEW.decided_by_id;
    IF FOUND THEN
        RAISE EXCEPTION 'training_nobody_decides_their_own_objection' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


def objection_until(attendance: Attendance) -> datetime:
    """Until when the person may object to what is on record."""
    return attendance.recorded_at + OBJECT_WITHIN


class ObjectionQuerySet(BranchQuerySet):
    center_path = "attendance__round__center"

    def open(self) -> "ObjectionQuerySet":
        """Those that nobody has decided."""
        return self.filter(status=ObjectionStatus.OBJECTED)


class Objection(models.Model):
    """One objection against one entry, as it stood: `said_minutes`, put there by `recorded_by` at `recorded_at`."""

    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="objections")
    said_minutes = models.PositiveSmallIntegerField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    words = models.TextField(_("what is wrong, and how long you were there"))
    made_at = models.DateTimeField()
    status = models.CharField(max_length=20, choices=ObjectionStatus, default=ObjectionStatus.OBJECTED)
    minutes = models.PositiveSmallIntegerField(_("minutes present"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        constraints = [
            OBJECTION.constraint(),
            models.UniqueConstraint(
                fields=["attendance", "recorded_at"],
                name="training_an_entry_is_objected_to_once",
                violation_error_message=_("You have already objected to this entry."),
            ),
            models.UniqueConstraint(
                fields=["attendance"],
                condition=Q(status="objected"),
                name="training_one_objection_is_open_at_a_time",
                violation_error_message=_("You have already objected to this entry."),
            ),
            models.CheckConstraint(
                condition=Q(words__regex=r"\S"),
                name="training_an_objection_has_words",
                violation_error_message=_("Say what is wrong."),
            ),
            models.CheckConstraint(
                condition=Q(made_at__gte=F("recorded_at"), made_at__lte=F("recorded_at") + OBJECT_WITHIN),
                name="training_objections_are_made_within_seven_days",
            ),
            models.CheckConstraint(
                condition=Q(status="objected", decided_by__isnull=True, decided_at__isnull=True, reason="")
                | Q(status__in=["upheld", "declined"], decided_by__isnull=False, decided_at__isnull=False, reason__regex=r"\S"),
                name="training_objections_are_decided_by_someone_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(status="upheld", minutes__isnull=False) | (~Q(status="upheld") & Q(minutes__isnull=True)),
                name="training_an_objection_that_was_right_has_its_minutes",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("recorded_by")),
                name="training_whoever_recorded_does_not_decide_the_objection",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["status", "made_at"], name="objections_by_status_and_time")]
        triggers = [
            OBJECTION.trigger(),
            pgtrigger.Trigger(
                name="decided_by_another",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("decided_by_id", "attendance_id"),
                func=DECIDED_BY_ANOTHER,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attendance_id} {self.get_status_display()}"
