"""The line by need: who is next for a round, which rounds would do for a wish, and why nothing was offered yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import (
    BooleanField,
    DateTimeField,
    Exists,
    Func,
    OuterRef,
    Q,
    QuerySet,
    SmallIntegerField,
    Value,
)
from django.utils import timezone
from django.utils.translation import gettext as _

from centers.line import WishStatus, least, place_will_do, same_places
from centers.queries.audience import open_to
from hcec.accounts.models import User
from hcec.core.thai import thai_datetime
from training.lifecycles import EnrolmentStatus, RoundStatus
from training.models import Enrolment, Meeting, Mode, Offer, Round, Wish
from training.queries import eligibility, fits
from training.queries.rounds import described, with_seats


def for_round(round: Round) -> Q:
    """Of wishes: what is wanted is this round's course, or its curriculum at its level or at any."""
    course = round.course
    level = Q(level_th="") | Q(level_th=course.level_th)
    return Q(course=course.pk) | (Q(curriculum=course.curriculum_id) & level)


def somebody_waits(round: Round) -> bool:
    """Whether anybody in line wants what this round teaches."""
    return Wish.objects.filter(for_round(round), status=WishStatus.OPEN).exists()


def takes_offers(round: Round, at: datetime) -> bool:
    """Whether free seats may be offered now: it can be enrolled in (or could), and there is time to answer."""
    bookable = round.status == RoundStatus.OPEN and round.opens_at <= at
    return (bookable or round.status == RoundStatus.CLOSED) and round.cancel_until - at >= least()


def taking(at: datetime) -> QuerySet[Round]:
    """The rounds of which that is true."""
    status = Q(status=RoundStatus.OPEN, opens_at__lte=at) | Q(status=RoundStatus.CLOSED)
    return Round.objects.filter(status, cancel_until__gte=at + least())


def wanting(round: Round, at: datetime) -> QuerySet[Wish]:
    """Open wishes that a free seat of this round fulfils, in the order of the line: whoever asked first is first.

    Not in it: whoever was offered this round before, is not of its audience, is kept out by a rule or has no seat of the
    free ones open to her, has a place elsewhere in these hours, or a place of the same course ahead of her.
    """
    day, moment = timezone.localdate(round.starts_at), Value(at, DateTimeField())
    found = Wish.objects.filter(
        for_round(round), place_will_do(Wish, round.center), status=WishStatus.OPEN, first_day__lte=day,
        last_day__gte=day, until__gte=timezone.localdate(at), person__is_active=True,
    )  # fmt: skip
    if round.audience_kinds:
        found = found.filter(person__kind__in=round.audience_kinds)
    if wanted := list(round.audience_affiliations.values_list("pk", flat=True)):
        found = found.filter(person__workplace__affiliation__in=wanted)
    own = Meeting.objects.filter(
        round=round, starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at")
    ).exclude(mode=Mode.ELEARNING)
    hers = Enrolment.objects.filter(person=OuterRef(OuterRef("person")), status=EnrolmentStatus.ENROLLED)
    busy = Meeting.objects.filter(Exists(own), round__in=hers.values("round")).exclude(mode=Mode.ELEARNING)
    same = Enrolment.objects.filter(
        person=OuterRef("person"), status=EnrolmentStatus.ENROLLED, round__course=round.course_id,
        round__starts_at__gt=at,
    )  # fmt: skip
    here = Enrolment.objects.live().filter(person=OuterRef("person"), round=round)
    before = Offer.objects.filter(wish=OuterRef("pk"), round=round)
    found = found.filter(~Exists(busy), ~Exists(same), ~Exists(here), ~Exists(before))
    about = (Value(round.pk), "person", moment)
    found = found.alias(
        out=Func(*about, function="training_kept_out", output_field=BooleanField()),
        seat=Func(*about, function="training_seat_for", output_field=SmallIntegerField()),
    )
    return found.filter(out=False, seat__isnull=False).order_by("asked_at", "pk")


def locked_if_open(key: int) -> Wish | None:
    """A wish under its lock while it is still in line."""
    rows = Wish.objects.select_for_update(of=("self",)).select_related("person")
    return rows.filter(pk=key, status=WishStatus.OPEN).first()


def announced(wish: Wish, at: datetime) -> QuerySet[Round]:
    """Rounds ahead of the kind, in the places and on the days of a wish, whether or not it could be offered one."""
    zone = timezone.get_current_timezone()
    begin = datetime.combine(wish.first_day, time(), zone)
    end = datetime.combine(wish.last_day + timedelta(days=1), time(), zone)
    found = Round.objects.filter(
        starts_at__gte=max(begin, at), starts_at__lt=end, status__in=[RoundStatus.OPEN, RoundStatus.CLOSED]
    )
    if wish.course_id:
        found = found.filter(course=wish.course_id)
    else:
        found = found.filter(course__curriculum=wish.curriculum_id)
        found = found.filter(course__level_th=wish.level_th) if wish.level_th else found
    if centers := [center.pk for center in wish.centers.all()]:
        found = found.filter(center__in=centers)
    elif provinces := [province.pk for province in wish.provinces.all()]:
        found = found.filter(center__province__in=provinces)
    return described(found).order_by("starts_at", "pk")


def fitting(wish: Wish, at: datetime) -> QuerySet[Round]:
    """Rounds with free seats that could be offered to a wish now, soonest first."""
    found = announced(wish, at).filter(pk__in=taking(at).values("pk"), free__gt=0)
    found = fits.at_free_hours(open_to(found, wish.person), wish.person)
    return found.exclude(pk__in=Offer.objects.filter(wish=wish).values("round"))


def to_look_at(at: datetime) -> QuerySet[Round]:
    """Rounds with free seats of something that somebody waits for."""
    level = Q(level_th="") | Q(level_th=OuterRef("course__level_th"))
    wanted = Q(course=OuterRef("course")) | (Q(curriculum=OuterRef("course__curriculum")) & level)
    somebody = Wish.objects.filter(wanted, status=WishStatus.OPEN)
    return with_seats(taking(at).filter(Exists(somebody))).filter(free__gt=0).order_by("starts_at", "pk")


def wishes_of(person: User) -> QuerySet[Wish]:
    """A person's wishes, latest first, with what they name at hand."""
    rows = Wish.objects.filter(person=person).select_related("course", "curriculum", "person")
    return rows.prefetch_related("provinces", "centers").order_by("-asked_at", "-pk")


def offers_of(person: User) -> QuerySet[Offer]:
    """A person's offers, latest first, with round and place at hand."""
    rows = Offer.objects.filter(person=person).select_related(
        "wish__course", "wish__curriculum", "enrolment", "round__course", "round__center__province"
    )
    return rows.order_by("-offered_at", "-pk")


def place_in_line(wish: Wish) -> int:
    """How many wait, this wish included, for the same thing in one of its provinces and asked no later: 1 is next."""
    ahead = Wish.objects.filter(status=WishStatus.OPEN, course=wish.course_id, curriculum=wish.curriculum_id)
    if wish.level_th:
        ahead = ahead.filter(Q(level_th="") | Q(level_th=wish.level_th))
    ahead = ahead.filter(Q(asked_at__lt=wish.asked_at) | Q(asked_at=wish.asked_at, pk__lte=wish.pk))
    return ahead.filter(same_places(wish)).count()


@dataclass(frozen=True)
class Reason:
    """One round that would do, and why no seat of it was offered yet."""

    round: Round
    words: str


def reasons(wish: Wish, at: datetime, limit: int = 6) -> Sequence[Reason]:
    """The rounds that would do, soonest first, each with the reason why nothing was offered; a few queries for all."""
    found = list(announced(wish, at)[:limit])
    keys = Round.objects.filter(pk__in=[round.pk for round in found])
    hers = set(open_to(keys, wish.person).values_list("pk", flat=True))
    free_hours = set(fits.at_free_hours(keys, wish.person).values_list("pk", flat=True))
    allowed = keys.alias(out=eligibility.kept_out(wish.person_id, "pk", at)).filter(out=False)
    may = set(allowed.values_list("pk", flat=True))
    past = set(Offer.objects.filter(wish=wish).values_list("round", flat=True))
    return [
        Reason(r, why(r, at, (r.pk in past, r.pk in hers, r.pk in may, r.pk in free_hours))) for r in found
    ]


def why(round: Round, at: datetime, facts: tuple[bool, bool, bool, bool]) -> str:
    """Why no seat of a round was offered to somebody; the first of the reasons counts."""
    offered, hers, may, free_hours = facts
    if offered:
        return _("You were offered a place here and did not take it.")
    if not hers:
        return _("It is open to other people than you: see who it is for on its page.")
    if not may:
        return _("One of its rules stands against you: its page says which and from when it would not.")
    if not free_hours:
        return _("You are enrolled in it, or have another training in these hours.")
    if round.status == RoundStatus.OPEN and round.opens_at > at:
        return _("Enrolment opens on %(when)s; the line is looked at that minute.") % {
            "when": thai_datetime(round.opens_at)
        }
    if round.cancel_until - at < least():
        return _("It is too close: there would be no time left to answer.")
    if round.free <= 0:  # type: ignore[attr-defined]  # annotated by described()
        return _("All %(seats)s seats are taken; %(waiting)s wait in its own line, which goes first.") % {
            "seats": round.seats,
            "waiting": round.waiting,  # type: ignore[attr-defined]
        }
    return _(
        "Seats are free and are being offered in the order of the line, are kept for others for now, or you have a place"
        " of this course already."
    )
