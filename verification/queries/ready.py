"""What is ready for certificates: over which test sessions and training rounds, and who within one."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery

from centers.models import Center
from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from hcec.core.thai import thai_date
from testing.models import Session
from training.models import Round
from verification.models import Kind
from verification.sources import PEOPLE, allowed, both, ready
from verification.words import Pair

ISSUE = Permission.CERTIFICATE_ISSUE
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
        sources = sources.within(access, ISSUE)
        if self.group:
            sources = sources.filter(**{GROUP[self.kind]: self.group})
        return sources.filter(**{f"{GROUP[self.kind]}__center": self.center}) if self.center else sources

    def rows(self, access: Access, person: User) -> QuerySet[Any]:
        """What the person may issue here."""
        return self.narrow(allowed(self.kind, person.pk), access)

    @property
    def query(self) -> str:
        """The scope as it stands in an address."""
        parts = {"kind": self.kind, "group": self.group, "center": self.center}
        return "&".join(f"{name}={value}" for name, value in parts.items() if value)


@dataclass(frozen=True)
class LeftOut:
    """How many lie in the scope that this person may not issue, by cause."""

    own: int
    prepared: int

    def __bool__(self) -> bool:
        return bool(self.own or self.prepared)


def left_out(scope: Scope, access: Access, person: User) -> LeftOut:
    """Her own, and those that she put on record."""
    holder, preparer = PEOPLE[scope.kind]
    there = scope.narrow(ready(scope.kind), access)
    own = there.filter(**{holder: person})
    return LeftOut(own.count(), there.filter(**{preparer: person}).exclude(**{holder: person}).count())


def groups(kind: str, access: Access, person: User) -> QuerySet[Any]:
    """Sessions or rounds with anything ready for this person, each with `ready`, the number of it."""
    subject = SUBJECT[kind]
    counted = allowed(kind, person.pk).filter(**{GROUP[kind]: OuterRef("pk")}).order_by()
    counted = counted.values(GROUP[kind]).annotate(count=Count("pk")).values("count")
    return (
        MODEL[kind].objects.within(access, ISSUE)
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
