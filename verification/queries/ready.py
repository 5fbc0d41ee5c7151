"""What is ready for certificates: over which test sessions and training rounds, and who within one."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery

from centers.models import Center
from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from hcec.core.thai import thai_date
from verification.kinds import SOURCES
from verification.models import IssueRun, Kind
from verification.sources import both, preparable, ready
from verification.words import Pair

PREPARE = Permission.CERTIFICATE_PREPARE


@dataclass(frozen=True)
class Scope:
    """What an issuer points at: a kind, and within it one session, round or occasion, one center, or all of her branch."""

    kind: str
    group: int | None = None
    center: int | None = None

    def narrow(self, sources: QuerySet[Any], access: Access) -> QuerySet[Any]:
        """Those of the sources that lie in the scope and in the branch."""
        sources, group = sources.within(access, PREPARE), SOURCES[self.kind].group
        if self.group:
            sources = sources.filter(**{group: self.group})
        return sources.filter(**{f"{group}__center": self.center}) if self.center else sources

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
    own = {SOURCES[scope.kind].holder: person}
    return LeftOut(scope.narrow(ready(scope.kind), access).filter(**own).count())


def sources_of(run: IssueRun) -> QuerySet[Any]:
    """Those of a run's sources that are ready still."""
    return ready(run.kind).filter(pk__in=run.sources)


def left_out_of(run: IssueRun, person: User) -> LeftOut:
    """Of a run's sources those that this approver may not issue: her own, and those that she put on record."""
    source = SOURCES[run.kind]
    own, put = Q(**{source.holder: person}), Q()
    for path in source.preparers:
        put |= Q(**{path: person})
    counts = sources_of(run).order_by().aggregate(own=Count("pk", own), prepared=Count("pk", put & ~own))
    return LeftOut(**counts)


def groups(kind: str, access: Access, person: User) -> QuerySet[Any]:
    """Sessions, rounds or occasions with anything ready for this person, each with `ready`, the number of it."""
    source = SOURCES[kind]
    counted = preparable(kind, person.pk).filter(**{source.group: OuterRef("pk")}).order_by()
    counted = counted.values(source.group).annotate(count=Count("pk")).values("count")
    return (
        source.groups().within(access, PREPARE)
        .annotate(ready=Subquery(counted, output_field=IntegerField()))
        .filter(ready__isnull=False)
        .select_related("center__province", *filter(None, [source.of]))
    )  # fmt: skip


def title(scope: Scope) -> Pair:
    """What the scope is called, in both languages."""
    if scope.group:
        source = SOURCES[scope.kind]
        rows = source.groups().select_related("center__province", *filter(None, [source.of]))
        group = rows.get(pk=scope.group)
        return both(lambda: f"{group} · {thai_date(getattr(group, source.starts))}")
    if scope.center:
        center = Center.objects.get(pk=scope.center)
        return both(lambda: f"{Kind(scope.kind).label} · {center}")
    return both(Kind(scope.kind).label)


def per_center(rows: QuerySet[Any], kind: str) -> list[tuple[Center, int]]:
    """How many of the rows each center has, in Thai order of their names."""
    path = f"{SOURCES[kind].group}__center"
    counts = dict(rows.order_by().values_list(path).annotate(count=Count("pk")))
    centers = Center.objects.filter(pk__in=counts).select_related("province").order_by("name_sort", "pk")
    return [(center, counts[center.pk]) for center in centers]
