"""What is ready for certificates: over which test sessions and training rounds, and who within one."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery

from centers.models import Center
from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from hcec.core.thai import thai_date
from testing.models import Session
from training.models import Round
from verification.models import IssueRun, Kind
from verification.sources import PEOPLE, both, preparable, ready
from verification.words import Pair

PREPARE = Permission.CERTIFICATE_PREPARE
GROUP = {Kind.TEST_RESULT: "booking__session", Kind.COMPLETION: "enrolment__round"}
MODEL = {Kind.TEST_RESULT: Session, Kind.COMPLETION: Round}
SUBJECT = {Kind.TEST_RESULT: "exam", Kind.COMPLETION: "course"}


@dataclass(frozen=True)
class Scope:
    """What an issuer points at: a kind, and within it one session or round, one center, or all of her branch."""

    kind: str
    group: int | None = None
    center: int | None = None

    def narrow(self, sources: QuerySet[Any], access: Access) -> QuerySet[Any]:
        """Those of the sources that lie in the scope and in the branch."""
        sources = sources.within(access, PREPARE)
        if self.group:
            sources = sources.filter(**{GROUP[self.kind]: self.group})
        return sources.filter(**{f"{GROUP[self.kind]}__center": self.center}) if self.center else sources

    def rows(self, access: Access, person: User) -> QuerySet[Any]:
        """What the person may prepare here."""
        return self.narrow(preparable(self.kind, person.pk), access)

    @property
    def query(self) -> str:
        """The scope as it stands in an address."""
        parts = {"kind": self.kind, "group": self.group, "center": self.center}
        return "&".join(f"{name}={value}" for name, value in parts.items() if value)


@dataclass(frozen=True)
class LeftOut:
    """How many this person may not issue, by cause."""

    own: int
    prepared: int = 0

    def __bool__(self) -> bool:
        return bool(self.own or self.prepared)


def left_out(scope: Scope, access: Access, person: User) -> LeftOut:
    """Her own: another prepares them."""
    holder, _preparer = PEOPLE[scope.kind]
    return LeftOut(scope.narrow(ready(scope.kind), access).filter(**{holder: person}).count())


def sources_of(run: IssueRun) -> tuple[str, QuerySet[Any]]:
    """The kind of a run and those of its sources that are ready still."""
    kind, sources = (Kind.TEST_RESULT, run.results) if run.results else (Kind.COMPLETION, run.completions)
    return kind, ready(kind).filter(pk__in=sources)


def left_out_of(run: IssueRun, person: User) -> LeftOut:
    """Of a run's sources those that this approver may not issue: her own, and those that she put on record."""
    kind, rows = sources_of(run)
    holder, preparer = PEOPLE[kind]
    own, put = Q(**{holder: person}), Q(**{preparer: person})
    counts = rows.order_by().aggregate(own=Count("pk", own), prepared=Count("pk", put & ~own))
    return LeftOut(**counts)


def groups(kind: str, access: Access, person: User) -> QuerySet[Any]:
    """Sessions or rounds with anything ready for this person, each with `ready`, the number of it."""
    subject = SUBJECT[kind]
    counted = preparable(kind, person.pk).filter(**{GROUP[kind]: OuterRef("pk")}).order_by()
    counted = counted.values(GROUP[kind]).annotate(count=Count("pk")).values("count")
    return (
        MODEL[kind].objects.within(access, PREPARE)
        .annotate(ready=Subquery(counted, output_field=IntegerField()))
        .filter(ready__isnull=False)
        .select_related("center__province", f"{subject}__skill")
    )  # fmt: skip


def title(scope: Scope) -> Pair:
    """What the scope is called, in both languages."""
    if scope.group:
        group = (
            MODEL[scope.kind]
            .objects.select_related("center__province", SUBJECT[scope.kind])
            .get(pk=scope.group)
        )
        return both(lambda: f"{group} · {thai_date(group.starts_at)}")
    if scope.center:
        center = Center.objects.get(pk=scope.center)
        return both(lambda: f"{Kind(scope.kind).label} · {center}")
    return both(Kind(scope.kind).label)


def per_center(rows: QuerySet[Any], kind: str) -> list[tuple[Center, int]]:
    """How many of the rows each center has, in Thai order of their names."""
    path = f"{GROUP[kind]}__center"
    counts = dict(rows.order_by().values_list(path).annotate(count=Count("pk")))
    centers = Center.objects.filter(pk__in=counts).select_related("province").order_by("name_sort", "pk")
    return [(center, counts[center.pk]) for center in centers]
