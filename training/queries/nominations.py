"""Reads of nominations: whose answer is asked for, what stands in the way of a teacher, and who may be nominated (F4)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from centers.models import School
from committees.models import PostKind
from committees.queries import heads
from hcec.accounts.models import User
from training.lifecycles import TO_APPROVE, NominationStatus
from training.models import Enrolment, Nomination, Round
from training.queries import eligibility, fits

STAFF = (User.Kind.TEACHER, User.Kind.PERSONNEL)
NEAR = (
    "enrolment__round__course",
    "enrolment__round__center__province",
    "enrolment__person",
    "school",
    "made_by",
    "answered_by",
)


def answerers(nomination: Nomination, on: date) -> list[User]:
    """The people of whom an answer is asked now; the first is the one it is addressed to."""
    person = nomination.enrolment.person
    if nomination.status == NominationStatus.ASKED:
        found = heads.heads_of(nomination.school, on)
    elif nomination.status == NominationStatus.PASSED_UP:
        found = heads.area_heads_of(nomination.school, on)
    else:
        return [person]
    return [head for head in found if head.pk != person.pk]


def addressed_to(person: User, on: date) -> Q:
    """The open questions that this person answers: as head or stand-in, as director of the area, or as the teacher."""
    schools = heads.held(person, on, *heads.HEADS).values("post__school")
    areas = heads.held(person, on, PostKind.AREA_DIRECTOR).values("post__area")
    as_head = Q(status=NominationStatus.ASKED, school__in=schools)
    as_area = Q(status=NominationStatus.PASSED_UP, school__area__in=areas)
    own = Q(enrolment__person=person)
    return ((as_head | as_area) & ~own) | (Q(status=NominationStatus.NOMINATED) & own)


def seen_by(person: User, at: datetime) -> QuerySet[Nomination]:
    """What a person may look at: about herself, of the schools she heads, and what was passed up to her area."""
    on = timezone.localdate(at)
    schools = heads.held(person, on, *heads.HEADS).values("post__school")
    areas = heads.held(person, on, PostKind.AREA_DIRECTOR).values("post__area")
    mine = Q(enrolment__person=person) | Q(school__in=schools)
    return Nomination.objects.filter(
        mine | Q(school__area__in=areas, passed_up_at__isnull=False)
    ).select_related(*NEAR)


def waiting_for(person: User, at: datetime) -> QuerySet[Nomination]:
    """The questions that wait for this person's answer."""
    return Nomination.objects.filter(addressed_to(person, timezone.localdate(at)), answer_by__gt=at)


def due(at: datetime) -> QuerySet[Nomination]:
    """Open questions whose time is over."""
    return Nomination.objects.open().filter(answer_by__lte=at).order_by("pk")


def needs_approval(round: Round, person: User) -> bool:
    """Whether this person's own enrolment in the round is first asked of the head of her school."""
    return bool(round.head_approval) and person.kind in STAFF


def teachers_of(school: School, but: User) -> QuerySet[User]:
    """The open accounts of a school's teachers and staff, by name."""
    people = User.objects.filter(workplace__school=school, is_active=True, kind__in=STAFF).exclude(pk=but.pk)
    return people.select_related("workplace__affiliation").order_by("name_sort", "pk")


def inside(round: Round, people: Iterable[User]) -> dict[int, Enrolment]:
    """The places and numbers that these people have in the round, by their keys."""
    rows = Enrolment.objects.live().filter(round=round, person__in=[person.pk for person in people])
    return {enrolment.person_id: enrolment for enrolment in rows}


def hindered(
    round: Round, people: Iterable[User], at: datetime, *, known: dict[int, Enrolment] | None = None
) -> dict[int, str]:
    """Why each of these people cannot get a place in the round, by her key; four queries, however many they are, and three for
    each whom a rule keeps out. `known`: what `inside` answered."""
    people = list(people)
    found: dict[int, str] = {}
    busy = fits.busy(round, people)
    wanted = {affiliation.pk for affiliation in round.audience_affiliations.all()}
    own_places = inside(round, people) if known is None else known
    for person in people:
        place = getattr(person, "workplace", None)
        if own := own_places.get(person.pk):
            found[person.pk] = _("is in this round already: %(state)s") % {"state": own.get_status_display()}
        elif not person.has_name:
            found[person.pk] = _("has no name in her profile yet")
        elif round.audience_kinds and person.kind not in round.audience_kinds:
            found[person.pk] = _("is not of those to whom the round is open: %(kinds)s") % {
                "kinds": ", ".join(round.audience_kind_labels)
            }
        elif wanted and (place is None or place.affiliation_id not in wanted):
            found[person.pk] = _("is of another affiliation than those to which the round is open")
        elif person.pk in busy:
            found[person.pk] = _("has a place in another round at the same hours")
    left = [person.pk for person in people if person.pk not in found]
    out = eligibility.kept_out("pk", round.pk, at)
    for key in User.objects.filter(pk__in=left).alias(out=out).filter(out=True).values_list("pk", flat=True):
        verdicts = eligibility.in_the_way(round, key, at)
        found[key] = _("is kept out by a rule: %(rules)s") % {"rules": " ".join(v.stated() for v in verdicts)}
    return found


def to_approve(nomination: Nomination) -> bool:
    return nomination.status in TO_APPROVE
