"""What waits for a person in her offices, gathered from every app: the work list of the home page."""

from datetime import UTC, datetime

import committees.queries
import testing.queries
import training.queries
import verification.queries
from hcec.accounts.models import User
from hcec.core.access import Access
from hcec.core.worklist import WorkItem

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


def todo(access: Access, person: User, at: datetime) -> list[WorkItem]:
    """Every line of every app, the longest waiting first; what waits since no known time comes last."""
    items: list[WorkItem] = []
    for app in (testing, training, verification, committees):
        if asks := getattr(app.queries, "todo", None):
            items += asks(access, person, at)
    return sorted(
        items, key=lambda item: (item.oldest_at is None, item.oldest_at or LONG_AGO, str(item.label))
    )
