"""How far a run is: counted from the certificates and their files, never kept."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, Count, Q, QuerySet
from django.db.models.functions import Cast

from centers.models import Center
from hcec.accounts.models import User
from hcec.core import rowguard
from hcec.core.access import Access, Permission
from verification.lifecycles import RunStatus
from verification.models import Certificate, IssueRun
from verification.sources import allowed

PREPARE = Permission.CERTIFICATE_PREPARE


@dataclass(frozen=True)
class Progress:
    """Of `total` sources `issued` have a certificate of this run, `made` of those their file; `waiting` are to come."""

    total: int
    issued: int
    made: int
    waiting: int

    @property
    def left_out(self) -> int:
        """Those that another run had issued first, and those that were not this person's to issue."""
        return self.total - self.issued - self.waiting

    @property
    def expected(self) -> int:
        """How many certificates there will be in the end."""
        return self.total - self.left_out

    @property
    def all_issued(self) -> bool:
        return self.waiting == 0

    @property
    def finished(self) -> bool:
        return self.waiting == 0 and self.made == self.issued


def visible(access: Access, person: User) -> QuerySet[IssueRun]:
    """The runs that the person prepared, and those over centers of her branch."""
    return IssueRun.objects.filter(Q(by=person) | Q(centers__overlap=_centers(access, PREPARE)))


def to_approve(access: Access, person: User) -> QuerySet[IssueRun]:
    """The runs that wait for this person: prepared by another, over centers that all lie in her branch."""
    runs = IssueRun.objects.filter(status=RunStatus.PREPARED).exclude(by=person)
    return runs.filter(centers__contained_by=_centers(access, Permission.CERTIFICATE_ISSUE))


def _centers(access: Access, permission: Permission) -> Any:
    """The primary keys of the centers in reach, as an array that the database makes itself."""
    centers = Center.objects.within(access, permission).order_by().values("pk")  # type: ignore[attr-defined]
    return ArraySubquery(centers.annotate(whole=Cast("pk", BigIntegerField())).values("whole"))


def progress(run: IssueRun) -> Progress:
    """Three counts. What the issuer may not issue does not wait: it is left out."""
    with rowguard.lifted("a run may issue for several branches: its counts are of the whole"):
        counted = Certificate.objects.filter(run=run).aggregate(
            issued=Count("pk"), made=Count("pk", Q(file__isnull=False))
        )
        waiting = 0
        if counted["issued"] < run.total and run.status != RunStatus.UNDONE:
            issuer = run.issuer.pk if run.issuer else 0
            waiting = allowed(run.kind, issuer).filter(pk__in=run.sources).count()
    return Progress(run.total, counted["issued"], counted["made"], waiting)
