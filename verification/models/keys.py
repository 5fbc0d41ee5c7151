"""The public list of keys that seal certificates: from when until when, and why one was retired. Nothing leaves it."""

from datetime import datetime

import pgtrigger
from cryptography import x509
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from hcec.core.db import append_only


class Retired(models.TextChoices):
    CHANGED = "changed", _("Changed for a newer key, as planned")
    EXPIRED = "expired", _("Its certificate came to its end")
    COMPROMISED = "compromised", _("Somebody else may have used it")
    LOST = "lost", _("It can no longer be used")


class SigningKey(models.Model):
    """One key by its certificates. In force from `taken_at` until it is retired; one at most is in force."""

    fingerprint = models.CharField(max_length=64, unique=True)  # SHA-256 of its certificate
    chain = models.TextField()  # PEM: its certificate, then those above it
    name = models.TextField()  # whose seal it is, as the certificate says
    algorithm = models.TextField()
    valid_from = models.DateTimeField()  # of the certificate
    valid_until = models.DateTimeField()
    demo = models.BooleanField(default=False)  # a throw-away key: its seals prove nothing
    taken_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    reason = models.TextField(choices=Retired, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["retired_at"], nulls_distinct=False, name="verification_one_key_is_in_force"
            ),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True, reason="")
                | Q(retired_at__gte=F("taken_at"), reason__in=Retired.values),
                name="verification_a_key_is_retired_after_it_was_taken_and_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(fingerprint__regex="^[0-9a-f]{64}$"),
                name="verification_a_key_has_its_fingerprint",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="a_retired_key_stays_as_it_is",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__retired_at__isnull=False),
            ),
            pgtrigger.ReadOnly(
                name="a_key_is_only_ever_retired",
                exclude=["retired_at", "reason"],
            ),
            pgtrigger.Protect(name="keys_are_never_removed", operation=pgtrigger.Delete),
            append_only("keys_are_never_emptied")[1],
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.fingerprint[:16]})"

    @cached_property
    def certificates(self) -> list[x509.Certificate]:
        """Its own, then those above it."""
        return x509.load_pem_x509_certificates(self.chain.encode())

    def was_in_force(self, at: datetime) -> bool:
        """Whether it sealed rightly at that moment (to the second, as seals say it)."""
        return self.taken_at.replace(microsecond=0) <= at and (
            self.retired_at is None or at <= self.retired_at
        )

    @property
    def groups(self) -> list[str]:
        """The fingerprint in pieces that an eye can compare."""
        return [self.fingerprint[start : start + 4] for start in range(0, 64, 4)]

    @property
    def in_force(self) -> bool:
        return self.retired_at is None
