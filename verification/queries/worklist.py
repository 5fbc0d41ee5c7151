"""What waits for an issuer: what is ready for its certificate, and certificates that a correction has overtaken."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from hcec.core.worklist import WorkItem, counted, found
from verification.kinds import SOURCES
from verification.models import Certificate, Kind
from verification.queries import keys
from verification.queries.certificates import name_changes, outdated
from verification.queries.runs import to_approve
from verification.sources import preparable

LABELS = {
    Kind.TEST_RESULT: _("Test results ready for their certificates"),
    Kind.COMPLETION: _("Completed trainings ready for their certificates"),
    Kind.RECOGNITION: _("People to honour, ready for their certificates"),
    Kind.ATTESTATION: _("Attestations ready for their letters"),
}
OUTDATED = _("Certificates whose result was corrected: revoke, then issue again")
KEY_ENDS = _("The key that signs certificates ends within 60 days: have it changed")
APPROVE = _("Certificates prepared, waiting for approval")
NAMES = _("Requests for certificates in a new name")


def todo(access: Access, person: User, at: datetime) -> list[WorkItem]:
    """One line a kind of certificate that has anything ready, one for those to take back, for runs to approve and names
    to decide, and one for the nation's officer where the key that signs is to be changed; one query in all."""
    if not access.can(Permission.CERTIFICATE_PREPARE):
        return []
    old = outdated(Certificate.objects.within(access, Permission.CERTIFICATE_ISSUE)).exclude(holder=person)
    lines = [
        counted("outdated", old, "result__corrected_at"),
        counted("approve", to_approve(access, person), "created_at"),
    ]
    asked = (
        name_changes(access).filter(status="asked").exclude(certificate__holder=person).select_related(None)
    )
    lines.append(counted("names", asked, "asked_at"))
    if access.reach(Permission.CERTIFICATE_ISSUE).nation:
        lines.append(counted("key", keys.ending(at), "valid_until"))
    for kind in Kind:
        ready = preparable(kind, person.pk).within(access, Permission.CERTIFICATE_PREPARE)
        lines.append(counted(str(kind), ready, SOURCES[kind].since))
    some = found(lines)
    return [
        WorkItem(label, *some[sort], path, action)
        for sort, label, path, action in [
            *(
                (str(kind), LABELS[kind], f"{reverse('issue')}?kind={kind}", _("Prepare certificates"))
                for kind in Kind
            ),
            ("approve", APPROVE, reverse("issue-runs"), _("Approve")),
            ("names", NAMES, reverse("certificate-changes"), _("Decide")),
            (
                "outdated",
                OUTDATED,
                f"{reverse('issued-certificates')}?revoked=outdated",
                _("Revoke and issue again"),
            ),
            ("key", KEY_ENDS, reverse("verify-keys"), _("See the list of keys")),
        ]
        if sort in some
    ]
