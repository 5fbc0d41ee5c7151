"""Envelopes: the clock is read and one action called."""

from celery import shared_task
from django.utils import timezone

from hcec.core.db import database_now
from training.actions import clock, qualifications


@shared_task(expires=50)
def move_with_time() -> None:
    """Close, lapse and hold what time has overtaken; remind of terms and papers of trainers that end soon."""
    at = database_now()
    clock.move_with_time(at=at)
    qualifications.remind(on=timezone.localdate(at))
