"""Appeals against a released result: the person's words, another scorer's re-mark, and what came of it."""

from datetime import datetime, timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hcec.core.access import BranchQuerySet
from testing.lifecycles import APPEAL, AppealStatus
from testing.models.corrections import Correction
from testing.models.results import Result

# Whoever marked first, in whichever version, does not mark again; nor does the person herself.
ANOTHER_SCORER = """
    PERFORM 1 FROM testing_result r JOIN testing_booking b ON b.id = r.booking_id
     WHERE r.id = NEW.result_id AND NEW.remarked_by_id IN (r.entered_by_id, b.person_id)
     UNION ALL SELECT 1 FROM testing_resultversion v
     WHERE v.result_id = NEW.result_id AND v.entered_by_id = NEW.remarked_by_id;
    IF FOUND THEN
        RAISE EXCEPTION 'testing_another_scorer_marks_again' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


def appeal_until(result: Result) -> datetime | None:
    """Until when a released result may be appealed; needs booking, session and exam at hand."""
    since = result.corrected_at or result.released_at
    return since + timedelta(days=result.booking.session.exam.appeal_days) if since else None


class AppealQuerySet(BranchQuerySet):
    center_path = "result__booking__session__center"


class Appeal(models.Model):
    """One appeal against one version of a result. A re-mark that differs goes on as a correction."""

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="appeals")
    version = models.PositiveSmallIntegerField()
    words = models.TextField(_("what you think is wrong"))
    status = models.CharField(max_length=20, choices=AppealStatus, default=AppealStatus.SUBMITTED)
    made_at = models.DateTimeField()
    remarked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    remarked_at = models.DateTimeField(null=True)
    marks = models.JSONField(default=dict)
    answer = models.TextField(_("answer"), blank=True)
    correction = models.OneToOneField(Correction, on_delete=models.PROTECT, null=True, related_name="appeal")
    closed_at = models.DateTimeField(null=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = [
            APPEAL.constraint(),
            models.UniqueConstraint(
                fields=["result", "version"],
                condition=~Q(status="withdrawn"),
                name="testing_a_result_is_appealed_once",
                violation_error_message=_("You have already appealed this result."),
            ),
            models.CheckConstraint(
                condition=Q(words__regex=r"\S"),
                name="testing_an_appeal_has_words",
                violation_error_message=_("Say what you think is wrong."),
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["submitted", "withdrawn"], remarked_by__isnull=True, remarked_at__isnull=True
                )
                | Q(
                    status__in=["remarked", "upheld", "changed"],
                    remarked_by__isnull=False,
                    remarked_at__isnull=False,
                ),
                name="testing_appeals_are_answered_by_a_second_scorer",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["submitted", "remarked"], closed_at__isnull=True)
                | Q(status__in=["upheld", "changed", "withdrawn"], closed_at__isnull=False),
                name="testing_appeals_end_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["remarked", "changed"]) | Q(correction__isnull=False),
                name="testing_an_appeal_changes_a_result_by_a_correction",
            ),
        ]
        triggers = [
            APPEAL.trigger(),
            pgtrigger.Trigger(
                name="another_scorer",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("result_id", "remarked_by_id"),
                func=ANOTHER_SCORER,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.result_id}.{self.version}"
