"""A course is recognised before it is used: proposed by a center, reviewed against stated criteria (guideline 6.2.5)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from centers.models import Center, Competency
from hcec.core.access import BranchQuerySet
from training.lifecycles import PROPOSAL, ProposalStatus
from training.models.courses import Course, CourseFacts

# Recognised means: every criterion in force was looked at and met.
EVERY_CRITERION = """
    PERFORM 1 FROM training_criterion c WHERE c.since <= (NEW.decided_at AT TIME ZONE 'Asia/Bangkok')::date
        AND (c.until IS NULL OR c.until >= (NEW.decided_at AT TIME ZONE 'Asia/Bangkok')::date)
        AND NOT EXISTS (SELECT FROM training_criterionanswer a
            WHERE a.criterion_id = c.id AND a.proposal_id = NEW.id AND a.met);
    IF FOUND THEN
        RAISE EXCEPTION 'training_a_recognised_course_meets_every_criterion' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Criterion(models.Model):
    """One thing that a course must be to be recognised, stated before anybody proposes; it counts between its days."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    text_th = models.CharField(_("criterion (Thai)"), max_length=300)
    text_en = models.CharField(_("criterion (English)"), max_length=300)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=100)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    provenance = models.TextField(_("where this row comes from"), blank=True)

    class Meta:
        verbose_name = _("criterion of recognition")
        verbose_name_plural = _("criteria of recognition")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="training_criteria_end_after_they_begin",
                violation_error_message=_("The end must come after the start."),
            )
        ]

    def __str__(self) -> str:
        return self.text_en if get_language() == "en" else self.text_th


class Proposal(CourseFacts):
    """A new course, or new words for one that the center owns. `due_on` is the last of ten working days of review."""

    key = models.UUIDField(unique=True, editable=False)
    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="proposals")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, null=True, related_name="proposals")
    competencies = models.ManyToManyField(Competency, related_name="+")
    prerequisites = models.ManyToManyField(Course, related_name="+")
    outline = models.TextField(_("what is done in the hours"), blank=True)
    assessed_by = models.TextField(_("how learning is assessed"), blank=True)
    status = models.CharField(max_length=20, choices=ProposalStatus, default=ProposalStatus.DRAFT)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True)
    due_on = models.DateField(_("reviewed by"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(_("word to the center"), blank=True)
    recognised_version = models.PositiveSmallIntegerField(null=True)

    objects = BranchQuerySet.as_manager()

    class Meta(CourseFacts.Meta):
        abstract = False
        verbose_name = _("proposed course")
        verbose_name_plural = _("proposed courses")
        constraints = [
            *CourseFacts.Meta.constraints,
            PROPOSAL.constraint(),
            models.UniqueConstraint(
                fields=["course"],
                condition=Q(status__in=["draft", "submitted", "returned"]),
                name="training_a_course_is_proposed_anew_once_at_a_time",
                violation_error_message=_("A new version of this course is already proposed."),
            ),
            models.CheckConstraint(
                condition=Q(submitted_by__isnull=True, submitted_at__isnull=True, due_on__isnull=True)
                | Q(submitted_by__isnull=False, submitted_at__isnull=False, due_on__isnull=False),
                name="training_proposals_are_submitted_by_someone_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="training_reviewed_proposals_were_submitted",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["returned", "recognised", "declined"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                )
                | Q(
                    status__in=["draft", "submitted", "withdrawn"],
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                ),
                name="training_proposals_are_decided_by_someone_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | (~Q(decided_by=F("submitted_by")) & ~Q(decided_by=F("drafted_by"))),
                name="training_nobody_reviews_their_own_proposal",
                violation_error_message=_("Nobody reviews a course that they proposed. Ask a colleague."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["returned", "declined"]) | ~Q(answer=""),
                name="training_a_proposal_is_sent_back_with_words",
                violation_error_message=_("Say what is missing: the center reads it."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(status="recognised", course__isnull=False, recognised_version__isnull=False)
                    | (~Q(status="recognised") & Q(recognised_version__isnull=True))
                ),
                name="training_a_recognised_proposal_names_its_version",
            ),
        ]
        indexes = [models.Index(fields=["status", "due_on"], name="proposals_by_due_day")]
        triggers = [
            PROPOSAL.trigger(),
            pgtrigger.Trigger(
                name="meets_every_criterion",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status="submitted", new__status="recognised"),
                func=EVERY_CRITERION,
            ),
        ]


class CriterionAnswer(models.Model):
    """What the reviewer found of one criterion; of a proposal that came again, what was found last."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="answers")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    met = models.BooleanField(_("met"))
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("answer to a criterion")
        verbose_name_plural = _("answers to criteria")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "criterion"], name="training_a_criterion_is_answered_once_a_proposal"
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.criterion_id}"
