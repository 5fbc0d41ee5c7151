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
from testing import (
    draw_notices,
    noshow_notices,
    notices,
    offer_notices,
    outside_notices,
    payment_notices,
    substitute_notices,
)
from testing.actions import bookings, clock, draws, lost, seats, wishes
from testing.lifecycles import BookingStatus, OfferStatus, OutsideStatus, WishStatus
from testing.models import (
    Booking,
    DrawEntry,
    NoShowAppeal,
    Offer,
    OutsideResult,
    Payment,
    Substitution,
    Wish,
)
from testing.queries import noshows as absences

# What must still be true when the words are sent; a job that comes late must not tell what is over.
STILL = {
    "confirmed": {BookingStatus.CONFIRMED, BookingStatus.ATTENDED, BookingStatus.ABSENT},
    "promoted": {BookingStatus.CONFIRMED, BookingStatus.ATTENDED, BookingStatus.ABSENT},
    "waiting": {BookingStatus.WAITING},
    "moved": {BookingStatus.CONFIRMED, BookingStatus.WAITING},
    "reseated": {BookingStatus.CONFIRMED},
    "drawn": {BookingStatus.CONFIRMED},
    "seat_closed": {BookingStatus.CONFIRMED},
    "walked_in": {BookingStatus.ATTENDED},
}


@outbox.handler("booking.tell")
def tell(job: Job) -> None:
    """Put the notice of one event of a booking into its person's inbox and mail."""
    tell_all([job])


@outbox.together("booking.tell")
def tell_all(jobs: list[Job]) -> None:
    """The same for many: a rush makes thousands."""
    rows = Booking.objects.select_related(
        "person",
        "session__exam",
        "session__center__province",
        "session__reservation__room",
        "moved_from__given__session__center",
        "payment",
    )
    bookings = rows.in_bulk({job.payload["booking"] for job in jobs})
    told = [(job, bookings.get(job.payload["booking"]), job.payload["what"]) for job in jobs]
    with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
        inbox.tell_many(
            [
                notices.booking_message(booking, what, job.key)
                for job, booking, what in told
                if booking is not None and booking.status in STILL.get(what, {booking.status})
            ],
            urgent=False,
        )


@outbox.handler("session.fill")
def fill(job: Job) -> None:
    """Give the free seats of a session to whoever can take them now."""
    bookings.fill(job.payload["session"], at=database_now())


@outbox.handler("wishes.look")
def look(job: Job) -> None:
    """Offer the free seats of a session to those who wait by need."""
    wishes.look(job.payload["session"], at=database_now())


@outbox.handler("wishes.seek")
def seek(job: Job) -> None:
    """Look through the sessions that would do for one wish."""
    wishes.seek(job.payload["wish"], at=database_now())


@outbox.handler("noshow.tell")
def tell_absent(job: Job) -> None:
    """Tell somebody that she was marked absent, what follows and how to appeal."""
    rows = Booking.objects.select_related("person", "session__exam")
    booking = rows.filter(pk=job.payload["booking"], status=BookingStatus.ABSENT).first()
    if booking:
        count = absences.counted(booking.person, database_now()).count()
        with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
            inbox.tell_many([noshow_notices.absent(booking, count, job.key)], urgent=False)


@outbox.handler("noshow.answer")
def answer_appeal(job: Job) -> None:
    """Tell somebody what came of her appeal against an absence."""
    rows = NoShowAppeal.objects.select_related("person", "booking__session__exam")
    appeal = rows.filter(pk=job.payload["appeal"]).first()
    if appeal:
        with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
            inbox.tell_many([noshow_notices.answered(appeal, job.key)], urgent=False)


@outbox.handler("substitute.tell")
def tell_of_substitute(job: Job) -> None:
    """Tell two colleagues what became of a seat that one of them offered the other."""
    rows = Substitution.objects.select_related(
        "person", "colleague", "got", "booking__session__exam", "booking__session__center",
        "booking__session__reservation__room",
    )  # fmt: skip
    question = rows.filter(pk=job.payload["substitution"]).first()
    if question is None or question.status != job.payload["what"]:
        return
    with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
        inbox.tell_many(
            list(substitute_notices.messages(question, job.payload["what"], job.key)), urgent=False
        )


@outbox.handler("outside.tell")
def tell_of_outside_result(job: Job) -> None:
    """Tell somebody what came of an outside result that she recorded."""
    decided = (OutsideStatus.ACCEPTED, OutsideStatus.RETURNED, OutsideStatus.WITHDRAWN)
    rows = OutsideResult.objects.select_related("person", "test").filter(status__in=decided)
    if sent := rows.filter(pk=job.payload["outside"]).first():
        with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
            inbox.tell_many([outside_notices.checked(sent, job.key)], urgent=False)


@outbox.handler("payment.tell")
def tell_of_fee(job: Job) -> None:
    """Tell one person what became of her fee."""
    rows = Payment.objects.select_related("person", "booking__session__exam")
    payment = rows.filter(pk=job.payload["payment"]).first()
    with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
        if payment and (said := payment_notices.message(payment, job.payload["what"], job.key)):
            inbox.tell_many([said], urgent=False)


@outbox.handler("seat.lost")
def find_another(job: Job) -> None:
    """Put the person of a lost seat in line for another."""
    lost.find_another(job.payload["booking"], at=database_now())


@outbox.handler("offer.tell")
def tell_offer(job: Job) -> None:
    """Put the notice of one event of an offer into its person's inbox and mail; none of an offer that is over already."""
    what = job.payload["what"]
    rows = Offer.objects.select_related(
        "person", "wish__instead_of__session", "session__exam", "session__center__province"
    )
    offer = rows.filter(pk=job.payload["offer"]).first()
    if offer is None or (what == "made" and offer.status != OfferStatus.OPEN):
        return
    with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
        inbox.tell_many([offer_notices.offer_message(offer, what, job.key)], urgent=False)


@outbox.handler("wish.tell")
def tell_wish(job: Job) -> None:
    """Tell somebody that her waiting has ended."""
    rows = Wish.objects.select_related("person", "skill", "exam")
    wish = rows.filter(pk=job.payload["wish"], status=WishStatus.LAPSED).first()
    if wish:
        with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
            inbox.tell_many([offer_notices.wish_over(wish, job.key)], urgent=False)


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


@outbox.handler("draw.tell")
def tell_of_draw(job: Job) -> None:
    """Tell one person that a draw gave her nothing, or that it was called off."""
    rows = DrawEntry.objects.select_related("person", "draw", "first__exam")
    if entry := rows.filter(pk=job.payload["entry"]).first():
        with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
            inbox.tell_many([draw_notices.message(entry, job.key)], urgent=False)


@shared_task(expires=50)
def move_draws_with_time() -> None:
    """Freeze the lists whose entries have ended, and draw what is due."""
    draws.move_with_time(at=database_now())


@shared_task(expires=50)
def move_with_time() -> None:
    """Close, hold and lapse what time has overtaken."""
    clock.move_with_time(at=database_now())


@shared_task(expires=50)
def offers_move_with_time() -> None:
    """End offers and wishes whose time is over."""
    wishes.move_with_time(at=database_now())


@shared_task(expires=1800)
def reconcile_wishes() -> None:
    """Offer what no change of capacity led to offering."""
    wishes.reconcile(at=database_now())
