"""Results of other providers' tests, recorded by their person with a proof and checked by an officer (guideline 5.2.3).

They are no results of ours: they have no booking, are released by nobody and never become a certificate.
"""

from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from centers.models import Center, SkillArea
from centers.models.places import Named
from hcec.core.access import BranchQuerySet
from testing.lifecycles import OUTSIDE, OutsideStatus
from testing.models.exams import Band, Scale

# What an officer accepted stays as she saw it.
NEVER_REWRITTEN = """
    IF OLD.status IN ('accepted', 'withdrawn') AND
        (NEW.person_id, NEW.test_id, NEW.level_id, NEW.score, NEW.taken_on, NEW.valid_until, NEW.number, NEW.proof)
        IS DISTINCT FROM
        (OLD.person_id, OLD.test_id, OLD.level_id, OLD.score, OLD.taken_on, OLD.valid_until, OLD.number, OLD.proof) THEN
        RAISE EXCEPTION 'testing_an_accepted_outside_result_is_never_rewritten' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class OutsideTest(Named):
    """A test that others hold, such as TOEIC: its levels, its scores and how long a result of it is taken."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    skill = models.ForeignKey(
        SkillArea, on_delete=models.PROTECT, related_name="+", verbose_name=_("skill area")
    )
    scale = models.ForeignKey(Scale, on_delete=models.PROTECT, related_name="+", verbose_name=_("scale"))
    provider = models.CharField(_("provider"), max_length=200)
    most = models.DecimalField(_("highest score"), max_digits=6, decimal_places=2, null=True, blank=True)
    validity_months = models.PositiveSmallIntegerField(
        _("result is valid for (months)"), null=True, blank=True
    )
    active = models.BooleanField(_("in use"), default=True)
    source = models.TextField(_("source"), blank=True)

    class Meta:
        verbose_name = _("outside test")
        verbose_name_plural = _("outside tests")
        constraints = [
            models.CheckConstraint(
                condition=Q(validity_months__isnull=True) | Q(validity_months__gte=1),
                name="testing_outside_results_are_valid_for_a_month_at_least",
            )
        ]


class OutsideResultQuerySet(BranchQuerySet):
    center_path = "center"


class OutsideResult(models.Model):
    """One document of one person. `center` is the one whose officers check it; `note` why it was returned or withdrawn."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="outside_results"
    )
    test = models.ForeignKey(
        OutsideTest, on_delete=models.PROTECT, related_name="results", verbose_name=_("test")
    )
    center = models.ForeignKey(
        Center, on_delete=models.PROTECT, related_name="outside_results", verbose_name=_("center that checks")
    )
    level = models.ForeignKey(Band, on_delete=models.PROTECT, related_name="+", verbose_name=_("level"))
    score = models.DecimalField(_("score"), max_digits=6, decimal_places=2, null=True, blank=True)
    taken_on = models.DateField(_("day of the test"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    number = models.CharField(_("number of the document"), max_length=60)
    proof = models.FileField(_("proof (PDF or picture)"), upload_to="outside_results/%Y")
    status = models.CharField(_("state"), max_length=20, choices=OutsideStatus, default=OutsideStatus.SENT)
    sent_at = models.DateTimeField(_("sent on"))
    note = models.TextField(_("reason"), blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)

    objects = OutsideResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("outside result")
        verbose_name_plural = _("outside results")
        constraints = [
            OUTSIDE.constraint(),
            models.CheckConstraint(
                condition=(Q(checked_by__isnull=True) | ~Q(checked_by=F("person")))
                & (Q(withdrawn_by__isnull=True) | ~Q(withdrawn_by=F("person"))),
                name="testing_nobody_checks_their_own_outside_result",
                violation_error_message=_("Nobody checks their own document. Ask a colleague."),
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["accepted", "withdrawn", "returned"],
                    checked_by__isnull=False,
                    checked_at__isnull=False,
                )
                | (
                    ~Q(status__in=["accepted", "withdrawn", "returned"])
                    & Q(checked_by__isnull=True, checked_at__isnull=True)
                ),
                name="testing_outside_results_are_checked_by_someone_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status="withdrawn", withdrawn_by__isnull=False, withdrawn_at__isnull=False)
                | (~Q(status="withdrawn") & Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True)),
                name="testing_outside_results_are_withdrawn_by_someone_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["returned", "withdrawn"]) | Q(note__regex=r"\S"),
                name="testing_an_outside_result_is_returned_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("taken_on")),
                name="testing_outside_results_are_valid_after_their_test",
                violation_error_message=_("The last day must not come before the day of the test."),
            ),
            models.UniqueConstraint(
                fields=["test", "number"],
                condition=Q(status__in=["sent", "accepted"]),
                name="testing_a_document_is_one_persons",
                violation_error_message=_("A document of this test with this number was recorded already."),
            ),
        ]
        indexes = [models.Index(fields=["center", "status"], name="outside_results_of_a_center")]
        triggers = [
            OUTSIDE.trigger(),
            pgtrigger.Trigger(
                name="accepted_is_never_rewritten",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=NEVER_REWRITTEN,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.test}: {self.level}"

    def counts_on(self, day: date) -> bool:
        """Whether it is accepted and not older than its own validity on a day."""
        return self.status == OutsideStatus.ACCEPTED and (self.valid_until is None or day <= self.valid_until)
