"""Which rounds a person could come to: hours that are still hers, of her audience, and nothing that keeps her out."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from centers.queries.audience import open_to
from centers.queries.near import nearest_first
from hcec.accounts.models import User
from hcec.core import rowguard
from training.lifecycles import COMING
from training.models import Enrolment, Meeting, Mode, Round
from training.queries import eligibility, rounds


def at_the_same_hours(round: Round) -> QuerySet[Meeting]:
    """Meetings of other rounds in the hours of this one; e-learning has no hour."""
    own = Meeting.objects.filter(
        round=round, starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at")
    ).exclude(mode=Mode.ELEARNING)
    return Meeting.objects.filter(Exists(own)).exclude(round=round).exclude(mode=Mode.ELEARNING)


def coming(people: Iterable[User]) -> QuerySet[Enrolment]:
    """The seats that these people have in what is still to come."""
    return Enrolment.objects.filter(person__in=list(people), status__in=COMING)


def busy(round: Round, people: Iterable[User]) -> set[int]:
    """Who of these people has a place in another round while this one meets, by primary key. One query."""
    with rowguard.lifted("whoever is next may have a place at another center in these hours"):
        found = coming(people).filter(round__in=at_the_same_hours(round).values("round"))
        return set(found.values_list("person_id", flat=True))


def meeting_elsewhere(person: User, round: Round) -> Meeting | None:
    """The first meeting at which the person has a place in another round while this one meets."""
    with rowguard.lifted("whoever is next may have a place at another center in these hours"):
        rounds_of_hers = coming([person]).values("round")
        found = at_the_same_hours(round).filter(round__in=rounds_of_hers).select_related("round__course")
        return found.order_by("starts_at", "pk").first()


def at_free_hours(found: QuerySet[Round], person: User) -> QuerySet[Round]:
    """Those that she is not in, at hours in which she has no place elsewhere."""
    hers = coming([person]).values("round")
    busy = Meeting.objects.filter(
        round__in=hers, starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at")
    ).exclude(mode=Mode.ELEARNING)
    clash = Meeting.objects.filter(Exists(busy), round=OuterRef("pk")).exclude(mode=Mode.ELEARNING)
    here = Enrolment.objects.live().filter(person=person, round=OuterRef("pk"))
    return found.filter(~Exists(clash), ~Exists(here))


def could_take(round: Round, person: User, *, at: datetime, limit: int = 3) -> list[Round]:
    """Rounds with places free now that this person may have: courses that this one asks for first, then the same
    course, then the same skill; nearest place and day."""
    before = round.course.prerequisites.values("pk")
    same = Q(course__skill=round.course.skill_id) | Q(course__in=before)
    found = rounds.open_rounds(at).filter(same, opens_at__lte=at, free__gt=0).exclude(pk=round.pk)
    found = at_free_hours(open_to(found, person), person)
    found = found.alias(out=eligibility.kept_out(person.pk, "pk", at)).filter(out=False)
    rank = Case(
        When(course__in=before, then=Value(0)), When(course=round.course_id, then=Value(1)), default=Value(2)
    )
    found = nearest_first(found, round.center.province)
    return list(found.order_by(rank, "distance", "starts_at", "pk")[:limit])
