"""How far a run is: counted from the certificates and their files, never kept."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from hcec.accounts.models import User
from hcec.core import rowguard
from hcec.core.access import Access, Permission
from verification.models import Certificate, IssueRun, Kind
from verification.sources import allowed


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
    """The runs that the person began, and those that issued for centers of her branch."""
    of_branch = Certificate.objects.within(access, Permission.CERTIFICATE_ISSUE).filter(run=OuterRef("pk"))
    return IssueRun.objects.filter(Q(by=person) | Exists(of_branch))


def progress(run: IssueRun) -> Progress:
    """Three counts. What the issuer may not issue does not wait: it is left out."""
    with rowguard.lifted("a run may issue for several branches: its counts are of the whole"):
        counted = Certificate.objects.filter(run=run).aggregate(
            issued=Count("pk"), made=Count("pk", Q(file__isnull=False))
        )
        waiting = sum(
            allowed(kind, run.by_id).filter(pk__in=sources).count()
            for kind, sources in ((Kind.TEST_RESULT, run.results), (Kind.COMPLETION, run.completions))
            if sources and counted["issued"] < run.total
        )
    return Progress(run.total, counted["issued"], counted["made"], waiting)
