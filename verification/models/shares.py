"""A link by which a holder shows a certificate to whom she likes: the parts that she chose, until a day, and each look."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hcec.core.db import append_only
from verification.models.certificates import Certificate


class Part(models.TextChoices):
    """What may be shown beside the name, what it certifies and whether it counts."""

    MARKS = "marks", _("Scores and levels")
    TIME = "time", _("Dates and hours")
    VALIDITY = "validity", _("Until when the result is valid")
    SIGNATORY = "signatory", _("Center and signatory")
    NUMBER = "number", _("Certificate number")


class Share(models.Model):
    """One link. Its token is known to whoever holds the link; here stands its hash alone. Nothing of it changes but its end."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="shares")
    token_sha256 = models.CharField(max_length=64, unique=True)
    parts = ArrayField(models.CharField(max_length=20, choices=Part), default=list)
    last_day = models.DateField()
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(token_sha256__regex="^[0-9a-f]{64}$"),
                name="verification_a_link_keeps_a_hash_alone",
            ),
            models.CheckConstraint(
                condition=Q(parts__contained_by=Part.values), name="verification_a_link_shows_known_parts"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("made_at")),
                name="verification_a_link_ends_after_it_was_made",
            ),
        ]
        indexes = [models.Index(fields=["certificate", "-made_at"], name="links_of_a_certificate")]
        triggers = [
            pgtrigger.ReadOnly(name="a_link_is_only_ever_withdrawn", exclude=["withdrawn_at"]),
            pgtrigger.Protect(
                name="a_withdrawn_link_stays_withdrawn",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__withdrawn_at__isnull=False),
            ),
            pgtrigger.Protect(name="links_are_never_removed", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id}: {', '.join(self.parts)}"

    @property
    def shown(self) -> list[str]:
        """The chosen parts in words."""
        return [str(Part(part).label) for part in self.parts]


class Look(models.Model):
    """Somebody opened a link: when, and nothing else of whom."""

    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="looks")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["share", "-at"], name="looks_at_a_link")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.share_id} {self.at:%Y-%m-%d %H:%M}"
