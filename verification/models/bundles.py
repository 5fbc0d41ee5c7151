"""Many papers asked for as one ZIP: exactly these certificates, for one person, for a few days."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from verification.words import Pair


class Bundle(models.Model):
    """An order of papers. The ZIP lies under MEDIA_ROOT until `expires_at`; its parts tell how far it is."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    key = models.TextField(unique=True)  # of the form: pressed twice, it is one order
    title = models.JSONField()
    certificates = ArrayField(models.BigIntegerField())
    expires_at = models.DateTimeField()
    size = models.PositiveBigIntegerField(null=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(size__isnull=True, made_at__isnull=True) | Q(size__gte=1, made_at__isnull=False),
                name="verification_a_bundle_is_made_with_its_size",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("asked_at")), name="verification_a_bundle_expires_after_it_was_asked"
            ),
            models.CheckConstraint(
                condition=Q(certificates__len__gte=1), name="verification_a_bundle_holds_something"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name} ({len(self.certificates)})"

    @property
    def name(self) -> str:
        return str(Pair(**self.title))

    @property
    def folder(self) -> Path:
        return Path(settings.MEDIA_ROOT) / "bundles" / str(self.pk)

    @property
    def path(self) -> Path:
        return self.folder / "certificates.zip"

    def is_there(self, at: datetime) -> bool:
        """Whether it can be fetched now."""
        return self.made_at is not None and self.expires_at > at
