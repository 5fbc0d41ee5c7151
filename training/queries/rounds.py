"""Reads of rounds: what is offered, with seats free now; what a center runs; what a round consists of."""

from datetime import datetime

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from centers.queries.near import nearest_first
from hcec.core.access import Access, Permission
from training.lifecycles import EnrolmentStatus, RoundStatus
from training.models import Enrolment, Meeting, Mode, Offer, Round, SeatPool, Teaching


def counted(**conditions: object) -> Coalesce:
    """How many enrolments of the round meet the conditions; a subquery, so that nothing else is multiplied."""
    rows = Enrolment.objects.filter(round=OuterRef("pk"), **conditions).order_by().values("round")
    return Coalesce(Subquery(rows.annotate(n=Count("*")).values("n")), 0)


def with_seats(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """Adds `taken` (held for somebody's answer, too), `waiting` and `free`, as they stand now."""
    held = Offer.objects.filter(round=OuterRef("pk"), status="open").order_by().values("round")
    return rounds.annotate(
        taken=counted(seat_no__isnull=False) + Coalesce(Subquery(held.annotate(n=Count("*")).values("n")), 0),
        waiting=counted(status=EnrolmentStatus.WAITING),
    ).annotate(free=F("seats") - F("taken"))


def described(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """With everything at hand that a line about a round shows, and the modes it mixes."""
    modes = {mode.value: Exists(Meeting.objects.filter(round=OuterRef("pk"), mode=mode)) for mode in Mode}
    return with_seats(rounds.annotate(**modes)).select_related(
        "course__curriculum", "course__skill", "center__province"
    )


def modes_of(round: Round) -> list[str]:
    """The modes of a round out of `described`, as words."""
    return [str(mode.label) for mode in Mode if getattr(round, mode.value)]


def open_rounds(at: datetime) -> QuerySet[Round]:
    """Rounds that can be enrolled in at this moment or soon, with `free`, `taken` and `waiting`, soonest first."""
    rounds = Round.objects.filter(status=RoundStatus.OPEN, closes_at__gt=at)
    return described(rounds).order_by("starts_at", "pk")


def with_a_line_and_places(at: datetime) -> list[int]:
    """Rounds to come in which somebody waits beside a free place: she was kept out of it, and may not be any more."""
    rounds = Round.objects.filter(status__in=[RoundStatus.OPEN, RoundStatus.CLOSED], starts_at__gt=at)
    found = with_seats(rounds).filter(free__gt=0, waiting__gt=0)
    return list(found.order_by("pk").values_list("pk", flat=True))


def announced(at: datetime) -> QuerySet[Round]:
    """What a public page may know of: whatever was announced, also when it is over or called off; with `pooled`, whether
    some of its seats are kept for some people."""
    pooled = Exists(SeatPool.objects.filter(round=OuterRef("pk")))
    return described(Round.objects.exclude(status=RoundStatus.DRAFT)).annotate(pooled=pooled)


def managed(access: Access) -> QuerySet[Round]:
    """The rounds of the centers whose rounds the person runs, newest first."""
    return described(Round.objects.within(access, Permission.ROUND_MANAGE)).order_by("-starts_at", "-pk")


def meetings_of(round: Round) -> QuerySet[Meeting]:
    """The dates of a round in order, with rooms and trainers at hand."""
    trainers = Prefetch("teachings", Teaching.objects.select_related("person").order_by("pk"))
    rows = Meeting.objects.filter(round=round).select_related("reservation__room")
    return rows.prefetch_related(trainers).order_by("starts_at", "pk")


def near(round: Round, *, at: datetime, limit: int = 3) -> list[Round]:
    """The way out of a full or closed round: others of the same skill with seats free now, nearest place and day first."""
    others = open_rounds(at).filter(course__skill=round.course.skill_id, opens_at__lte=at, free__gt=0)
    others = nearest_first(others.exclude(pk=round.pk), round.center.province)
    same_first = Case(When(course=round.course_id, then=Value(0)), default=Value(1))
    return list(others.order_by("distance", same_first, "starts_at", "pk")[:limit])
