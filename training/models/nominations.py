"""Questions about a place in a round: a head nominates a teacher, or a teacher asks for her head's approval (F4)."""

from datetime import datetime, timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from centers.models import School
from hcec.core.access import BranchQuerySet
from training.lifecycles import NOMINATION, OPEN_NOMINATIONS, NominationStatus
from training.models.enrolments import Enrolment
from training.models.rounds import HeadApproval

ANSWER_WITHIN = timedelta(days=5)

# A head is nobody's judge in her own case, and nobody says yes to a nomination for the teacher.
ANSWERED_BY_THE_RIGHT_ONE = """
    PERFORM 1 FROM training_enrolment e WHERE e.id = NEW.enrolment_id
        AND NEW.status IN ('agreed', 'declined')
        AND (NEW.origin = 'teacher') = (NEW.answered_by_id = e.person_id);
    IF FOUND THEN
        RAISE EXCEPTION 'training_who_asked_does_not_answer' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class NominationQuerySet(BranchQuerySet):
    center_path = "enrolment__round__center"

    def open(self) -> "NominationQuerySet":
        """Those that wait for somebody's answer."""
        return self.filter(status__in=OPEN_NOMINATIONS)


class Nomination(models.Model):
    """One question about one place, which is held (or waits in line) until it is answered.

    `origin` says who asked whom: the teacher her head, or the head the teacher. `answer_by` is the moment from which the
    question has lapsed or goes up, as `if_unanswered` says; it is never later than the round's `cancel_until`.
    """

    class Origin(models.TextChoices):
        HEAD = "head", _("Nominated by the head of the school")
        TEACHER = "teacher", _("Asked for by the teacher")

    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="nomination")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="nominations")
    origin = models.CharField(_("who asked"), max_length=10, choices=Origin)
    status = models.CharField(max_length=20, choices=NominationStatus)
    note = models.TextField(_("why"), blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    answer_by = models.DateTimeField(_("answer by"))
    if_unanswered = models.CharField(max_length=10, choices=HeadApproval)
    passed_up_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        constraints = [
            NOMINATION.constraint(),
            models.CheckConstraint(
                condition=Q(origin="head", status__in=["nominated", "agreed", "declined", "withdrawn", "lapsed"])
                | Q(origin="teacher", status__in=["asked", "passed_up", "agreed", "declined", "withdrawn", "lapsed"]),
                name="training_a_nomination_waits_for_whom_it_asks",
            ),
            models.CheckConstraint(
                condition=Q(if_unanswered="lapse") | Q(if_unanswered="pass_up", origin="teacher"),
                name="training_what_follows_an_unanswered_nomination_is_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["asked", "passed_up", "nominated"], answered_by__isnull=True, answered_at__isnull=True)
                | Q(status="lapsed", answered_by__isnull=True, answered_at__isnull=False)
                | Q(status__in=["agreed", "declined", "withdrawn"], answered_by__isnull=False, answered_at__isnull=False),
                name="training_nominations_are_answered_by_someone_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="passed_up") | Q(passed_up_at__isnull=False),
                name="training_what_was_passed_up_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(answer_by__gt=F("made_at")), name="training_there_is_time_to_answer_a_nomination"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["school", "status"], name="nominations_of_a_school")]
        triggers = [
            NOMINATION.trigger(),
            pgtrigger.Trigger(
                name="answered_by_the_right_one",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("status", "answered_by_id", "enrolment_id"),
                func=ANSWERED_BY_THE_RIGHT_ONE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.get_status_display()}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_NOMINATIONS

    def waits(self, at: datetime) -> bool:
        """Whether an answer given now still counts."""
        return self.is_open and at < self.answer_by
