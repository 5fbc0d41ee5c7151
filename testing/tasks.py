"""Envelopes: ids in, rows fetched, one action called."""

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from centers.models import Fault, Workstation
from hcec.accounts.actions import notices as inbox
from hcec.core import outbox
from hcec.core.db import database_now
from hcec.core.models import Job
from testing import notices
from testing.actions import bookings, clock, seats
from testing.lifecycles import BookingStatus
from testing.models import Booking

# What must still be true when the words are sent; a job that comes late must not tell what is over.
STILL = {
    "confirmed": {BookingStatus.CONFIRMED, BookingStatus.ATTENDED, BookingStatus.ABSENT},
    "promoted": {BookingStatus.CONFIRMED, BookingStatus.ATTENDED, BookingStatus.ABSENT},
    "waiting": {BookingStatus.WAITING},
    "moved": {BookingStatus.CONFIRMED, BookingStatus.WAITING},
    "reseated": {BookingStatus.CONFIRMED},
    "seat_closed": {BookingStatus.CONFIRMED},
}


@outbox.handler("booking.tell")
def tell(job: Job) -> None:
    """Put the notice of one event of a booking into its person's inbox and mail."""
    what = job.payload["what"]
    rows = Booking.objects.select_related(
        "person",
        "session__exam",
        "session__center__province",
        "session__reservation__room",
        "moved_from__given__session__center",
    )
    booking = rows.filter(pk=job.payload["booking"]).first()
    if booking is None or booking.status not in STILL.get(what, {booking.status}):
        return
    with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
        inbox.tell_many([notices.booking_message(booking, what, job.key)], urgent=False)


@outbox.handler("session.fill")
def fill(job: Job) -> None:
    """Give the free seats of a session to whoever can take them now."""
    bookings.fill(job.payload["session"], at=database_now())


@outbox.handler("workstation.closed")
def close_seat(job: Job) -> None:
    """A workstation broke: nobody gets its seat any more, and whoever has it is moved or told of other sessions."""
    fault = Fault.objects.select_related("workstation__room").filter(pk=job.payload["fault"]).first()
    if fault and fault.workstation:
        seats.follow_room(fault.workstation.room, at=timezone.now())


@outbox.handler("workstation.ready")
def open_seat(job: Job) -> None:
    """A workstation passed its check again: its seat may be given, to the next in line first."""
    station = Workstation.objects.select_related("room").filter(pk=job.payload["workstation"]).first()
    if station:
        seats.follow_room(station.room, at=timezone.now())


@shared_task(expires=50)
def move_with_time() -> None:
    """Close, hold and lapse what time has overtaken."""
    clock.move_with_time(at=database_now())
