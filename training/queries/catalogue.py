"""Reads of the catalogue: courses in use, one course with all about it, and what is proposed and reviewed."""

from datetime import date, datetime

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from centers.models import Center, Competency
from hcec.core.access import Access, Permission
from training.lifecycles import ProposalStatus, RoundStatus
from training.models import Course, Criterion, CriterionAnswer, Material, Proposal, Round


def catalogue(at: datetime) -> QuerySet[Course]:
    """Courses in use with their families, and when the next round of each starts that can still be joined."""
    coming = Round.objects.filter(course=OuterRef("pk"), status=RoundStatus.OPEN, closes_at__gt=at)
    soonest = coming.order_by("starts_at").values("starts_at")[:1]
    rows = Course.objects.filter(active=True).select_related("curriculum", "skill", "owner__province")
    return rows.annotate(next_at=Subquery(soonest))


def course_shown(code: str) -> QuerySet[Course]:
    """One course in use with its competencies, what comes before it, and its versions, newest first."""
    rows = Course.objects.filter(active=True, code=code).select_related(
        "curriculum", "skill", "owner__province"
    )
    return rows.prefetch_related(
        Prefetch("competencies", Competency.objects.order_by("code")),
        Prefetch("prerequisites", Course.objects.order_by("code")),
    )


def materials(course: Course, *, enrolled: bool) -> QuerySet[Material]:
    """What there is to read; what is only for those with a place is left out for all others."""
    rows = course.materials.order_by("pk")
    return rows if enrolled else rows.filter(for_enrolled=False)


def criteria(on: date) -> QuerySet[Criterion]:
    """What a course is reviewed against on a day."""
    return Criterion.objects.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on).order_by(
        "sort_order", "pk"
    )


def proposed(access: Access) -> QuerySet[Proposal]:
    """What the person's centers propose."""
    return described(Proposal.objects.within(access, Permission.ROUND_MANAGE))


def to_review(access: Access) -> QuerySet[Proposal]:
    """What centers have sent for review, decided ones too."""
    rows = Proposal.objects.within(access, Permission.COURSE_RECOGNISE)
    return described(rows.filter(submitted_at__isnull=False))


def described(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    return rows.select_related(
        "center__province", "curriculum", "skill", "course", "submitted_by", "decided_by"
    ).prefetch_related(
        Prefetch("competencies", Competency.objects.order_by("code")),
        Prefetch("prerequisites", Course.objects.order_by("code")),
        Prefetch(
            "answers", CriterionAnswer.objects.select_related("criterion").order_by("criterion__sort_order")
        ),
    )


def owned(center: Center) -> QuerySet[Course]:
    """The courses that a center may propose anew: its own."""
    return Course.objects.filter(owner=center, active=True).order_by("code", "pk")


def is_late(proposal: Proposal, at: datetime) -> bool:
    """Whether the ten working days of review are over and nobody has decided."""
    return (
        proposal.status == ProposalStatus.SUBMITTED
        and proposal.due_on is not None
        and proposal.due_on < timezone.localdate(at)
    )
