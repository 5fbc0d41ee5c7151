"""The outbox: work that leaves a transaction is a row of it, done at least once, harmless when done twice.

Celery over Redis loses tasks when a worker is killed between two commands of its broker, so a message is
only a wake-up: `sweep` finds every row that is due or whose lease ended.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from django.contrib.postgres.functions import TransactionNow
from django.db import transaction
from django.db.models import F, Q, Value

from hcec.core.db import database_now
from hcec.core.models import Job

log = structlog.get_logger(__name__)
HANDLERS: dict[str, Callable[[Job], None]] = {}
Many = Callable[[list[Job]], list[Job] | None]
TOGETHER: dict[str, Many] = {}
LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 12
ONE_WAKE_UP = 25  # jobs of one message, so that several workers share a large order


def handler(kind: str) -> Callable[[Callable[[Job], None]], Callable[[Job], None]]:
    """Register the one function that does jobs of this kind. It must be idempotent by the state it finds."""

    def register(function: Callable[[Job], None]) -> Callable[[Job], None]:
        if HANDLERS.setdefault(kind, function) is not function:
            raise ValueError(f"two handlers for {kind}")
        return function

    return register


def together(kind: str) -> Callable[[Many], Many]:
    """Register a second function, which does many jobs of the kind for less than one by one costs. It need not know what to
    do with a fault: those that it returns, or all when it raises, are done alone by the kind's handler."""

    def register(function: Many) -> Many:
        if TOGETHER.setdefault(kind, function) is not function:
            raise ValueError(f"two functions that do {kind} together")
        return function

    return register


def enqueue(
    kind: str, key: str, *, delay: timedelta = timedelta(), urgent: bool = True, **payload: Any
) -> None:
    """Add a job in the current transaction. The same key twice is one job. Payload: ids, never personal data."""
    enqueue_many(kind, [(key, payload)], delay=delay, urgent=urgent)


def enqueue_many(
    kind: str, jobs: list[tuple[str, dict[str, Any]]], *, delay: timedelta = timedelta(), urgent: bool = True
) -> None:
    """Add many jobs of one kind in the current transaction by one statement.

    An urgent job wakes the worker after commit; another waits at most five seconds for the sweeper, and then
    its transaction never touches Redis (the booking path).
    """
    if kind not in HANDLERS:
        raise LookupError(f"no handler for {kind}")
    rows = [
        Job(kind=kind, key=f"{kind}:{key}", payload=payload, run_after=TransactionNow() + Value(delay))
        for key, payload in jobs
    ]
    Job.objects.bulk_create(rows, ignore_conflicts=True)
    if urgent:
        keys = [row.key for row in rows]
        for start in range(0, len(keys), ONE_WAKE_UP):
            transaction.on_commit(partial(wake, keys[start : start + ONE_WAKE_UP]))


def wake(keys: list[str]) -> None:
    """Tell the worker that these jobs are there; when the broker is away the sweeper will find them."""
    from hcec.core.tasks import run_jobs

    try:
        run_jobs.apply_async([keys], retry=False)
    except Exception as fault:  # noqa: BLE001  any broker fault: the row is safe, the sweeper comes by
        log.warning("wake_up_lost", jobs=len(keys), fault=type(fault).__name__)


def take(**which: Any) -> Job | None:
    """Lease one job that is due (or whose lease ended) and that no one else holds; None when there is none."""
    return next(iter(take_all(most=1, **which)), None)


def take_all(most: int = ONE_WAKE_UP, **which: Any) -> list[Job]:
    """Lease so many of them at once."""
    with transaction.atomic():
        now = database_now()
        due = Q(status=Job.Status.DUE, run_after__lte=now) | Q(status=Job.Status.LEASED, lease_until__lte=now)
        free = Job.objects.select_for_update(skip_locked=True).filter(due, **which)
        jobs = list(free.order_by("run_after", "pk")[:most])
        for job in jobs:
            job.status, job.lease_until, job.attempts = Job.Status.LEASED, now + LEASE, job.attempts + 1
        Job.objects.filter(pk__in=[job.pk for job in jobs]).update(
            status=Job.Status.LEASED, lease_until=now + LEASE, attempts=F("attempts") + 1
        )
    return jobs


def do(job: Job) -> bool:
    """Do a leased job and mark it; a failure puts it back with growing delay, and gives it up after 12 tries."""
    mine = Job.objects.filter(pk=job.pk, status=Job.Status.LEASED, attempts=job.attempts)
    try:
        HANDLERS[job.kind](job)
    except Exception as fault:
        given_up = job.attempts >= MAX_ATTEMPTS
        log.exception("job_failed", kind=job.kind, job=job.pk, attempts=job.attempts)
        mine.update(
            status=Job.Status.DEAD if given_up else Job.Status.DUE,
            lease_until=None,
            run_after=database_now() + timedelta(seconds=min(3600, 2**job.attempts)),
            last_error=f"{type(fault).__name__}: {fault}"[:2000],
        )
        return False
    mine.update(status=Job.Status.DONE, lease_until=None, finished_at=database_now(), last_error="")
    return True


def do_together(jobs: list[Job]) -> int:
    """Do leased jobs of one kind by one call and mark them; after a fault each alone. Returns how many were done."""
    if len(jobs) < 2:
        return sum(map(do, jobs))
    try:
        left = TOGETHER[jobs[0].kind](jobs) or []
    except Exception as fault:  # noqa: BLE001  whichever job it was: done alone it says so itself
        log.warning("not_done_together", kind=jobs[0].kind, jobs=len(jobs), fault=type(fault).__name__)
        return sum(map(do, jobs))
    mine, done = Q(pk__in=[]), [job for job in jobs if job not in left]
    for attempts in {job.attempts for job in done}:
        mine |= Q(pk__in=[job.pk for job in done if job.attempts == attempts], attempts=attempts)
    marked = Job.objects.filter(mine, status=Job.Status.LEASED).update(
        status=Job.Status.DONE, lease_until=None, finished_at=database_now(), last_error=""
    )
    return marked + sum(map(do, left))


def pieces(keys: list[str]) -> list[list[str]]:
    """The keys as they are done: those of a kind that is done together in one piece, each of the others alone."""
    found: dict[str, list[str]] = {}
    for key in keys:
        kind = key.partition(":")[0]
        found.setdefault(kind if kind in TOGETHER else key, []).append(key)
    return [*found.values()]


def run(keys: list[str]) -> int:
    """Do the jobs of these keys that are still to do; returns how many were done."""
    return sum(do_together(take_all(len(piece), key__in=piece)) for piece in pieces(keys))


def run_all_due(limit: int = 1000) -> int:
    """Do every job that is due, in this process: for commands and tests that have no worker."""
    done = 0
    while done < limit and (job := take()):
        done += do(job)
    return done


def due_keys(limit: int = 500) -> list[str]:
    """Keys of the jobs that wait for someone, oldest first, for the sweeper to send again."""
    now = database_now() - timedelta(seconds=2)
    return list(
        Job.objects.filter(
            Q(status=Job.Status.DUE, run_after__lte=now) | Q(status=Job.Status.LEASED, lease_until__lte=now)
        )
        .order_by(F("run_after"), "pk")
        .values_list("key", flat=True)[:limit]
    )
