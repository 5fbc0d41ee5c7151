"""Rehearsals of a laboratory before a test day: every workstation checked in one go (guideline 6.4.8, 7.1)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from centers.lifecycles import DRY_RUN, DryRunStatus
from centers.models.centers import Room
from centers.models.equipment import Workstation
from hcec.core.access import BranchQuerySet


class DryRunQuerySet(BranchQuerySet):
    center_path = "room__center"


class DryRun(models.Model):
    """One rehearsal of a room. While it runs, workstations join by its code; finished, it keeps what each one showed."""

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="dry_runs")
    code = models.CharField(max_length=8)
    for_day = models.DateField(_("before the test day"), null=True, blank=True)
    status = models.CharField(max_length=20, choices=DryRunStatus, default=DryRunStatus.RUNNING)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    finished_at = models.DateTimeField(null=True)
    stations = models.PositiveSmallIntegerField(null=True)
    passed = models.PositiveSmallIntegerField(null=True)

    objects = DryRunQuerySet.as_manager()

    class Meta:
        constraints = [
            DRY_RUN.constraint(),
            models.UniqueConstraint(
                fields=["room"],
                condition=Q(status="running"),
                name="centers_a_room_has_one_dry_run_at_a_time",
                violation_error_message=_("A dry run of this room is under way."),
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(status="running"), name="centers_codes_of_dry_runs_are_their_own"
            ),
            models.CheckConstraint(
                condition=Q(
                    status="running",
                    finished_by__isnull=True,
                    finished_at__isnull=True,
                    stations__isnull=True,
                    passed__isnull=True,
                )
                | Q(
                    status="finished",
                    finished_by__isnull=False,
                    finished_at__gte=F("started_at"),
                    stations__isnull=False,
                    passed__lte=F("stations"),
                ),
                name="centers_dry_run_is_finished_by_someone_with_an_outcome",
            ),
        ]
        indexes = [models.Index(fields=["room", "-finished_at"], name="dry_runs_of_a_room")]
        triggers = [DRY_RUN.trigger()]

    def __str__(self) -> str:
        return f"{self.room} {self.started_at:%Y-%m-%d}"

    @property
    def minutes(self) -> int:
        """How long it took, in whole minutes; 0 while it runs."""
        return round((self.finished_at - self.started_at).total_seconds() / 60) if self.finished_at else 0


class DryRunSeat(models.Model):
    """One workstation of a dry run: when it joined, and how it stood when the run was finished."""

    class Outcome(models.TextChoices):
        PASSED = "passed", _("Passed")
        FAILED = "failed", _("Did not pass")
        ABSENT = "absent", _("Not joined")

    run = models.ForeignKey(DryRun, on_delete=models.PROTECT, related_name="seats")
    workstation = models.ForeignKey(Workstation, on_delete=models.PROTECT, related_name="dry_runs")
    joined_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    failures = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "workstation"], name="centers_workstations_join_a_dry_run_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "passed", "failed", "absent"]),
                name="centers_outcomes_of_dry_runs_are_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.workstation_id}"
