"""The line by need: who is next for a session, which sessions would do for a wish, and why nothing was offered yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from centers.line import least, place_will_do, same_places
from centers.queries.audience import open_to
from hcec.accounts.models import User
from hcec.core.thai import thai_datetime
from testing.lifecycles import BookingStatus, SessionStatus, WishStatus
from testing.models import Booking, Offer, Session, Wish
from testing.queries.fits import SITS, at_free_hours
from testing.queries.offers import with_seats

HOLDS = (BookingStatus.CONFIRMED, BookingStatus.OFFERED)


def takes_offers(session: Session, at: datetime) -> bool:
    """Whether free seats of this session may be offered now: it can be booked (or could), and there is time to answer."""
    bookable = session.status == SessionStatus.OPEN and session.opens_at <= at
    return (bookable or session.status == SessionStatus.CLOSED) and session.cancel_until - at >= least()


def taking(at: datetime) -> QuerySet[Session]:
    """The sessions of which that is true."""
    status = Q(status=SessionStatus.OPEN, opens_at__lte=at) | Q(status=SessionStatus.CLOSED)
    return Session.objects.filter(status, cancel_until__gte=at + least())


def wanting(session: Session, at: datetime) -> QuerySet[Wish]:
    """Open wishes that a seat of this session fulfils, in the order of the line: whoever asked first is first.

    Not in it: whoever was offered this session before, is not of its audience, sits elsewhere in these hours, or has a
    seat of the same exam ahead of her. A seat that she lost and waits instead of does not count.
    """
    day = timezone.localdate(session.starts_at)
    found = Wish.objects.filter(
        Q(exam=None) | Q(exam=session.exam_id), status=WishStatus.OPEN, skill=session.exam.skill_id,
        first_day__lte=day, last_day__gte=day, until__gte=timezone.localdate(at), person__is_active=True,
    )  # fmt: skip
    found = found.filter(place_will_do(Wish, session.center))
    if session.audience_kinds:
        found = found.filter(person__kind__in=session.audience_kinds)
    if wanted := list(session.audience_affiliations.values_list("pk", flat=True)):
        found = found.filter(person__workplace__affiliation__in=wanted)
    theirs = Booking.objects.filter(~Q(pk=Coalesce(OuterRef("instead_of"), 0)), person=OuterRef("person"))
    clash = theirs.filter(status__in=SITS, starts_at__lt=session.ends_at, ends_at__gt=session.starts_at)
    seated = theirs.filter(status__in=HOLDS, session__exam=session.exam_id, starts_at__gt=at)
    before = Offer.objects.filter(wish=OuterRef("pk"), session=session)
    found = found.filter(~Exists(clash), ~Exists(seated), ~Exists(before))
    here = Booking.objects.filter(person=OuterRef("person"), session=session).live()
    return found.filter(~Exists(here)).order_by("asked_at", "pk")


def locked_if_open(key: int) -> Wish | None:
    """A wish under its lock while it is still in line."""
    rows = Wish.objects.select_for_update(of=("self",)).filter(pk=key, status=WishStatus.OPEN)
    return rows.first()


def announced(wish: Wish, at: datetime) -> QuerySet[Session]:
    """Sessions ahead of the kind, in the places and on the days of a wish, whether or not it could be offered one."""
    zone = timezone.get_current_timezone()
    begin = datetime.combine(wish.first_day, time(), zone)
    end = datetime.combine(wish.last_day + timedelta(days=1), time(), zone)
    found = Session.objects.filter(
        exam__skill=wish.skill_id, starts_at__gte=max(begin, at), starts_at__lt=end,
        status__in=[SessionStatus.OPEN, SessionStatus.CLOSED],
    )  # fmt: skip
    if wish.exam_id:
        found = found.filter(exam=wish.exam_id)
    if centers := [center.pk for center in wish.centers.all()]:
        found = found.filter(center__in=centers)
    elif provinces := [province.pk for province in wish.provinces.all()]:
        found = found.filter(center__province__in=provinces)
    return found.select_related("exam", "center__province")


def fitting(wish: Wish, at: datetime) -> QuerySet[Session]:
    """Sessions with free seats that could be offered to a wish now, soonest first."""
    found = announced(wish, at).filter(pk__in=taking(at).values("pk"))
    found = at_free_hours(open_to(found, wish.person), wish.person, but=wish.instead_of)
    found = found.exclude(pk__in=Offer.objects.filter(wish=wish).values("session"))
    if wish.instead_of:
        found = found.exclude(pk=wish.instead_of.session_id)
    return with_seats(found).filter(free__gt=0).order_by("starts_at", "pk")


def to_look_at(at: datetime) -> QuerySet[Session]:
    """Sessions with free seats of a skill that somebody waits for."""
    somebody = Wish.objects.filter(status=WishStatus.OPEN, skill=OuterRef("exam__skill"))
    return with_seats(taking(at).filter(Exists(somebody))).filter(free__gt=0).order_by("starts_at", "pk")


def wishes_of(person: User) -> QuerySet[Wish]:
    """A person's wishes, latest first, with what they name at hand."""
    rows = Wish.objects.filter(person=person).select_related(
        "skill", "exam", "person", "instead_of__session__center"
    )
    return rows.prefetch_related("provinces", "centers").order_by("-asked_at", "-pk")


def offers_of(person: User) -> QuerySet[Offer]:
    """A person's offers, latest first, with session and place at hand."""
    rows = Offer.objects.filter(person=person).select_related(
        "wish__skill", "booking", "session__exam", "session__center__province", "session__reservation__room"
    )
    return rows.order_by("-offered_at", "-pk")


def place_in_line(wish: Wish) -> int:
    """How many wait, this wish included, for the same skill in one of its provinces and asked no later: 1 is next."""
    ahead = Wish.objects.filter(status=WishStatus.OPEN, skill=wish.skill_id)
    ahead = ahead.filter(Q(asked_at__lt=wish.asked_at) | Q(asked_at=wish.asked_at, pk__lte=wish.pk))
    return ahead.filter(same_places(wish)).count()


@dataclass(frozen=True)
class Reason:
    """One session that would do, and why no seat of it was offered yet."""

    session: Session
    words: str


def reasons(wish: Wish, at: datetime, limit: int = 6) -> Sequence[Reason]:
    """The sessions that would do, soonest first, each with the reason why nothing was offered; a few queries for all."""
    found = list(with_seats(announced(wish, at)).order_by("starts_at", "pk")[:limit])
    keys = Session.objects.filter(pk__in=[session.pk for session in found])
    hers = set(open_to(keys, wish.person).values_list("pk", flat=True))
    free_hours = set(at_free_hours(keys, wish.person, but=wish.instead_of).values_list("pk", flat=True))
    past = dict(Offer.objects.filter(wish=wish).values_list("session", "status"))
    return [Reason(s, why(s, at, s.pk in hers, s.pk in free_hours, s.pk in past)) for s in found]


def why(session: Session, at: datetime, hers: bool, free_hours: bool, offered: bool) -> str:
    """Why no seat of a session was offered to somebody; the first of the reasons counts."""
    if offered:
        return _("You were offered a seat here and did not take it.")
    if not hers:
        return _("It is open to other people than you: see who it is for on its page.")
    if not free_hours:
        return _("You have booked it, or have another seat in these hours.")
    if session.status == SessionStatus.OPEN and session.opens_at > at:
        return _("Booking opens on %(when)s; the line is looked at that minute.") % {
            "when": thai_datetime(session.opens_at)
        }
    if session.cancel_until - at < least():
        return _("It is too close: there would be no time left to answer.")
    if not session.free:
        return _("All %(seats)s seats are taken; %(waiting)s wait in its own line, which goes first.") % {
            "seats": session.seats,
            "waiting": session.waiting,
        }
    return _(
        "Seats are free and are being offered in the order of the line, or you have a seat of this test already."
    )
