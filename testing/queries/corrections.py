"""Corrections that wait, and what a result said before."""

from django.db.models import Prefetch, QuerySet

from hcec.core.access import Access, Permission
from testing.lifecycles import CorrectionStatus, ResultStatus
from testing.models import Correction, Result, ResultVersion

WITH_RESULT = (
    "proposed_by",
    "decided_by",
    "result__overall",
    "result__booking__person",
    "result__booking__session__exam__scale",
    "result__booking__session__center__province",
)


def to_decide(access: Access) -> QuerySet[Correction]:
    """Corrections of the branch over which this person releases results."""
    return Correction.objects.within(access, Permission.RESULT_RELEASE).select_related(*WITH_RESULT)


def waiting(access: Access, person: int) -> QuerySet[Correction]:
    """Those that wait for a decision this person (primary key) may take: somebody else's, about somebody else."""
    rows = Correction.objects.within(access, Permission.RESULT_RELEASE).filter(
        status=CorrectionStatus.PROPOSED
    )
    return rows.exclude(proposed_by=person).exclude(result__booking__person=person)


def with_history(rows: QuerySet[Result]) -> QuerySet[Result]:
    """Released results with parts, earlier versions and corrections, latest first."""
    versions = ResultVersion.objects.select_related("overall", "entered_by", "released_by", "correction")
    corrections = Correction.objects.select_related("proposed_by", "decided_by")
    return (
        rows.filter(status=ResultStatus.RELEASED)
        .select_related(
            "overall", "scale", "entered_by", "released_by", "booking__person", "booking__session__exam__scale",
            "booking__session__center__province",
        )
        .prefetch_related(
            "part_scores__part", "part_scores__band",
            Prefetch("versions", versions.order_by("-number")),
            Prefetch("corrections", corrections.order_by("-proposed_at", "-pk")),
        )
    )  # fmt: skip
