"""Later files of a certificate: the file before, with a time-stamp or a further seal behind it. All stay on record."""

from pathlib import Path

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hcec.core.db import append_only
from verification.models.certificates import Certificate
from verification.models.keys import SigningKey

# The chain has no fork and no hole: each later file stands on the one before, and that is on record.
STANDS_ON_THE_ONE_BEFORE = """
    PERFORM 1 FROM verification_certificatefile f WHERE NEW."order" = 2 AND f.certificate_id = NEW.certificate_id
       AND f.sha256 = NEW.before
     UNION ALL SELECT 1 FROM verification_renewedfile r WHERE r."order" = NEW."order" - 1
       AND r.certificate_id = NEW.certificate_id AND r.sha256 = NEW.before;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'verification_a_later_file_stands_on_the_one_before' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Renewal(models.TextChoices):
    STAMP = "stamp", _("Time-stamped")
    SEAL = "seal", _("Signed again with a newer key")


class RenewedFile(models.Model):
    """The second, third … file of a certificate. Its bytes begin with all bytes of the file before."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="renewed_files")
    order = models.PositiveSmallIntegerField()  # 2 for the first one after the certificate's own file
    before = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    what = models.TextField(choices=Renewal)
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, null=True, related_name="renewed_files")
    lasts_until = models.DateTimeField()  # of the certificate behind the newest seal or time-stamp

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "order"], name="verification_a_file_is_renewed_once"
            ),
            models.CheckConstraint(
                condition=Q(order__gte=2), name="verification_the_first_file_is_no_renewal"
            ),
            models.CheckConstraint(
                condition=Q(what="stamp", key__isnull=True) | Q(what="seal", key__isnull=False),
                name="verification_a_renewal_is_a_stamp_or_a_seal_of_a_key",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="verification_a_renewed_file_has_its_hash"
            ),
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="stands_on_the_one_before",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=STANDS_ON_THE_ONE_BEFORE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate} {self.order}"

    @property
    def whole_path(self) -> Path:
        return Path(settings.MEDIA_ROOT) / f"certificates/{self.sha256[:2]}/{self.sha256}.pdf"
