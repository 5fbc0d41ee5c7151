"""Offers: a seat of a round held for one person until she says yes or no, or her time is over (guideline 6.4.6, 7.3).

The open offer is the hold: no free seat is a held one, and triggers say so. Locks are taken in one order: round, offer,
wish.
"""

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from centers.line import OfferStatus, WishStatus, answer_by
from hcec.accounts.models import User
from hcec.core import audit, outbox
from hcec.core.db import take_turn
from hcec.core.thai import thai_datetime
from training import line_notices, notices
from training.actions import asked, judged, seats
from training.lifecycles import OFFER, WISH, EnrolmentStatus
from training.models import Enrolment, Offer, Round, Wish
from training.queries import fits
from training.queries.nominations import needs_approval
from training.refusals import Refusal


def make(wish: Wish, round: Round, seat: int, *, at: datetime) -> Offer:
    """Hold a seat of a locked round for a locked wish and tell the person."""
    offer = Offer.objects.create(
        wish=wish, person_id=wish.person_id, round=round, seat_no=seat, offered_at=at,
        answer_by=answer_by(round.cancel_until, at),
    )  # fmt: skip
    WISH.apply(wish, "offer")
    wish.save(update_fields=["status"])
    audit.record("offer", offer, by=None, at=at, round=round.pk, seat=seat, wish=wish.pk)
    line_notices.made(offer)
    return offer


@transaction.atomic
def accept(offer: Offer, *, by: User, at: datetime) -> Enrolment:
    """Take the place; held until the head answers where the round asks her. Twice is once.

    Refuses another's offer, one that is over, hours in which the person has taken another place meanwhile, a second place
    in the round, and what a rule says no to by now.
    """
    round, offer = own(offer, by)
    if offer.status == OfferStatus.TAKEN and offer.enrolment:
        return offer.enrolment
    if offer.status == OfferStatus.OPEN and at >= offer.answer_by:
        raise Refusal(
            _("The time to answer was over on %(when)s. The seat goes to the next in line.")
            % {"when": thai_datetime(offer.answer_by)}
        )
    OFFER.apply(offer, "accept")
    take_turn(by.pk)
    if fits.meeting_elsewhere(by, round):
        raise Refusal(
            _("You have taken another place in these hours meanwhile. Cancel that one first, or say no here.")
        )
    judged.refuse_kept_out(round, by, at)
    own_number = Enrolment.objects.live().filter(round=round, person=by).first()
    if own_number and own_number.seat_no:
        raise Refusal(_("You already have seat %(seat)s in this round.") % {"seat": own_number.seat_no})
    asks = own_number is None and needs_approval(round, by)
    if asks:
        asked.refuse_too_late(round, at)
    held = asks or own_number is not None and asked.open_about(own_number) is not None
    enrolment = own_number or Enrolment(round=round, person=by, idempotency_key=uuid4(), enrolled_at=at)
    enrolment.status = EnrolmentStatus.HELD if held else EnrolmentStatus.ENROLLED
    enrolment.seat_no, enrolment.promoted_at = offer.seat_no, at
    enrolment.save()
    offer.enrolment, offer.answered_at = enrolment, at
    offer.save(update_fields=["status", "enrolment", "answered_at"])
    settle(offer, "take", at=at)
    audit.record("accept", offer, by=by, at=at, enrolment=enrolment.pk, seat=offer.seat_no)
    if asks:
        asked.ask(enrolment, at=at)
    elif not held:
        notices.enrolled(enrolment)
    return enrolment


@transaction.atomic
def decline(offer: Offer, *, by: User, at: datetime, stay: bool = True) -> Offer:
    """Say no: the seat goes to the next in line. `stay`: the wish keeps its place; else it has ended. Twice is once."""
    round, offer = own(offer, by)
    if offer.status == OfferStatus.DECLINED:
        return offer
    let_go(offer, "decline", "keep" if stay else "decline", by=by, at=at)
    seats.promote(round, by=by, at=at)
    return offer


@transaction.atomic
def lapse(offer: Offer, *, at: datetime) -> bool:
    """End an offer that nobody answered: the seat goes on, and so that the line does not wait for her again her wish has
    ended. Nothing when it was answered meanwhile."""
    round = seats.locked(offer.round)
    offer = Offer.objects.select_for_update(of=("self",)).select_related("person").get(pk=offer.pk)
    offer.round = round
    if offer.status != OfferStatus.OPEN or at < offer.answer_by:
        return False
    let_go(offer, "lapse", "lapse", by=None, at=at)
    line_notices.lapsed(offer)
    seats.promote(round, by=None, at=at)
    return True


def recall(round: Round, *, by: User, at: datetime) -> list[Offer]:
    """Take back every open offer of a locked round that does not take place; the wishes keep their places."""
    found = Offer.objects.select_for_update(of=("self",)).filter(round=round, status=OfferStatus.OPEN)
    recalled = [let_go(offer, "recall", "keep", by=by, at=at) for offer in found.order_by("pk")]
    for offer in recalled:
        offer.round = round
        line_notices.recalled(offer)
    return recalled


def own(offer: Offer, by: User) -> tuple[Round, Offer]:
    """Round and offer under their locks; refuses another's."""
    round = seats.locked(offer.round)
    offer = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    if offer.person_id != by.pk:
        raise Refusal(_("Only the person herself answers an offer."))
    offer.round = round
    return round, offer


def let_go(offer: Offer, move: str, then: str, *, by: User | None, at: datetime) -> Offer:
    """End a locked offer without a yes: its seat is free, and its wish makes the move `then`."""
    OFFER.apply(offer, move)
    offer.answered_at = at
    offer.save(update_fields=["status", "answered_at"])
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
        outbox.enqueue("rounds.seek", f"{wish.pk}:{at.isoformat()}", urgent=False, wish=wish.pk)
