"""Celery tasks of the kernel: do jobs, sweep up what was missed, show signs of life."""

from celery import shared_task
from django.contrib.postgres.functions import TransactionNow

from hcec.core import outbox
from hcec.core.models import Heartbeat


@shared_task
def run_jobs(keys: list[str]) -> None:
    """Do the jobs of these keys. A worker busy with a long row of them still shows that it lives."""
    for piece in outbox.pieces(keys):
        outbox.run(piece)
        lives()


@shared_task(expires=10)
def sweep() -> None:
    """Wake every job that is due or whose lease ended: nothing is lost with a lost message."""
    keys = outbox.due_keys()
    for start in range(0, len(keys), outbox.ONE_WAKE_UP):
        outbox.wake(keys[start : start + outbox.ONE_WAKE_UP])


@shared_task(expires=20)
def heartbeat() -> None:
    """Say that beat sends and a worker works."""
    lives()


def lives() -> None:
    """A sign of life of the worker, by the database's clock."""
    sign = Heartbeat(name="worker", at=TransactionNow())
    Heartbeat.objects.bulk_create([sign], update_conflicts=True, unique_fields=["name"], update_fields=["at"])
