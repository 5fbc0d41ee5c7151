"""Envelopes: the clock is read and one action called."""

from celery import shared_task

from hcec.core import outbox
from hcec.core.db import database_now
from hcec.core.models import Job
from training.actions import clock, enrolments


@outbox.handler("round.fill")
def fill(job: Job) -> None:
    """Give the free places of a round to whoever waits and can take them now."""
    enrolments.fill(job.payload["round"], at=database_now())


@shared_task(expires=50)
def move_with_time() -> None:
    """Close, lapse and hold what time has overtaken; give free places to who waits and may have them by now."""
    clock.move_with_time(at=database_now())
