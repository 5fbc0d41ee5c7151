"""Who was at which meeting for how long, and what came of it: the completion, which is never rewritten."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hcec.core.access import BranchQuerySet
from hcec.core.db import append_only
from training.models.enrolments import Enrolment
from training.models.meetings import Meeting
from training.models.rounds import Round
from training.models.rules import all_met

# A completion walks back to this evidence, so it stands still once completions are decided.
STANDS_ONCE_DECIDED = """
    PERFORM 1 FROM training_round WHERE id = COALESCE(NEW.round_id, OLD.round_id) AND status = 'finalised';
    IF FOUND THEN
        RAISE EXCEPTION 'training_attendance_stands_once_completions_are_decided' USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""
# Hours on paper come from minutes in the room, of a person who completed.
HAS_ITS_EVIDENCE = """
    PERFORM 1 FROM training_enrolment e WHERE e.id = NEW.enrolment_id AND e.status = 'completed'
        AND NEW.hours * 60 <= (SELECT COALESCE(sum(a.minutes), 0) FROM training_attendance a WHERE a.enrolment_id = e.id);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'training_hours_never_exceed_minutes_present' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
# Nor does anybody complete who has not met all that the round asks for.
MEETS_THE_RULE = f"""
    PERFORM 1 FROM training_enrolment e JOIN training_round r ON r.id = e.round_id
     WHERE e.id = NEW.enrolment_id AND {all_met("NEW")};
    IF NOT FOUND THEN
        RAISE EXCEPTION 'training_completions_meet_the_rule_of_the_round' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
# Nor is anything certified of somebody whom nobody knows.
OF_SOMEBODY_KNOWN = """
    PERFORM 1 FROM training_walkin WHERE enrolment_id = NEW.enrolment_id AND status IN ('provisional', 'unclaimed');
    IF FOUND THEN
        RAISE EXCEPTION 'training_completions_are_of_somebody_known' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

NEVER_ONES_OWN = """
    PERFORM 1 FROM training_enrolment WHERE id = NEW.enrolment_id AND person_id = NEW.{column};
    IF FOUND THEN
        RAISE EXCEPTION '{truth}' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Attendance(models.Model):
    """A person at a meeting. `round` and `of_minutes` are carried so that the database can compare (the migration
    lays the keys): meeting and enrolment are of one round, and nobody is present longer than the meeting counts."""

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="attendances", db_constraint=False
    )
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="attendances", db_constraint=False
    )
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="attendances", db_constraint=False
    )
    present = models.BooleanField(_("present"))
    minutes = models.PositiveSmallIntegerField(_("minutes present"), default=0)
    of_minutes = models.PositiveSmallIntegerField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "enrolment"], name="training_attendance_is_one_row_a_meeting_and_person"
            ),
            models.CheckConstraint(
                condition=Q(present=True, minutes__gte=1) | Q(present=False, minutes=0),
                name="training_whoever_was_present_has_minutes",
                violation_error_message=_("Whoever was present has minutes, whoever was not has none."),
            ),
            models.CheckConstraint(
                condition=Q(minutes__lte=F("of_minutes")),
                name="training_nobody_is_present_longer_than_the_meeting_counts",
                violation_error_message=_("Nobody can be present for longer than the meeting counts."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="stands_once_completions_are_decided",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=STANDS_ONCE_DECIDED,
            ),
            pgtrigger.Trigger(
                name="never_ones_own",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=NEVER_ONES_OWN.format(
                    column="recorded_by_id", truth="training_nobody_records_their_own_attendance"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes}/{self.of_minutes}"


class CompletionQuerySet(BranchQuerySet):
    center_path = "enrolment__round__center"


class Completion(models.Model):
    """That a person completed a round: the hours earned (60 minutes each), the share attended, the day, by whom."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="completion")
    hours = models.DecimalField(_("hours earned"), max_digits=5, decimal_places=2)
    attendance_percent = models.DecimalField(_("attendance (%)"), max_digits=5, decimal_places=2)
    completed_on = models.DateField(_("completed on"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    objects = CompletionQuerySet.as_manager()

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        constraints = [
            models.CheckConstraint(condition=Q(hours__gt=0), name="training_completions_earn_hours"),
            models.CheckConstraint(
                condition=Q(attendance_percent__gte=0, attendance_percent__lte=100),
                name="training_attendance_is_a_percentage",
            ),
        ]
        indexes = [models.Index(fields=["completed_on", "id"], name="completions_by_day")]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="has_its_evidence",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=HAS_ITS_EVIDENCE,
            ),
            pgtrigger.Trigger(
                name="of_somebody_known",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=OF_SOMEBODY_KNOWN,
            ),
            pgtrigger.Trigger(
                name="meets_the_rule",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=MEETS_THE_RULE,
            ),
            pgtrigger.Trigger(
                name="never_ones_own",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=NEVER_ONES_OWN.format(
                    column="decided_by_id", truth="training_nobody_decides_their_own_completion"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.completed_on}"
