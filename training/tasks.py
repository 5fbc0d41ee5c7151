"""Envelopes: the clock is read and one action called."""

from celery import shared_task

from hcec.core.db import database_now
from training.actions import clock


@shared_task(expires=50)
def move_with_time() -> None:
    """Close, lapse and hold what time has overtaken."""
    clock.move_with_time(at=database_now())
