"""Appeals: a person's own, and those that wait for a second scorer."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from hcec.core.access import Access, Permission
from testing.lifecycles import AppealStatus
from testing.models import Appeal, Result
from testing.models.appeals import appeal_until

WITH_RESULT = (
    "remarked_by",
    "correction",
    "result__overall",
    "result__booking__person",
    "result__booking__session__exam__scale",
    "result__booking__session__center__province",
)


def to_remark(access: Access) -> QuerySet[Appeal]:
    """Appeals of the branch over which this person enters results."""
    return Appeal.objects.within(access, Permission.RESULT_ENTER).select_related(*WITH_RESULT)


def waiting(access: Access, person: int) -> QuerySet[Appeal]:
    """Those that wait for a second scorer who may be this person (primary key)."""
    rows = Appeal.objects.within(access, Permission.RESULT_ENTER).filter(status=AppealStatus.SUBMITTED)
    before = Q(result__entered_by=person) | Q(result__versions__entered_by=person)
    return rows.exclude(before).exclude(result__booking__person=person)


def of_result(result: Result | None, at: datetime) -> dict[str, Any]:
    """What a person's page says of appealing her result: the latest appeal, and until when a new one can be made."""
    if result is None:
        return {"appeal": None, "appeal_until": None}
    appeals = list(result.appeals.order_by("-made_at", "-pk")[:1])
    appeal = appeals[0] if appeals else None
    until = appeal_until(result)
    made = appeal and appeal.version == result.version and appeal.status != AppealStatus.WITHDRAWN
    return {"appeal": appeal, "appeal_until": until if until and at <= until and not made else None}
