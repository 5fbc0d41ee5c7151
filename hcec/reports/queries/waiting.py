"""What waits for a person in her offices, gathered from every app: the work list of the home page."""

from datetime import UTC, datetime

import testing.queries
import training.queries
import verification.queries
from centers.queries import places
from committees.models import Appointment
from committees.queries import rolls
from hcec.accounts.models import User
from hcec.core.access import Access
from hcec.core.worklist import WorkItem
from hcec.reports.queries import committee_work

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


def todo(access: Access, person: User, appointments: list[Appointment], at: datetime) -> list[WorkItem]:
    """Every line of every app, the longest waiting first; what waits since no known time comes last."""
    items = [
        *testing.queries.todo(access, person, at),
        *training.queries.todo(access, person, at),
        *verification.queries.todo(access, person, at),
        *committee_work.todo(access, person, appointments, at),
        *rolls.todo(access, at),
        *places.todo(access),
    ]
    return sorted(
        items, key=lambda item: (item.oldest_at is None, item.oldest_at or LONG_AGO, str(item.label))
    )
