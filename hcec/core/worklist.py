"""What waits for a person: the lines of a home page, handed up by each app's `queries.todo`."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise


@dataclass(frozen=True)
class WorkItem:
    """Things of one sort that wait: how many, since when the oldest does, and the one page and button for them."""

    label: str | Promise
    count: int
    oldest_at: datetime | None
    path: str
    action: str | Promise
