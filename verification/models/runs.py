"""A run of issuing: who prepared it over which sources, who approved it, when it becomes public, and whether it was undone.

How far it is, is counted from the certificates.
"""

from datetime import datetime
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from verification.lifecycles import RUN, RunStatus
from verification.models.templates import Kind
from verification.words import Pair

PREPARED_ONCE = ["by", "created_at", "key", "kind", "sources", "centers", "total", "title", "office"]


class IssueRun(models.Model):
    """A bulk issue of exactly these sources (primary keys) of one kind: prepared by one, approved by another (decision 0029).

    `public_from` is null where its certificates are public at once; until then nobody outside sees them.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="issue_runs")
    created_at = models.DateTimeField()
    key = models.TextField(unique=True)  # of the form that started it: pressed twice, it is one run
    kind = models.CharField(max_length=20, choices=Kind)
    sources = ArrayField(models.BigIntegerField(), default=list)
    centers = ArrayField(models.BigIntegerField(), default=list)  # whose sources these are
    total = models.PositiveIntegerField()
    title = models.JSONField(default=dict)  # what was asked for, in both languages
    office = models.JSONField(default=dict)  # the seat in whose name it was prepared
    status = models.CharField(max_length=10, choices=RunStatus, default=RunStatus.PREPARED)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    public_from = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            RUN.constraint(),
            models.CheckConstraint(condition=Q(total__gte=1), name="verification_a_run_issues_something"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="verification_a_run_is_of_a_known_kind"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("by")),
                name="verification_who_prepared_a_run_does_not_approve_it",
                violation_error_message=_("Whoever prepared a run does not approve it."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=[RunStatus.PREPARED, RunStatus.DECLINED, RunStatus.SINGLE], approved_by__isnull=True,
                            approved_at__isnull=True, public_from__isnull=True)
                | Q(status__in=[RunStatus.APPROVED, RunStatus.UNDONE], approved_by__isnull=False, approved_at__isnull=False),
                name="verification_an_approved_run_says_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[RunStatus.PREPARED, RunStatus.APPROVED, RunStatus.SINGLE])
                & Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(status__in=[RunStatus.DECLINED, RunStatus.UNDONE], ended_by__isnull=False, ended_at__isnull=False)
                & ~Q(ended_why=""),
                name="verification_an_ended_run_says_by_whom_when_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(status=RunStatus.UNDONE) | Q(public_from__gt=F("ended_at")),
                name="verification_a_run_is_undone_before_it_is_public",
                violation_error_message=_("These certificates are public. Revoke them one by one."),
            ),
        ]  # fmt: skip
        indexes = [models.Index(F("created_at").desc(), name="runs_latest_first")]
        triggers = [
            RUN.trigger(),
            pgtrigger.ReadOnly(name="what_was_prepared_is_frozen", fields=PREPARED_ONCE),
            pgtrigger.Protect(name="runs_are_never_removed", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M} ({self.total})"

    @property
    def name(self) -> str:
        return str(Pair(**self.title))

    @property
    def issuer(self) -> Any:
        """In whose name its certificates are issued; none before it is approved."""
        return self.by if self.status == RunStatus.SINGLE else self.approved_by

    def is_held(self, at: datetime) -> bool:
        """Whether its certificates are not public yet."""
        return self.status == RunStatus.APPROVED and self.public_from is not None and self.public_from > at
