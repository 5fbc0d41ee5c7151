"""Corrections of released results: proposed by one person, decided by another; what was released before stays on record."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from hcec.core.access import BranchQuerySet
from hcec.core.db import append_only
from testing.lifecycles import CORRECTION, CorrectionStatus
from testing.models.exams import Band
from testing.models.results import Result

# Nobody has a say in the correction of their own result, neither by proposing nor by deciding.
NEVER_ONES_OWN_CORRECTION = """
    PERFORM 1 FROM testing_result r JOIN testing_booking b ON b.id = r.booking_id
     WHERE r.id = NEW.result_id AND b.person_id IN (NEW.proposed_by_id, NEW.decided_by_id);
    IF FOUND THEN
        RAISE EXCEPTION 'testing_nobody_corrects_their_own_result' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class ThisTransaction(Func):
    """The number of the running transaction, the same in all of its savepoints."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = models.BigIntegerField()


class CorrectionQuerySet(BranchQuerySet):
    center_path = "result__booking__session__center"


class Correction(models.Model):
    """What a released result should say instead, why, and on what that rests. `marks` holds the texts as in the grid."""

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="corrections")
    version = models.PositiveSmallIntegerField()
    marks = models.JSONField()
    reason = models.TextField(_("reason"))
    evidence = models.TextField(_("evidence"))
    document = models.FileField(_("document (PDF or picture)"), upload_to="corrections/%Y", blank=True)
    status = models.CharField(max_length=20, choices=CorrectionStatus, default=CorrectionStatus.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(_("note on the decision"), blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction of a result")
        verbose_name_plural = _("corrections of results")
        constraints = [
            CORRECTION.constraint(),
            models.UniqueConstraint(
                fields=["result"], condition=Q(status="proposed"), name="testing_one_open_correction_a_result"
            ),
            models.CheckConstraint(
                condition=Q(reason__regex=r"\S", evidence__regex=r"\S"),
                name="testing_a_correction_says_why_and_on_what_it_rests",
            ),
            models.CheckConstraint(
                condition=Q(status="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(status="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="testing_corrections_are_decided_by_someone_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="testing_nobody_decides_the_correction_they_proposed",
                violation_error_message=_("Another person decides on the correction you proposed."),
            ),
        ]
        triggers = [
            CORRECTION.trigger(),
            pgtrigger.Trigger(
                name="never_ones_own_correction",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("result_id", "proposed_by_id", "decided_by_id"),
                func=NEVER_ONES_OWN_CORRECTION,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result_id}.{self.version}"


class ResultVersion(models.Model):
    """What a result said before it was corrected, and who stood for it. Written in the transaction of the correction."""

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    overall = models.ForeignKey(Band, on_delete=models.PROTECT, related_name="+")
    total_score = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    parts = models.JSONField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField()
    correction = models.OneToOneField(Correction, on_delete=models.PROTECT, related_name="replaced")
    written_in = models.BigIntegerField(db_default=ThisTransaction(), editable=False)

    class Meta:
        verbose_name = _("earlier version of a result")
        verbose_name_plural = _("earlier versions of results")
        constraints = [
            models.UniqueConstraint(
                fields=["result", "number"], name="testing_versions_of_a_result_are_numbered"
            )
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.result_id}.{self.number}"
