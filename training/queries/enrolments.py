"""Reads of enrolments: a person's own, who is in a round, and the place in the waiting list."""

from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hcec.accounts.models import User
from training.lifecycles import EnrolmentStatus
from training.models import Enrolment, Meeting, Round


def with_place_in_line(enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Adds `place_in_line`, which counts who waits before her and herself; only those who wait have a meaningful one."""
    before = Enrolment.objects.filter(
        round=OuterRef("round"), status=EnrolmentStatus.WAITING, wait_no__lte=OuterRef("wait_no")
    )
    count = before.order_by().values("round").annotate(n=Count("*")).values("n")
    return enrolments.annotate(place_in_line=Coalesce(Subquery(count), 0))


def with_next_meeting(enrolments: QuerySet[Enrolment], at: datetime) -> QuerySet[Enrolment]:
    """Adds `next_at`: when the next meeting that is not over begins."""
    coming = Meeting.objects.filter(round=OuterRef("round"), ends_at__gt=at).order_by("starts_at", "pk")
    return enrolments.annotate(next_at=Subquery(coming.values("starts_at")[:1]))


def of_person(person: User) -> QuerySet[Enrolment]:
    """All enrolments a person ever had, with round, course, center and completion at hand."""
    rows = Enrolment.objects.filter(person=person).select_related(
        "round__course", "round__center__province", "completion", "nomination"
    )
    return with_place_in_line(rows)


def own(person: User, round: Round) -> Enrolment | None:
    """Her live enrolment in this round, if there is one."""
    return of_person(person).live().filter(round=round).order_by("pk").first()


def upcoming(person: User, at: datetime) -> QuerySet[Enrolment]:
    """Places and waiting numbers in rounds that are not over, with `next_at` and `place_in_line`; soonest first."""
    rows = of_person(person).filter(
        status__in=[EnrolmentStatus.HELD, EnrolmentStatus.ENROLLED, EnrolmentStatus.WAITING],
        round__ends_at__gt=at,
    )
    return with_next_meeting(rows, at).order_by("next_at", "pk")


def people_of(round: Round) -> QuerySet[Enrolment]:
    """Who has a place or waits: seats by number, then the waiting list in order."""
    return (
        Enrolment.objects.live()
        .filter(round=round)
        .select_related(
            "person__workplace__school",
            "person__workplace__affiliation",
            "person__workplace__province",
            "completion",
        )
        .order_by("seat_no", "wait_no", "pk")
    )


def seated(round: Round) -> QuerySet[Enrolment]:
    """Who has or had a place to the end, by seat, with name and school at hand."""
    return (
        Enrolment.objects.filter(round=round, seat_no__isnull=False)
        .select_related(
            "person__workplace__school", "person__workplace__affiliation", "person__workplace__province"
        )
        .order_by("seat_no", "pk")
    )


def still_coming(round: Round) -> dict[str, int]:
    """How many have a place and how many wait: whom a change would reach."""
    rows = Enrolment.objects.filter(round=round)
    return rows.aggregate(
        seated=Count("pk", filter=Q(seat_no__isnull=False)),
        waiting=Count("pk", filter=Q(status=EnrolmentStatus.WAITING)),
    )
