"""A certificate, the series its number comes from, and the file that is its paper (guideline 5.3.1)."""

from datetime import date, datetime
from pathlib import Path
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Now, Replace
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from hcec.core.access import BranchQuerySet
from hcec.core.db import append_only
from testing.models import Result
from training.models import Completion
from verification.models.citations import CITED, Citation
from verification.models.keys import SigningKey
from verification.models.runs import IssueRun
from verification.models.templates import Kind, TemplateVersion
from verification.words import Words

# Asked of the source itself: `prepared_by` is only what the row says of it.
WHO_PREPARED_DOES_NOT_ISSUE = """
    PERFORM 1 FROM testing_result WHERE id = NEW.result_id AND entered_by_id = NEW.issued_by_id
     UNION ALL SELECT 1 FROM training_completion WHERE id = NEW.completion_id AND decided_by_id = NEW.issued_by_id
     UNION ALL SELECT 1 FROM verification_citation k JOIN verification_occasion o ON o.id = k.occasion_id
       WHERE k.id = NEW.citation_id AND NEW.issued_by_id IN (k.entered_by_id, o.entered_by_id);
    IF FOUND THEN
        RAISE EXCEPTION 'verification_who_prepared_does_not_issue' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

# One source, one certificate that counts: the next one comes when the last has been revoked, and names it.
ONE_THAT_COUNTS = """
    IF NEW.edition > 1 THEN
        PERFORM 1 FROM verification_certificate c
          JOIN verification_revocation v ON v.certificate_id = c.id
         WHERE c.id = NEW.replaces_id AND c.edition = NEW.edition - 1 AND c.holder_id = NEW.holder_id
           AND c.result_id IS NOT DISTINCT FROM NEW.result_id
           AND c.completion_id IS NOT DISTINCT FROM NEW.completion_id
           AND c.citation_id IS NOT DISTINCT FROM NEW.citation_id;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'verification_a_certificate_replaces_the_revoked_one_before_it' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    PERFORM 1 FROM testing_result r WHERE r.id = NEW.result_id AND r.version <> NEW.result_version;
    IF FOUND THEN
        RAISE EXCEPTION 'verification_a_certificate_says_what_the_result_says' USING ERRCODE = 'check_violation';
    END IF;
    PERFORM 1 FROM verification_citation k JOIN verification_occasion o ON o.id = k.occasion_id WHERE k.id = NEW.citation_id
       AND (o.kind <> NEW.kind OR k.withdrawn_at IS NOT NULL OR o.withdrawn_at IS NOT NULL);
    IF FOUND THEN
        RAISE EXCEPTION 'verification_a_certificate_is_of_a_citation_that_stands' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

SEALED_BY_THE_KEY_IN_FORCE = """
    PERFORM 1 FROM verification_signingkey k WHERE k.id = NEW.key_id AND k.taken_at <= NEW.made_at
       AND (k.retired_at IS NULL OR NEW.made_at <= k.retired_at);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'verification_a_file_is_sealed_by_the_key_in_force' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
# Asked at the end of the transaction: whatever wrote the row, the public log has it (decision 0032).
LOGGED = """
    PERFORM 1 FROM verification_logentry WHERE number = left(NEW.number, -9) AND kind IN ('issue', 'correct');
    IF NOT FOUND THEN
        RAISE EXCEPTION 'verification_a_certificate_is_in_the_log' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""


# A paper never changes: it is drawn by a version that is published, and so frozen.
DRAWN_BY_A_PUBLISHED_VERSION = """
    PERFORM 1 FROM verification_templateversion v JOIN verification_template t ON t.id = v.template_id
      WHERE v.id = NEW.template_version_id AND t.kind = NEW.kind AND v.published_at IS NOT NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'verification_a_certificate_is_drawn_by_a_published_version' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


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

    def public(self) -> Self:
        """Those that the world may know of: neither held back still nor withdrawn before they were public."""
        seen = self.filter(Q(public_from__isnull=True) | Q(public_from__lte=Now()))
        return seen.exclude(revocation__reason="undone")


class Certificate(models.Model):
    """One certificate. Its words are frozen in `facts`; the database refuses every later change.

    Exactly one source: a completed training, a released result or a citation. `prepared_by` is who put that source on record.
    `edition` counts the certificates of one source: the second replaces the first, which is revoked, and names it.
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
    citation = models.ForeignKey(Citation, on_delete=models.PROTECT, null=True, related_name="certificates")
    result_version = models.PositiveSmallIntegerField(default=1, db_default=1)
    edition = models.PositiveSmallIntegerField(default=1, db_default=1)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    template_version = models.ForeignKey(
        TemplateVersion, on_delete=models.PROTECT, related_name="certificates"
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="certificates"
    )
    facts = models.JSONField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    public_from = models.DateTimeField(null=True)  # null: from its issue
    run = models.ForeignKey(IssueRun, on_delete=models.PROTECT, null=True, related_name="certificates")

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "seq"], name="verification_a_number_of_a_series_is_given_once"
            ),
            models.UniqueConstraint(
                fields=["completion", "edition"], name="verification_a_completion_has_one_certificate"
            ),
            models.UniqueConstraint(
                fields=["result", "edition"], name="verification_a_result_has_one_certificate"
            ),
            models.UniqueConstraint(
                fields=["citation", "edition"], name="verification_a_citation_has_one_certificate"
            ),
            models.CheckConstraint(
                condition=Q(edition=1, replaces__isnull=True) | Q(edition__gt=1, replaces__isnull=False),
                name="verification_later_editions_replace_one",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind="completion", completion__isnull=False, result__isnull=True, citation__isnull=True
                )
                | Q(kind="test_result", completion__isnull=True, result__isnull=False, citation__isnull=True)
                | Q(
                    kind__in=[each.value for each in CITED],
                    completion__isnull=True,
                    result__isnull=True,
                    citation__isnull=False,
                ),
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
            models.Index(KT("facts__valid_until"), name="certificates_by_validity"),
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
            pgtrigger.Trigger(
                name="logged",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func=LOGGED,
            ),
            pgtrigger.Trigger(
                name="drawn_by_a_published_version",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=DRAWN_BY_A_PUBLISHED_VERSION,
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
    def source_id(self) -> int:
        """The primary key of the completion, result or citation."""
        return self.completion_id or self.result_id or self.citation_id or 0

    @property
    def successor(self) -> "Certificate | None":
        """The certificate that took the place of this one."""
        return getattr(self, "replaced_by", None)

    @property
    def state(self) -> str:
        """Where it stands for those who keep it; for the public `standing` of what is public."""
        return "held" if not self.is_revoked and self.is_held(timezone.now()) else self.standing

    @property
    def standing(self) -> str:
        """valid, expired, revoked, replaced or undone."""
        if self.is_revoked:
            reason = self.revocation.reason
            return reason if reason in ("replaced", "undone") else "revoked"
        return "expired" if self.is_past(timezone.localdate()) else "valid"

    def is_held(self, at: datetime) -> bool:
        """Whether the public is not to know of it yet."""
        return self.public_from is not None and self.public_from > at

    def is_past(self, today: date) -> bool:
        """Whether the result has outlived the validity that the paper states."""
        until = self.words.valid_until
        return until is not None and until < today

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
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, null=True, related_name="files")

    class Meta:
        indexes = [models.Index(fields=["sha256"], name="files_by_their_hash")]
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="verification_a_file_has_its_hash"
            ),
            models.CheckConstraint(condition=Q(size__gte=1), name="verification_a_file_is_not_empty"),
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="sealed_by_the_key_in_force",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__key__isnull=False),
                func=SEALED_BY_THE_KEY_IN_FORCE,
            ),
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def path(self) -> str:
        """Where it lies under MEDIA_ROOT."""
        return f"certificates/{self.sha256[:2]}/{self.sha256}.pdf"

    @property
    def whole_path(self) -> Path:
        return Path(settings.MEDIA_ROOT) / self.path
