"""Envelopes of centers: a room was given back, and time went on."""

from celery import shared_task
from django.utils import timezone

from centers.actions import use_watch
from centers.models import Room
from hcec.core import outbox
from hcec.core.models import Job


@outbox.handler("room.freed")
def offer_again(job: Job) -> None:
    """A room was given back: whoever had to skip that time is told that it is free."""
    room = Room.objects.filter(pk=job.payload["room"]).first()
    if room:
        use_watch.offer(at=timezone.now(), room=room)


@shared_task(expires=550)
def watch_uses() -> None:
    """Offer skipped dates again, warn of weekly holds and release those that nobody confirmed."""
    use_watch.watch(at=timezone.now())
