"""One press of “issue”: who, over what, and which sources; how far it is, is counted from the certificates."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from hcec.core.db import append_only
from verification.words import Pair


class IssueRun(models.Model):
    """A bulk issue, decided at one moment: exactly these completions and results, and nothing that came later."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="issue_runs")
    created_at = models.DateTimeField()
    key = models.TextField(unique=True)  # of the form that started it: pressed twice, it is one run
    completions = ArrayField(models.BigIntegerField(), default=list)
    results = ArrayField(models.BigIntegerField(), default=list)
    total = models.PositiveIntegerField()
    title = models.JSONField(default=dict)  # what was asked for, in both languages
    office = models.JSONField(default=dict)  # the seat in whose name it was pressed

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(total__gte=1), name="verification_a_run_issues_something"),
        ]
        indexes = [models.Index(F("created_at").desc(), name="runs_latest_first")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M} ({self.total})"

    @property
    def name(self) -> str:
        return str(Pair(**self.title))
