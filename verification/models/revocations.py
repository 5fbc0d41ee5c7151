"""The end of a certificate: it stays on record and says so for ever."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hcec.core.access import BranchQuerySet
from hcec.core.db import append_only
from verification.models.certificates import Certificate
from verification.words import Pair

# As for certificates: asked at the end of the transaction.
LOGGED = """
    IF NOT verification_revocation_is_logged(NEW.certificate_id) THEN
        RAISE EXCEPTION 'verification_a_revocation_is_in_the_log' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""


class Reason(models.TextChoices):
    """The class of a reason; the public sees this and never the words."""

    WRONG_FACTS = "wrong_facts", _("What it says is not right")
    WRONG_PERSON = "wrong_person", _("Issued to the wrong person")
    RESULT_WITHDRAWN = "result_withdrawn", _("What it was issued for was withdrawn")
    MISCONDUCT = "misconduct", _("Misconduct was established")
    OTHER = "other", _("Another reason, on record at the center")
    UNDONE = "undone", _("Withdrawn before it was public")
    REPLACED = "replaced", _("A new certificate took its place")


# Given by the act itself, never chosen on a form.
BY_ACT = (Reason.REPLACED, Reason.UNDONE)
# After these the source is ready for its next certificate; after the others only an officer's order makes one.
AGAIN = (Reason.REPLACED, Reason.UNDONE)


class RevocationQuerySet(BranchQuerySet):
    center_path = "certificate__series__center"


class Revocation(models.Model):
    """A certificate taken back: by whom, when, the class of the reason for all and the words for the file."""

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="revocation")
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    explanation = models.TextField(_("what happened"))
    office = models.JSONField()  # the office that took it back, in both languages, as of that day
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField()

    objects = RevocationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=Reason.values), name="verification_revocation_reason_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(explanation=""),
                name="verification_a_revocation_is_explained",
                violation_error_message=_("Say what happened."),
            ),
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="nobody_revokes_their_own",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=(
                    "IF EXISTS (SELECT 1 FROM verification_certificate c"
                    " WHERE c.id = NEW.certificate_id AND c.holder_id = NEW.revoked_by_id)"
                    " THEN RAISE EXCEPTION 'nobody revokes their own certificate'; END IF; RETURN NEW;"
                ),
            ),
            pgtrigger.Trigger(
                name="logged",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func=LOGGED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate} ({self.get_reason_display()})"

    @property
    def office_name(self) -> Pair:
        return Pair(**self.office)
