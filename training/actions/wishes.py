"""Waiting by need: asking, leaving, and who is offered the free seats of a round (guideline 6.4.6, 7.3).

Whatever frees a seat enqueues one job `rounds.look` for its round (actions/seats.py); the rule of who is next is one query
(queries/wishes.py) and stands in words on the public page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centers.line import WishStatus
from centers.models import Center, Province
from hcec.accounts.models import User
from hcec.core import audit, outbox
from hcec.core.thai import thai_date
from training import line_notices
from training.actions import offers, seats
from training.lifecycles import WISH
from training.models import Course, Curriculum, Offer, Round, Wish
from training.queries import seats as seat_reads
from training.queries import wishes as line
from training.refusals import Refusal

ONCE = "training_a_person_waits_once_for"


@dataclass(frozen=True)
class Need:
    """What somebody looks for: a course, or a curriculum at a level. No provinces: anywhere. `until`: how long she waits."""

    first_day: date
    last_day: date
    course: Course | None = None
    curriculum: Curriculum | None = None
    level_th: str = ""
    provinces: tuple[Province, ...] = ()
    until: date | None = None


@transaction.atomic
def ask(need: Need, *, by: User, at: datetime) -> Wish:
    """Get in line. Refuses days that are over or out of order, neither or both of course and curriculum, a second wish
    for the same, and a person without a name."""
    today = timezone.localdate(at)
    if not by.name_th and not by.name_en:
        raise Refusal(_("Fill in your name in your profile first: it is printed on the certificate."))
    if bool(need.course) == bool(need.curriculum) or (need.course and need.level_th):
        raise Refusal(_("Choose one course, or a curriculum with its level."))
    if need.last_day < max(need.first_day, today):
        raise Refusal(
            _("The last day must be %(day)s or later.") % {"day": thai_date(max(need.first_day, today))}
        )
    wish = Wish(
        person=by, course=need.course, curriculum=need.curriculum, level_th=need.level_th,
        first_day=max(need.first_day, today), last_day=need.last_day,
        until=max(today, min(need.until or need.last_day, need.last_day)), asked_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            wish.save()
    except IntegrityError as fault:
        if ONCE not in str(fault):
            raise
        raise Refusal(
            _("You are already in line for %(what)s. Leave that line first, or keep your place in it.")
            % {"what": wish.course or wish.curriculum}
        ) from fault
    wish.provinces.set(need.provinces)
    audit.record("ask", wish, by=by, at=at)
    seek_soon(wish, at=at)
    return wish


def seek_soon(wish: Wish, *, at: datetime) -> None:
    """Have the rounds ahead looked through for a wish."""
    outbox.enqueue("rounds.seek", f"{wish.pk}:{at.isoformat()}", urgent=False, wish=wish.pk)


@transaction.atomic
def name_centers(wish: Wish, centers: Iterable[Center], *, by: User, at: datetime) -> Wish:
    """Say which centers will do (none: all of the provinces). The place in line stays."""
    wish = Wish.objects.select_for_update(of=("self",)).get(pk=wish.pk)
    if wish.status != WishStatus.OPEN:
        raise Refusal(_("Only a wish that is in line can be changed."))
    wish.centers.set(centers)
    audit.record("name_centers", wish, by=by, at=at, centers=sorted(c.pk for c in wish.centers.all()))
    seek_soon(wish, at=at)
    return wish


@transaction.atomic
def withdraw(wish: Wish, *, by: User, at: datetime) -> Wish:
    """Leave the line. Refuses while a place is offered: that is answered with no."""
    wish = Wish.objects.select_for_update(of=("self",)).get(pk=wish.pk)
    return ended(wish, "withdraw", by=by, at=at)


@transaction.atomic
def lapse(wish: Wish, *, at: datetime) -> bool:
    """End a wish whose time is over, and tell the person; nothing when it is not."""
    wish = Wish.objects.select_for_update(of=("self",)).get(pk=wish.pk)
    if wish.status != WishStatus.OPEN or wish.until >= timezone.localdate(at):
        return False
    ended(wish, "lapse", by=None, at=at)
    line_notices.wish_over(wish)
    return True


def ended(wish: Wish, move: str, *, by: User | None, at: datetime) -> Wish:
    """Apply the last move of a locked wish."""
    WISH.apply(wish, move)
    wish.ended_at = at
    wish.save(update_fields=["status", "ended_at"])
    audit.record(move, wish, by=by, at=at)
    return wish


@transaction.atomic
def look(round_id: int, *, at: datetime) -> list[Offer]:
    """Offer the free seats of a round to those who wait by need, oldest wish first; its own line comes before them.

    Harmless when there is no free seat, nobody to offer it to, or no time left to answer.
    """
    round = seats.locked(Round(pk=round_id))
    made: list[Offer] = []
    if not line.takes_offers(round, at):
        return made
    seats.promote(round, by=None, at=at, look=False)
    for key in line.wanting(round, at).values_list("pk", flat=True):
        if not seat_reads.free_seats(round).exists():
            break
        wish = line.locked_if_open(key)
        seat = wish and seats.free_seat(round, wish.person_id, at)
        if wish and seat:
            made.append(offers.make(wish, round, seat, at=at))
    return made


def seek(wish_id: int, *, at: datetime) -> None:
    """Look through the rounds that would do for one wish until it is offered a place; soonest first."""
    wish = Wish.objects.select_related("person").filter(pk=wish_id, status=WishStatus.OPEN).first()
    if wish is None:
        return
    for key in list(line.fitting(wish, at).values_list("pk", flat=True)):
        look(key, at=at)
        if not Wish.objects.filter(pk=wish_id, status=WishStatus.OPEN).exists():
            return


def reconcile(*, at: datetime) -> int:
    """Look at every round with free seats that somebody in line could want; returns how many offers that made.

    What a lost job or a forgotten change of capacity left undone is done here, with every beat.
    """
    return sum(len(look(key, at=at)) for key in list(line.to_look_at(at).values_list("pk", flat=True)))


def move_with_time(*, at: datetime) -> int:
    """End offers that were not answered and wishes whose time is over, and offer what is free. Twice is once."""
    due = Offer.objects.filter(status="open", answer_by__lte=at).order_by("answer_by", "pk")
    over = Wish.objects.filter(status=WishStatus.OPEN, until__lt=timezone.localdate(at)).order_by("pk")
    done = sum(offers.lapse(offer, at=at) for offer in due) + sum(lapse(wish, at=at) for wish in over)
    return done + reconcile(at=at)
