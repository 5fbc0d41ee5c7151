"""What waits for a person in her committees and her center's rooms, all by one query."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.models import RoomUseDate
from centers.queries import uses
from committees.lifecycles import ActionStatus, DirectiveStatus, ProblemStatus, VisitStatus
from committees.models import (
    Acknowledgement,
    ActionItem,
    Appointment,
    Committee,
    Directive,
    Level,
    Problem,
    Visit,
)
from committees.queries.directives import my_committees
from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from hcec.core.worklist import WorkItem, counted, found
from testing.models import Session
from testing.queries.stale import soon_stale

# Key of the line -> what it says, the page (its name, and what follows the "?" of its address) and the button.
LINES = {
    "directives": (_("Directives to acknowledge"), "directives", _("Acknowledge")),
    "problems": (_("Problems that wait for an answer"), "problems", _("Solve")),
    "visits": (_("Supervision visits due within a week"), "visits", _("Go to the visits")),
    "replies": (_("Findings that wait for the center’s reply"), "visits", _("Reply")),
    "actions": (_("Tasks of mine from meetings and visits"), "actions", _("Go to my tasks")),
    "rooms": (_("Requests for rooms"), "manage-room-uses?status=asked", _("Answer the requests")),
    "confirm": (_("Weekly rooms to confirm again"), "manage-room-uses?mine=due", _("Confirm")),
    "free": (_("Skipped dates that are free again"), "manage-room-uses?mine=free", _("Take the dates")),
    "stale": (
        _("Tests whose workstations must be checked again first"),
        "manage-labs",
        _("Check the workstations"),
    ),
}


def todo(access: Access, person: User, appointments: list[Appointment], at: datetime) -> list[WorkItem]:
    """The lines in which something waits."""
    sorts = {
        "directives": (directives(appointments), "published_at"),
        "problems": (problems(appointments), "raised_at"),
        "visits": (visits(person, at), "planned_on"),
        "replies": (replies(access), "submitted_at"),
        "actions": (ActionItem.objects.filter(owner=person, status=ActionStatus.OPEN), "due_on"),
        **rooms(access, person, at),
    }
    some = found(counted(sort, rows, since) for sort, (rows, since) in sorts.items())
    return [line(sort, count, since) for sort, (count, since) in some.items()]


def line(key: str, count: int, since: datetime | None) -> WorkItem:
    label, page, action = LINES[key]
    name, mark, query = page.partition("?")
    return WorkItem(label, count, since, reverse(name) + mark + query, action)


def rooms(access: Access, person: User, at: datetime) -> dict[str, tuple[QuerySet, str]]:
    """Requests for rooms and laboratories to check at the centers she keeps; her own rooms to confirm and to repair."""
    kept = access.reach(Permission.CENTER_EDIT).centers
    mine = RoomUseDate.objects.filter(use__asked_by=person)
    return {
        "rooms": (uses.to_answer(kept), "asked_at"),
        "confirm": (uses.to_confirm(person.room_uses.all(), timezone.localdate(at)), "warned_at"),
        "free": (uses.free_again(mine, at), "use__decided_at"),
        "stale": (soon_stale(Session.objects.filter(center__in=kept), at), "created_at"),
    }


def directives(appointments: list[Appointment]) -> QuerySet[Directive]:
    """Published directives that have come down to one of these seats' committees and wait for it (guideline 6.3.1)."""
    waiting = Q(pk__in=[])
    for committee in my_committees(appointments, Permission.DIRECTIVE_ACKNOWLEDGE):
        given = Acknowledgement.objects.filter(directive=OuterRef("pk"), committee=committee)
        waiting |= come_down(committee) & ~Q(issuer=committee) & ~Exists(given)
    return Directive.objects.filter(waiting, status=DirectiveStatus.PUBLISHED)


def come_down(committee: Committee) -> Q:
    """That a directive asks this committee's level and the nearest asked level above it has acknowledged."""
    obec = Q(to_obec=False) | acknowledged(Q(committee__level=Level.OBEC))
    if committee.level == Level.OBEC:
        return Q(to_obec=True)
    if committee.level == Level.PROVINCE:
        return Q(to_provinces=True) & obec
    if committee.center is None:
        return Q(pk__in=[])
    province = acknowledged(Q(committee__province=committee.center.province_id))
    return Q(to_centers=True) & (Q(to_provinces=True) & province | Q(to_provinces=False) & obec)


def acknowledged(by: Q) -> Q:
    return Q(Exists(Acknowledgement.objects.filter(by, directive=OuterRef("pk"))))


def problems(appointments: list[Appointment]) -> QuerySet[Problem]:
    """Problems that these seats' committees hold and have not solved (guideline 6.3.2)."""
    holders = my_committees(appointments, Permission.PROBLEM_SOLVE)
    return Problem.objects.filter(holder__in=holders, status__in=[ProblemStatus.OPEN, ProblemStatus.ASSIGNED])


def visits(person: User, at: datetime) -> QuerySet[Visit]:
    """Her planned visits of the next seven days, and those that are late."""
    soon = timezone.localdate(at) + timedelta(days=7)
    return Visit.objects.filter(supervisor=person, status=VisitStatus.PLANNED, planned_on__lte=soon)


def replies(access: Access) -> QuerySet[Visit]:
    """Visits to her center with findings that nobody has answered (appendix C)."""
    centers = access.reach(Permission.VISIT_REPLY).centers
    return Visit.objects.filter(
        center__in=centers, status=VisitStatus.MADE, findings__isnull=False, findings__replied_at=None
    )
