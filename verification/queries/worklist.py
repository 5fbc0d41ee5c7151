"""What waits for an issuer: results and completions that are ready, and certificates that a correction has overtaken."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Min, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from hcec.core.worklist import WorkItem
from verification.models import Certificate, Kind
from verification.queries.certificates import outdated
from verification.sources import allowed

LABELS = {
    Kind.TEST_RESULT: _("Test results ready for their certificates"),
    Kind.COMPLETION: _("Completed trainings ready for their certificates"),
}
OUTDATED = _("Certificates whose result was corrected: revoke, then issue again")
SINCE = {Kind.TEST_RESULT: "released_at", Kind.COMPLETION: "decided_at"}


def todo(access: Access, person: User, at: datetime) -> list[WorkItem]:
    """One line a kind of certificate that has anything ready, and one for those to take back; one query in all."""
    if not access.can(Permission.CERTIFICATE_ISSUE):
        return []
    old = outdated(Certificate.objects.within(access, Permission.CERTIFICATE_ISSUE)).exclude(holder=person)
    lines = [counted("outdated", old, "result__corrected_at")]
    for kind in Kind:
        ready = allowed(kind, person.pk).within(access, Permission.CERTIFICATE_ISSUE)
        lines.append(counted(str(kind), ready, SINCE[kind]))
    first, *rest = lines
    found = {what: (count, oldest) for what, count, oldest in first.union(*rest, all=True)}
    return [
        WorkItem(label, *found[what], path, action)
        for what, label, path, action in [
            *(
                (str(kind), LABELS[kind], f"{reverse('issue')}?kind={kind}", _("Issue certificates"))
                for kind in Kind
            ),
            (
                "outdated",
                OUTDATED,
                f"{reverse('issued-certificates')}?revoked=outdated",
                _("Revoke and issue again"),
            ),
        ]
        if what in found and found[what][0]
    ]


def counted(what: str, rows: QuerySet[Any], since: str) -> QuerySet[Any]:
    """Name, number and oldest of the rows, as one line of a union."""
    named = rows.order_by().annotate(what=Value(what)).values("what")
    return named.annotate(many=Count("pk"), oldest=Min(since)).values_list("what", "many", "oldest")
