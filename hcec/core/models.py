"""Rows of the kernel: the audit trail, the jobs of the outbox and the heartbeats of the processes."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hcec.core.db import append_only


class AuditEntry(models.Model):
    """Who did what to which row and when. Text columns and no foreign keys: it outlives what it speaks of."""

    at = models.DateTimeField()
    actor = models.TextField()
    actor_id = models.BigIntegerField(null=True)
    verb = models.TextField()
    subject_type = models.TextField()
    subject_id = models.TextField()
    facts = models.JSONField(default=dict)
    request_id = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="audit_by_subject")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.verb} {self.subject_type} {self.subject_id}"


class Job(models.Model):
    """One thing to do outside the transaction that asked for it. The row is the job; a message only wakes it."""

    class Status(models.TextChoices):
        DUE = "due", _("Due")
        LEASED = "leased", _("Being done")
        DONE = "done", _("Done")
        DEAD = "dead", _("Given up")

    kind = models.TextField()
    key = models.TextField(unique=True)
    payload = models.JSONField(default=dict)
    status = models.TextField(choices=Status, default=Status.DUE)
    attempts = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["due", "leased", "done", "dead"]), name="core_job_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status="leased", lease_until__isnull=False)
                | (~Q(status="leased") & Q(lease_until__isnull=True)),
                name="core_job_is_leased_until_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status="done", finished_at__isnull=False)
                | (~Q(status="done") & Q(finished_at__isnull=True)),
                name="core_job_is_done_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["run_after", "id"], condition=Q(status__in=["due", "leased"]), name="job_still_to_do"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.status})"


class Heartbeat(models.Model):
    """The last sign of life of a process; /readyz reads it."""

    name = models.TextField(primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"
