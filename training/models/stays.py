"""Virtual meetings: a person's own coming and going, and the participant lists of the classroom's program (E2, G4)."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hcec.core.access import BranchQuerySet
from hcec.core.db import IdRange, TsTzRange
from training.models.enrolments import Enrolment
from training.models.meetings import Meeting

IS_OF_THE_ROUND = """
    PERFORM 1 FROM training_meeting m JOIN training_enrolment e ON e.round_id = m.round_id
     WHERE m.id = NEW.meeting_id AND e.id = NEW.enrolment_id AND m.mode = 'virtual';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'training_a_stay_is_of_a_virtual_meeting_of_ones_round' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
STANDS_ONCE_OVER = """
    RAISE EXCEPTION 'training_a_stay_that_is_over_stands' USING ERRCODE = 'check_violation';
"""
IS_MATCHED_WITHIN_THE_ROUND = """
    IF NEW.enrolment_id IS NOT NULL THEN
        PERFORM 1 FROM training_participantlist l JOIN training_meeting m ON m.id = l.meeting_id
          JOIN training_enrolment e ON e.round_id = m.round_id
         WHERE l.id = NEW.list_id AND e.id = NEW.enrolment_id;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'training_participants_are_matched_within_the_round' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
"""


class StayQuerySet(BranchQuerySet):
    center_path = "meeting__round__center"


class Stay(models.Model):
    """A person in a virtual meeting from one moment to another, by her own buttons; `went_at` is empty while she is in."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="stays")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="stays")
    came_at = models.DateTimeField()
    went_at = models.DateTimeField(null=True)

    objects = StayQuerySet.as_manager()

    class Meta:
        verbose_name = _("stay in a virtual meeting")
        verbose_name_plural = _("stays in virtual meetings")
        constraints = [
            models.CheckConstraint(
                condition=Q(went_at__isnull=True) | Q(went_at__gte=F("came_at")),
                name="training_stays_end_after_they_begin",
            ),
            ExclusionConstraint(
                name="training_a_person_is_in_a_meeting_once_at_a_time",
                expressions=[
                    (IdRange(F("meeting_id")), RangeOperators.OVERLAPS),
                    (IdRange(F("enrolment_id")), RangeOperators.OVERLAPS),
                    (TsTzRange("came_at", "went_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="is_of_the_round",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("meeting_id", "enrolment_id"),
                func=IS_OF_THE_ROUND,
            ),
            pgtrigger.Trigger(
                name="stands_once_over",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.went_at IS NOT NULL OR NEW.came_at <> OLD.came_at"),
                func=STANDS_ONCE_OVER,
            ),
            pgtrigger.Protect(name="is_never_removed", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.enrolment_id}"


class ParticipantListQuerySet(BranchQuerySet):
    center_path = "meeting__round__center"


class ParticipantList(models.Model):
    """The list that the program of a virtual classroom gives of who was in it. `sha256` is of the file's bytes."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="participant_lists")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    applied_at = models.DateTimeField(null=True)
    changed = models.PositiveIntegerField(null=True)

    objects = ParticipantListQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant list")
        verbose_name_plural = _("participant lists")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "sha256"], name="training_a_participant_list_is_kept_once_a_meeting"
            ),
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True, applied_by__isnull=True, changed__isnull=True)
                | Q(applied_at__isnull=False, applied_by__isnull=False, changed__isnull=False),
                name="training_participant_lists_are_applied_by_someone_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ParticipantQuerySet(BranchQuerySet):
    center_path = "list__meeting__round__center"


class Participant(models.Model):
    """One name of a list, all its rows together. `spans`: pairs of moments (ISO 8601); `lasted`: minutes by the list's own
    words, where it says so of every row. Matched to a place by the machine (`matched_by` empty) or by a person; passed over
    by a person when it is nobody of the round."""

    list = models.ForeignKey(ParticipantList, on_delete=models.CASCADE, related_name="participants")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=255, blank=True)
    mail = models.CharField(max_length=254, blank=True)
    spans = models.JSONField()
    lasted = models.PositiveIntegerField(null=True)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, null=True, related_name="+")
    passed_over = models.BooleanField(default=False)
    matched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    matched_at = models.DateTimeField(null=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [
            models.UniqueConstraint(
                fields=["list", "number"], name="training_participants_are_numbered_once_a_list"
            ),
            models.CheckConstraint(
                condition=Q(enrolment__isnull=True) | Q(passed_over=False),
                name="training_whoever_is_matched_is_not_passed_over",
            ),
            models.CheckConstraint(
                condition=Q(matched_by__isnull=True, matched_at__isnull=True, passed_over=False)
                | Q(matched_by__isnull=False, matched_at__isnull=False),
                name="training_participants_are_matched_by_someone_at_a_time",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="is_matched_within_the_round",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("list_id", "enrolment_id"),
                func=IS_MATCHED_WITHIN_THE_ROUND,
            )
        ]

    def __str__(self) -> str:
        return self.name or self.mail

    @property
    def decided(self) -> bool:
        """Whether it is known who this is, or that it is nobody of the round."""
        return self.enrolment_id is not None or self.passed_over
