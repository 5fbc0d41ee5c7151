"""A checked list of centers that waits for OBEC's word, or was taken over."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Upload(models.Model):
    """The rows of one uploaded list, as read. It changes nothing until it is applied, and is applied once."""

    rows = models.JSONField()
    sha256 = models.CharField(max_length=64)
    filename = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_by__isnull=True, applied_at__isnull=True)
                | Q(applied_by__isnull=False, applied_at__isnull=False),
                name="centers_upload_is_applied_by_someone_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.filename
