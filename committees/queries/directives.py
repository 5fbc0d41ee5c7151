"""Reads of directives: what has come down to a committee, and how far one has gone."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from committees.duties import DUTIES
from committees.lifecycles import DirectiveStatus
from committees.models import Acknowledgement, Appointment, Committee, Directive, Level
from hcec.accounts.models import User
from hcec.core.access import Access, Permission

DOWNWARD = [Level.OBEC, Level.PROVINCE, Level.CENTER]


def levels_above(directive: Directive, level: str) -> list[str]:
    """The asked levels above this one, nearest first."""
    return [
        asked
        for asked in reversed(directive.levels)
        if DOWNWARD.index(Level(asked)) < DOWNWARD.index(Level(level))
    ]


def above(committee: Committee, level: str) -> Q:
    """The committee of a higher level that stands over this one."""
    if level == Level.PROVINCE and committee.center_id:
        return Q(province__centers=committee.center_id)
    return Q(level=level)


def has_reached(directive: Directive, committee: Committee) -> bool:
    """Whether a published directive asks this committee and the nearest asked level above it has acknowledged."""
    if directive.status != DirectiveStatus.PUBLISHED or committee.level not in directive.levels:
        return False
    higher = levels_above(directive, committee.level)
    if not higher:
        return True
    over = Committee.objects.filter(above(committee, higher[0]))
    return Acknowledgement.objects.filter(directive=directive, committee__in=over).exists()


def asked_committees(directive: Directive) -> QuerySet[Committee]:
    """Every committee that must acknowledge, the issuer itself excepted."""
    return Committee.objects.filter(level__in=directive.levels).exclude(pk=directive.issuer_id)


def first_receivers(directive: Directive) -> list[Committee]:
    """The committees of the highest asked level: they receive it on publication."""
    return list(asked_committees(directive).filter(level=directive.levels[0]).order_by("pk"))


def next_receivers(directive: Directive, committee: Committee) -> list[Committee]:
    """The committees to which the directive comes down because this one acknowledged."""
    lower = [level for level in directive.levels if committee.level in levels_above(directive, level)[:1]]
    if not lower:
        return []
    found = asked_committees(directive).filter(level=lower[0])
    if committee.province_id:
        found = found.filter(center__province=committee.province_id)
    return list(found.order_by("pk"))


def acknowledgers(committees: list[Committee], on: date | None = None) -> list[tuple[Committee, User]]:
    """Who may acknowledge for each of these committees on a date (today where none is given)."""
    positions = {
        (level, position)
        for (level, position), held in DUTIES.items()
        if any(duty.permission == Permission.DIRECTIVE_ACKNOWLEDGE for duty in held)
    }
    wanted = Q(pk__in=[])
    for level, position in positions:
        wanted |= Q(committee__level=level, position=position)
    found = (
        Appointment.objects.current(on or timezone.localdate())
        .filter(wanted, committee__in=committees)
        .select_related("committee__province", "committee__center", "person")
        .order_by("committee_id", "pk")
    )
    return [(appointment.committee, appointment.person) for appointment in found]


def my_committees(appointments: list[Appointment], permission: Permission) -> list[Committee]:
    """The committees in whose name these appointments hold a permission."""
    return [
        a.committee
        for a in appointments
        if any(duty.permission == permission for duty in DUTIES.get((a.committee.level, a.position), ()))
    ]


def visible(access: Access, appointments: list[Appointment]) -> QuerySet[Directive]:
    """Directives a person may read: those her committees issued, and the published ones that ask her level."""
    committees = [appointment.committee for appointment in appointments]
    levels = {committee.level for committee in committees}
    asked = Q(pk__in=[])
    for level, field in {
        Level.OBEC: "to_obec",
        Level.PROVINCE: "to_provinces",
        Level.CENTER: "to_centers",
    }.items():
        if level in levels:
            asked |= Q(**{field: True})
    if access.reach(Permission.FIGURES_VIEW).nation:
        asked = Q(pk__isnull=False)
    published = asked & ~Q(status=DirectiveStatus.DRAFT)
    return Directive.objects.filter(published | Q(issuer__in=committees)).select_related(
        "issuer__province", "issuer__center"
    )


@dataclass(frozen=True)
class Standing:
    """How far a directive has gone at one level: asked, acknowledged, and the committees still missing."""

    level: str
    asked: int
    acknowledged: int

    @property
    def missing(self) -> int:
        return self.asked - self.acknowledged


def standings(directive: Directive) -> list[Standing]:
    """One line a level, from the top down, for the sender."""
    rows = with_acknowledgement(directive).values_list("level", "done")
    return [
        Standing(
            level,
            asked=sum(1 for row_level, _done in rows if row_level == level),
            acknowledged=sum(1 for row_level, done in rows if row_level == level and done),
        )
        for level in directive.levels
    ]


def with_acknowledgement(directive: Directive) -> QuerySet[Committee]:
    """The asked committees, each with `done`: whether it has acknowledged."""
    given = Acknowledgement.objects.filter(directive=directive, committee=OuterRef("pk"))
    return (
        asked_committees(directive)
        .annotate(done=Exists(given))
        .select_related("province", "center__province")
    )


def waiting_for(committee: Committee) -> list[Directive]:
    """Published directives that have come down to this committee and wait for it, most urgent first."""
    fields = {
        Level.OBEC: "to_obec",
        Level.PROVINCE: "to_provinces",
        Level.CENTER: "to_centers",
    }
    field = fields.get(Level(committee.level))
    if field is None:
        return []
    given = Acknowledgement.objects.filter(directive=OuterRef("pk"), committee=committee)
    open_ones = Directive.objects.filter(status=DirectiveStatus.PUBLISHED, **{field: True}).exclude(
        issuer=committee
    )
    return [
        directive
        for directive in open_ones.filter(~Exists(given)).order_by("due_on", "pk")
        if has_reached(directive, committee)
    ]
