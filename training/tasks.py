"""Envelopes: the clock is read and one action called."""

from celery import shared_task
from django.utils import timezone

from hcec.core import outbox
from hcec.core.db import database_now
from hcec.core.models import Job
from training.actions import clock, enrolments, qualifications, wishes


@outbox.handler("round.fill")
def fill(job: Job) -> None:
    """Give the free places of a round to whoever waits and can take them now."""
    enrolments.fill(job.payload["round"], at=database_now())


@outbox.handler("rounds.look")
def look(job: Job) -> None:
    """Offer the free seats of a round to those who wait by need."""
    wishes.look(job.payload["round"], at=database_now())


@outbox.handler("rounds.seek")
def seek(job: Job) -> None:
    """Look through the rounds that would do for one wish."""
    wishes.seek(job.payload["wish"], at=database_now())


@shared_task(expires=50)
def move_with_time() -> None:
    """Close, lapse and hold what time has overtaken; serve the lines of free places, offer the rest; remind of terms and papers
    of trainers that end soon."""
    at = database_now()
    clock.move_with_time(at=at)
    wishes.move_with_time(at=at)
    qualifications.remind(on=timezone.localdate(at))
