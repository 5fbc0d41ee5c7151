"""A holder asks for a certificate in her new name, with the document that proves it; an officer decides."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hcec.core.access import BranchQuerySet
from verification.lifecycles import NAME_CHANGE, NameChangeStatus
from verification.models.certificates import Certificate


class NameChangeQuerySet(BranchQuerySet):
    center_path = "certificate__series__center"


class NameChange(models.Model):
    """One request over one certificate, asked by its holder; granted, the new certificate replaces the old one."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="name_changes")
    explanation = models.TextField(_("what changed"))
    document = models.FileField(_("document"), upload_to="name-changes/%Y")
    status = models.CharField(max_length=10, choices=NameChangeStatus, default=NameChangeStatus.ASKED)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    objects = NameChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            NAME_CHANGE.constraint(),
            models.UniqueConstraint(
                fields=["certificate"], condition=Q(status=NameChangeStatus.ASKED),
                name="verification_one_request_waits_at_a_time",
                violation_error_message=_("Your request for this certificate waits already."),
            ),
            models.CheckConstraint(
                condition=Q(status=NameChangeStatus.ASKED, decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(status=NameChangeStatus.ASKED) & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="verification_a_request_is_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status=NameChangeStatus.DECLINED) | ~Q(answer=""),
                name="verification_a_declined_request_is_answered",
                violation_error_message=_("Say why the request is declined."),
            ),
        ]  # fmt: skip
        triggers = [
            NAME_CHANGE.trigger(),
            pgtrigger.Trigger(
                name="nobody_decides_on_their_own",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=(
                    "IF EXISTS (SELECT 1 FROM verification_certificate c"
                    " WHERE c.id = NEW.certificate_id AND c.holder_id = NEW.decided_by_id)"
                    " THEN RAISE EXCEPTION 'nobody decides on their own request'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate} ({self.get_status_display()})"
