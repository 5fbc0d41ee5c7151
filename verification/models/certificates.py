"""A certificate, the series its number comes from, and the file that is its paper (guideline 5.3.1)."""

from pathlib import Path

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Replace
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from hcec.core.access import BranchQuerySet
from hcec.core.db import append_only
from testing.models import Result
from training.models import Completion
from verification.models.runs import IssueRun
from verification.words import Words

# Asked of the source itself: `prepared_by` is only what the row says of it.
WHO_PREPARED_DOES_NOT_ISSUE = """
    PERFORM 1 FROM testing_result WHERE id = NEW.result_id AND entered_by_id = NEW.issued_by_id
     UNION ALL SELECT 1 FROM training_completion WHERE id = NEW.completion_id AND decided_by_id = NEW.issued_by_id;
    IF FOUND THEN
        RAISE EXCEPTION 'verification_who_prepared_does_not_issue' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

# One result, one certificate that counts: a corrected result has its second one when the first has been revoked.
ONE_THAT_COUNTS = """
    PERFORM 1 FROM verification_certificate c WHERE c.result_id = NEW.result_id
       AND NOT EXISTS (SELECT FROM verification_revocation v WHERE v.certificate_id = c.id);
    IF FOUND THEN
        RAISE EXCEPTION 'verification_a_result_has_one_certificate' USING ERRCODE = 'unique_violation';
    END IF;
    PERFORM 1 FROM testing_result r WHERE r.id = NEW.result_id AND r.version <> NEW.result_version;
    IF FOUND THEN
        RAISE EXCEPTION 'verification_a_certificate_says_what_the_result_says' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Kind(models.TextChoices):
    COMPLETION = "completion", _("Training certificate")
    TEST_RESULT = "test_result", _("Test result certificate")


class Series(models.Model):
    """The counter of one center and one fiscal year (Buddhist era).

    A row and never a SEQUENCE: it rolls back with the transaction, so a crash leaves no gap.
    """

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="series")
    fiscal_year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["center", "fiscal_year"], name="verification_a_series_a_center_and_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.center.code}-{self.fiscal_year}"


class CertificateQuerySet(BranchQuerySet):
    center_path = "series__center"


class Certificate(models.Model):
    """One certificate. Its words are frozen in `facts`; the database refuses every later change.

    Exactly one source: a completed training or a released result. `prepared_by` is who put that source on record.
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="certificates")
    seq = models.PositiveIntegerField()
    number = models.TextField(unique=True)
    key = models.GeneratedField(
        expression=Replace("number", Value("-"), Value("")),
        output_field=models.TextField(),
        db_persist=True,
        unique=True,
    )
    kind = models.CharField(max_length=20, choices=Kind)
    completion = models.ForeignKey(
        Completion, on_delete=models.PROTECT, null=True, related_name="certificates"
    )
    result = models.ForeignKey(Result, on_delete=models.PROTECT, null=True, related_name="certificates")
    result_version = models.PositiveSmallIntegerField(default=1, db_default=1)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="certificates"
    )
    facts = models.JSONField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    run = models.ForeignKey(IssueRun, on_delete=models.PROTECT, null=True, related_name="certificates")

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "seq"], name="verification_a_number_of_a_series_is_given_once"
            ),
            models.UniqueConstraint(
                fields=["completion"], name="verification_a_completion_has_one_certificate"
            ),
            models.UniqueConstraint(
                fields=["result", "result_version"], name="verification_a_result_has_one_certificate"
            ),
            models.CheckConstraint(
                condition=Q(kind="completion", completion__isnull=False, result__isnull=True)
                | Q(kind="test_result", completion__isnull=True, result__isnull=False),
                name="verification_a_certificate_has_the_source_of_its_kind",
            ),
            models.CheckConstraint(condition=Q(seq__gte=1), name="verification_series_count_from_one"),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9A-Z-]+-25[0-9]{2}-[0-9]{6,}-[0-9A-HJKMNP-TV-Z]{8}$"),
                name="verification_certificate_numbers_have_their_form",
            ),
            models.CheckConstraint(
                condition=~Q(holder=F("issued_by")),
                name="verification_nobody_issues_to_themself",
                violation_error_message=_("Nobody issues a certificate to themself."),
            ),
            models.CheckConstraint(
                condition=Q(prepared_by__isnull=True) | ~Q(prepared_by=F("issued_by")),
                name="verification_who_prepared_does_not_issue",
                violation_error_message=_("Whoever put the result on record does not issue its certificate."),
            ),
        ]
        indexes = [
            models.Index(fields=["holder", "-issued_at"], name="certificates_of_a_person"),
            models.Index(fields=["series", "-issued_at"], name="certificates_of_a_center"),
            models.Index(fields=["run"], name="certificates_of_a_run"),
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="who_prepared_does_not_issue",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=WHO_PREPARED_DOES_NOT_ISSUE,
            ),
            pgtrigger.Trigger(
                name="one_that_counts",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=ONE_THAT_COUNTS,
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @cached_property
    def words(self) -> Words:
        return Words.from_facts(self.facts)

    @property
    def path(self) -> str:
        """Where anyone verifies it; a part of the address only."""
        return reverse("verify-number", args=[self.number])

    @property
    def address(self) -> str:
        """The whole address, as the QR code holds it."""
        return settings.PUBLIC_URL + self.path

    @property
    def state(self) -> str:
        return "revoked" if self.is_revoked else "valid"

    @property
    def outdated(self) -> bool:
        """The result was corrected after this was issued; needs the result at hand."""
        return self.result is not None and self.result.version > self.result_version

    @property
    def has_file(self) -> bool:
        return hasattr(self, "file")

    @property
    def is_revoked(self) -> bool:
        return hasattr(self, "revocation")


class CertificateFile(models.Model):
    """The PDF of a certificate, kept under the name of its own hash; written once, the first writer wins."""

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="file")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="verification_a_file_has_its_hash"
            ),
            models.CheckConstraint(condition=Q(size__gte=1), name="verification_a_file_is_not_empty"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return self.path

    @property
    def path(self) -> str:
        """Where it lies under MEDIA_ROOT."""
        return f"certificates/{self.sha256[:2]}/{self.sha256}.pdf"

    @property
    def whole_path(self) -> Path:
        return Path(settings.MEDIA_ROOT) / self.path
