"""Enrolments: a person's seat in a round or her number on its waiting list."""

from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hcec.core.access import BranchQuerySet
from training.lifecycles import ENROLMENT, OVER, UNKNOWN_WALK_INS, EnrolmentStatus
from training.models.rounds import Round

# A seat that is held for somebody until she answers (models/wishes.py) is given to nobody else.
HELD_SEATS_ARE_KEPT = """
    PERFORM 1 FROM training_offer o WHERE o.round_id = NEW.round_id AND o.seat_no = NEW.seat_no AND o.status = 'open'
       AND o.person_id <> NEW.person_id;
    IF FOUND THEN
        RAISE EXCEPTION 'training_a_held_seat_is_kept' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
# A place stays its person's, but for one that was given at the door to somebody unknown (models/walkins.py); nor is it
# then hers who wrote down that she was there.
STAYS_ITS_PERSONS = """
    IF NEW.person_id IS DISTINCT FROM OLD.person_id THEN
        PERFORM 1 FROM training_walkin WHERE enrolment_id = OLD.id AND status IN ('provisional', 'unclaimed');
        IF NOT FOUND THEN
            RAISE EXCEPTION 'training_an_enrolment_stays_its_persons' USING ERRCODE = 'check_violation';
        END IF;
        PERFORM 1 FROM training_attendance WHERE enrolment_id = OLD.id AND recorded_by_id = NEW.person_id;
        IF FOUND THEN
            RAISE EXCEPTION 'training_nobody_records_their_own_attendance' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
"""


class EnrolmentQuerySet(BranchQuerySet):
    center_path = "round__center"

    def live(self) -> "EnrolmentQuerySet":
        """Neither cancelled nor lapsed."""
        return self.exclude(status__in=OVER)


class Enrolment(models.Model):
    """One person in one round. The foreign key (round, seat_no) to the seats is laid by the migration."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments")
    status = models.CharField(max_length=20, choices=EnrolmentStatus)
    seat_no = models.PositiveSmallIntegerField(_("seat"), null=True)
    wait_no = models.PositiveIntegerField(_("number on the waiting list"), null=True)
    idempotency_key = models.UUIDField(unique=True)
    enrolled_at = models.DateTimeField()
    promoted_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.TextField(blank=True, default="")
    # All that is kept of who answered the survey; why there is no time beside it: training/models/surveys.py.
    survey_answered = models.BooleanField(_("answered the survey"), default=False)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            ENROLMENT.constraint(),
            models.UniqueConstraint(
                fields=["round", "seat_no"],
                condition=Q(seat_no__isnull=False),
                name="training_a_seat_is_one_persons",
                violation_error_message=_("This seat is already taken."),
            ),
            models.UniqueConstraint(
                fields=["round", "person"],
                condition=~Q(status__in=["cancelled", "lapsed", "unanswered"]),
                name="training_a_person_enrols_in_a_round_once",
                violation_error_message=_("You are already enrolled in this round."),
            ),
            models.UniqueConstraint(
                fields=["round", "wait_no"],
                condition=Q(wait_no__isnull=False),
                name="training_waiting_numbers_are_given_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["held", "enrolled", "completed", "not_completed"], seat_no__isnull=False
                )
                | (
                    ~Q(status__in=["held", "enrolled", "completed", "not_completed"])
                    & Q(seat_no__isnull=True)
                ),
                name="training_whoever_has_a_place_has_a_seat",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["waiting", "lapsed"]) | Q(wait_no__isnull=False),
                name="training_whoever_waits_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(status="cancelled", cancelled_at__isnull=False, cancelled_by__isnull=False)
                | (~Q(status="cancelled") & Q(cancelled_at__isnull=True, cancelled_by__isnull=True)),
                name="training_enrolments_are_cancelled_by_someone_at_a_time",
            ),
            # What the carried key of attendance points at.
            models.UniqueConstraint(fields=["id", "round"], name="training_enrolments_know_their_round"),
        ]
        triggers = [
            ENROLMENT.trigger(),
            pgtrigger.Trigger(
                name="held_seats_are_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("seat_no"),
                condition=pgtrigger.Condition("NEW.seat_no IS NOT NULL"),
                func=HELD_SEATS_ARE_KEPT,
            ),
            pgtrigger.Trigger(
                name="stays_its_persons",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("person_id"),
                func=STAYS_ITS_PERSONS,
            ),
            pgtrigger.Trigger(
                name="an_answer_is_never_unsaid",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("survey_answered"),
                condition=pgtrigger.Condition("OLD.survey_answered AND NOT NEW.survey_answered"),
                func="RAISE EXCEPTION 'training_an_answer_to_the_survey_stands' USING ERRCODE = 'check_violation';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_status_display()}"

    @property
    def of_somebody_unknown(self) -> bool:
        """Whether it was given at the door to somebody whose account nobody knows yet."""
        walk_in = getattr(self, "walk_in", None)
        return walk_in is not None and walk_in.status in UNKNOWN_WALK_INS

    def can_cancel(self, at: datetime) -> bool:
        """Whether the person herself may still cancel; needs the round at hand."""
        return ENROLMENT.allows(self, "cancel") and at < self.round.cancel_until
