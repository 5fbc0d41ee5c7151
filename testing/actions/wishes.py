"""Waiting by need: asking, leaving, and who is offered the free seats of a session (guideline 5.2.1, 7.1).

Every change of capacity enqueues one job `wishes.look` for its session; the rule of who is next is one query
(queries/wishes.py) and stands in words on the public page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centers.models import Center, Province, SkillArea
from hcec.accounts.models import User
from hcec.core import audit, outbox
from hcec.core.thai import thai_date
from testing.actions import bookings, offers
from testing.actions.busy import patient
from testing.lifecycles import WISH, WishStatus
from testing.models import Exam, Offer, Wish
from testing.queries import wishes as line
from testing.refusals import Refusal

ONCE = "testing_a_person_waits_once_for_a_skill"


@dataclass(frozen=True)
class Need:
    """What somebody looks for. No provinces: anywhere. `until`: how long she waits, at most to the last day."""

    skill: SkillArea
    first_day: date
    last_day: date
    exam: Exam | None = None
    provinces: tuple[Province, ...] = ()
    until: date | None = None


@transaction.atomic
def ask(need: Need, *, by: User, at: datetime) -> Wish:
    """Get in line. Refuses days that are over or out of order, a second wish for a skill, and a person without a name."""
    today = timezone.localdate(at)
    if not (by.first_name_th or by.first_name_en):
        raise Refusal(_("Fill in your name in your profile first: the admission slip prints it."))
    if need.last_day < max(need.first_day, today):
        raise Refusal(
            _("The last day must be %(day)s or later.") % {"day": thai_date(max(need.first_day, today))}
        )
    if need.exam and need.exam.skill_id != need.skill.pk:
        raise Refusal(_("“%(exam)s” is not a test of this skill.") % {"exam": need.exam})
    wish = Wish(
        person=by, skill=need.skill, exam=need.exam, first_day=max(need.first_day, today), last_day=need.last_day,
        until=max(today, min(need.until or need.last_day, need.last_day)), asked_at=at,
    )  # fmt: skip
    return in_line(wish, need.provinces, by=by, at=at)


def in_line(wish: Wish, provinces: Iterable[Province], *, by: User | None, at: datetime) -> Wish:
    """Save a new wish with its places and have seats looked for at once."""
    try:
        with transaction.atomic():
            wish.save()
    except IntegrityError as fault:
        if ONCE not in str(fault):
            raise
        raise Refusal(
            _("You are already in line for %(skill)s. Leave that line first, or keep your place in it.")
            % {"skill": wish.skill}
        ) from fault
    wish.provinces.set(provinces)
    audit.record("ask", wish, by=by, at=at, skill=wish.skill.code)
    seek_soon(wish, at=at)
    return wish


def seek_soon(wish: Wish, *, at: datetime) -> None:
    """Have the sessions ahead looked through for a wish."""
    outbox.enqueue("wishes.seek", f"{wish.pk}:{at.isoformat()}", urgent=False, wish=wish.pk)


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
    """Leave the line. Refuses while a seat is offered: that is answered with no."""
    wish = Wish.objects.select_for_update(of=("self",)).get(pk=wish.pk)
    return ended(wish, "withdraw", by=by, at=at)


@transaction.atomic
def lapse(wish: Wish, *, at: datetime) -> bool:
    """End a wish whose time is over, and tell the person; nothing when it is not."""
    wish = Wish.objects.select_for_update(of=("self",)).get(pk=wish.pk)
    if wish.status != WishStatus.OPEN or wish.until >= timezone.localdate(at):
        return False
    ended(wish, "lapse", by=None, at=at)
    outbox.enqueue("wish.tell", f"{wish.pk}:over", urgent=False, wish=wish.pk)
    return True


def ended(wish: Wish, move: str, *, by: User | None, at: datetime) -> Wish:
    """Apply the last move of a locked wish."""
    WISH.apply(wish, move)
    wish.ended_at = at
    wish.save(update_fields=["status", "ended_at"])
    audit.record(move, wish, by=by, at=at)
    return wish


@patient
@transaction.atomic
def look(session_id: int, *, at: datetime) -> list[Offer]:
    """Offer the free seats of a session to those who wait by need, oldest wish first; its own line comes before them.

    Harmless when there is no free seat, nobody to offer it to, or no time left to answer.
    """
    session = bookings.locked(session_id)
    if not line.takes_offers(session, at):
        return []
    made: list[Offer] = []
    for key in line.wanting(session, at).values_list("pk", flat=True):
        if bookings.lowest_free_seat(session) is None:
            break
        wish = line.locked_if_open(key)
        seat = wish and offers.seat_for(session, wish.person_id, at)
        if wish and seat:
            made.append(offers.make(wish, session, seat, at=at))
    return made


def seek(wish_id: int, *, at: datetime) -> None:
    """Look through the sessions that would do for one wish until it is offered a seat; soonest first."""
    wish = Wish.objects.select_related("person").filter(pk=wish_id, status=WishStatus.OPEN).first()
    if wish is None:
        return
    for key in list(line.fitting(wish, at).values_list("pk", flat=True)):
        look(key, at=at)
        if not Wish.objects.filter(pk=wish_id, status=WishStatus.OPEN).exists():
            return


def reconcile(*, at: datetime) -> int:
    """Look at every session with free seats that somebody in line could want; returns how many offers that made.

    What a lost job or a forgotten change of capacity left undone is done here, hourly.
    """
    return sum(len(look(key, at=at)) for key in list(line.to_look_at(at).values_list("pk", flat=True)))


def move_with_time(*, at: datetime) -> int:
    """End offers that were not answered and wishes whose time is over. Run twice it does nothing."""
    due = Offer.objects.filter(status="open", answer_by__lte=at).order_by("answer_by", "pk")
    over = Wish.objects.filter(status=WishStatus.OPEN, until__lt=timezone.localdate(at)).order_by("pk")
    return sum(offers.lapse(offer, at=at) for offer in due) + sum(lapse(wish, at=at) for wish in over)
