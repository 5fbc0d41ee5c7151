"""What waits for an issuer: results and completions that are ready for their certificates."""

from datetime import datetime

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from hcec.core.worklist import WorkItem
from verification.models import Kind
from verification.sources import allowed

LABELS = {
    Kind.TEST_RESULT: _("Test results ready for their certificates"),
    Kind.COMPLETION: _("Completed trainings ready for their certificates"),
}
SINCE = {Kind.TEST_RESULT: "released_at", Kind.COMPLETION: "decided_at"}


def todo(access: Access, person: User, at: datetime) -> list[WorkItem]:
    """One line a kind of certificate that has anything ready; one query each."""
    if not access.can(Permission.CERTIFICATE_ISSUE):
        return []
    items = []
    for kind in Kind:
        ready = allowed(kind, person.pk).within(access, Permission.CERTIFICATE_ISSUE).order_by()
        found = ready.aggregate(count=Count("pk"), oldest=Min(SINCE[kind]))
        if found["count"]:
            path = f"{reverse('issue')}?kind={kind}"
            items.append(
                WorkItem(LABELS[kind], found["count"], found["oldest"], path, _("Issue certificates"))
            )
    return items
