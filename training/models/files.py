"""Tables of attendance from a computer: one file for many meetings of a center, looked at and then applied whole (G5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from hcec.core.access import BranchQuerySet


class AttendanceFileQuerySet(BranchQuerySet):
    center_path = "center"


class AttendanceFile(models.Model):
    """A table without problems. `rows`: the texts by row number as they were read; `sha256` is of the file's bytes."""

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="attendance_files")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField()
    replace = models.BooleanField(default=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    applied_at = models.DateTimeField(null=True)
    changed = models.PositiveIntegerField(null=True)

    objects = AttendanceFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of attendance")
        verbose_name_plural = _("files of attendance")
        constraints = [
            models.UniqueConstraint(
                fields=["center", "sha256", "replace"],
                name="training_a_file_of_attendance_is_kept_once_a_center",
            ),
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True, applied_by__isnull=True, changed__isnull=True)
                | Q(applied_at__isnull=False, applied_by__isnull=False, changed__isnull=False),
                name="training_files_of_attendance_are_applied_by_someone_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name
