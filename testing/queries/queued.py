"""Which sessions have a live queue, known to each process without asking at every booking."""

import time

from django.utils import timezone

from testing.lifecycles import SessionStatus
from testing.models import Session

FRESH = 2.0  # seconds for which a process trusts what it knows
_known: tuple[float, frozenset[int]] = (0.0, frozenset())


def has_queue(session_id: int) -> bool:
    """Whether a booking of this session needs a ticket of its queue."""
    global _known
    if time.monotonic() > _known[0]:
        open_ones = Session.objects.filter(status=SessionStatus.OPEN, closes_at__gt=timezone.now())
        rows = open_ones.filter(queue_rate__isnull=False).values_list("pk", flat=True)
        _known = (time.monotonic() + FRESH, frozenset(rows))
    return session_id in _known[1]


def forget() -> None:
    """Ask the database at the next booking."""
    global _known
    _known = (0.0, frozenset())
