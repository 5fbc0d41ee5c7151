"""Offers: a seat held for one person until she says yes or no, or her time is over (guideline 5.2.1, 7.1).

The hold is a booking in the state "offered": the same unique index that stops two bookings of a seat holds it. Locks
are taken in one order: session, offer, wish.
"""

from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from centers.line import answer_by
from hcec.accounts.models import User
from hcec.core import audit, outbox
from hcec.core.thai import thai_datetime
from testing import numbers
from testing.actions import bookings, judged, moves, payments
from testing.actions.busy import patient
from testing.lifecycles import BOOKING, OFFER, WISH, BookingStatus, OfferStatus, WishStatus
from testing.models import Booking, Exchange, Offer, Session, Wish
from testing.queries import eligibility, seats
from testing.refusals import Refusal


def seat_for(session: Session, person_id: int, at: datetime) -> int | None:
    """The lowest free seat of a locked session that this person may have, its pools and the rules considered."""
    if eligibility.in_the_way(session, person_id, at):
        return None
    seat = seats.free_for(session, person_id, at).first()
    return seat.number if seat else None


def make(wish: Wish, session: Session, seat: int, *, at: datetime) -> Offer:
    """Hold a seat of a locked session for a locked wish and have the person told."""
    booking = Booking.objects.create(
        session=session, person_id=wish.person_id, status=BookingStatus.OFFERED, seat_no=seat, booked_at=at,
        code=numbers.new_code(), idempotency_key=uuid4(), starts_at=session.starts_at, ends_at=session.ends_at,
    )  # fmt: skip
    offer = Offer.objects.create(
        wish=wish, person_id=wish.person_id, session=session, seat_no=seat, booking=booking, offered_at=at,
        answer_by=answer_by(session.cancel_until, at),
    )  # fmt: skip
    WISH.apply(wish, "offer")
    wish.save(update_fields=["status"])
    audit.record("offer", offer, by=None, at=at, session=session.pk, seat=seat, wish=wish.pk)
    tell(offer, "made")
    return offer


@patient
@transaction.atomic
def accept(offer: Offer, *, by: User, at: datetime) -> Booking:
    """Take the seat: the hold becomes a confirmed booking. Twice is once.

    Refuses another's offer, one that is over, hours in which the person has taken another seat meanwhile, and what a
    rule of eligibility says no to.
    """
    given = lost_seat(offer)
    for key in moves.in_order(offer.session_id, given.session_id if given else offer.session_id):
        bookings.locked(key)
    offer = own(offer, by)
    if offer.status == OfferStatus.TAKEN and offer.booking:
        return offer.booking
    if offer.status == OfferStatus.OPEN and at >= offer.answer_by:
        raise Refusal(
            _("The time to answer was over on %(when)s. The seat goes to the next in line.")
            % {"when": thai_datetime(offer.answer_by)}
        )
    OFFER.apply(offer, "accept")
    if given:
        bookings.drop([given], by=by, at=at, reason="")
    judged.refuse_kept_out(offer.session, by, at)
    booking = confirmed(offer, at=at)
    if given:
        Exchange.objects.create(given=given, got=booking, at=at)
        bookings.fill_elsewhere(given)
    if offer.wish.instead_of:
        payments.carry(offer.wish.instead_of, booking, by=by, at=at)
    offer.answered_at = at
    offer.save(update_fields=["status", "answered_at"])
    settle(offer, "take", at=at)
    audit.record("accept", offer, by=by, at=at, booking=booking.pk, seat=booking.seat_no)
    bookings.tell([booking], "confirmed")
    return booking


def lost_seat(offer: Offer) -> Booking | None:
    """The seat with a broken workstation that the person still has and that a yes gives back."""
    rows = Booking.objects.filter(
        wishes=offer.wish_id, status=BookingStatus.CONFIRMED, starts_at__gt=offer.offered_at
    )
    return rows.first()


def confirmed(offer: Offer, *, at: datetime) -> Booking:
    """The hold of a locked offer as a confirmed booking."""
    booking = Booking.objects.select_for_update(of=("self",)).get(pk=offer.booking_id)
    BOOKING.apply(booking, "accept")
    booking.promoted_at = at
    try:
        with transaction.atomic():
            booking.save(update_fields=["status", "promoted_at"])
    except IntegrityError as fault:
        if bookings.ONE_PLACE not in str(fault):
            raise
        raise Refusal(
            _("You have taken another seat in these hours meanwhile. Cancel that one first, or say no here.")
        ) from fault
    return booking


@patient
@transaction.atomic
def decline(offer: Offer, *, by: User, at: datetime, stay: bool = True) -> Offer:
    """Say no: the seat goes to the next in line. `stay`: the wish keeps its place; else it has ended. Twice is once."""
    session = bookings.locked(offer.session_id)
    offer = own(offer, by)
    if offer.status == OfferStatus.DECLINED:
        return offer
    let_go(offer, "decline", "keep" if stay else "decline", by=by, at=at)
    bookings.promote(session, at=at)
    return offer


@patient
@transaction.atomic
def lapse(offer: Offer, *, at: datetime) -> bool:
    """End an offer that nobody answered: the seat goes on, and so the line does not wait for her again her wish has
    ended. Nothing when it was answered meanwhile."""
    session = bookings.locked(offer.session_id)
    offer = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    if offer.status != OfferStatus.OPEN or at < offer.answer_by:
        return False
    let_go(offer, "lapse", "lapse", by=None, at=at)
    tell(offer, "lapsed")
    bookings.promote(session, at=at)
    return True


def recall(session: Session, *, by: User, at: datetime) -> list[Offer]:
    """Take back every open offer of a locked session that does not take place; the wishes keep their places."""
    found = Offer.objects.select_for_update(of=("self",)).filter(session=session, status=OfferStatus.OPEN)
    recalled = [let_go(offer, "recall", "keep", by=by, at=at) for offer in found.order_by("pk")]
    for offer in recalled:
        tell(offer, "recalled")
    return recalled


def own(offer: Offer, by: User) -> Offer:
    """The offer under its lock; refuses another's."""
    offer = Offer.objects.select_for_update(of=("self",)).select_related("booking").get(pk=offer.pk)
    if offer.person_id != by.pk:
        raise Refusal(_("Only the person herself answers an offer."))
    return offer


def let_go(offer: Offer, move: str, then: str, *, by: User | None, at: datetime) -> Offer:
    """End a locked offer without a yes: its hold is gone, and its wish makes the move `then`."""
    OFFER.apply(offer, move)
    hold, offer.booking, offer.answered_at = offer.booking, None, at
    offer.save(update_fields=["status", "booking", "answered_at"])
    if hold:
        hold.delete()
    Session.objects.filter(pk=offer.session_id, free_from__gt=offer.seat_no).update(free_from=offer.seat_no)
    settle(offer, then, at=at)
    audit.record(move, offer, by=by, at=at, seat=offer.seat_no, wish=offer.wish_id)
    return offer


def settle(offer: Offer, move: str, *, at: datetime) -> None:
    """Move the wish of an offer on; one that stays in line is looked for elsewhere at once."""
    wish = Wish.objects.select_for_update(of=("self",)).get(pk=offer.wish_id)
    WISH.apply(wish, move)
    wish.ended_at = None if wish.status == WishStatus.OPEN else at
    wish.save(update_fields=["status", "ended_at"])
    if wish.status == WishStatus.OPEN:
        outbox.enqueue("wishes.seek", f"{wish.pk}:{at.isoformat()}", urgent=False, wish=wish.pk)


def tell(offer: Offer, what: str) -> None:
    """Have the person told; the words are made when the mail is (offer_notices.py)."""
    outbox.enqueue("offer.tell", f"{offer.pk}:{what}", urgent=False, offer=offer.pk, what=what)
