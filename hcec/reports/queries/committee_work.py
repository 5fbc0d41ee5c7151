"""What waits for a person in her committees: directives, problems, visits and tasks, all by one query."""

from datetime import datetime, timedelta

from django.db.models import Count, DateTimeField, Exists, F, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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
from hcec.core.worklist import WorkItem

# Key of the line -> what it says, the page and the button.
LINES = {
    "directives": (_("Directives to acknowledge"), "directives", _("Acknowledge")),
    "problems": (_("Problems that wait for an answer"), "problems", _("Solve")),
    "visits": (_("Supervision visits due within a week"), "visits", _("Go to the visits")),
    "replies": (_("Findings that wait for the center’s reply"), "visits", _("Reply")),
    "actions": (_("Tasks of mine from meetings and visits"), "actions", _("Go to my tasks")),
}


def todo(access: Access, person: User, appointments: list[Appointment], at: datetime) -> list[WorkItem]:
    """The lines in which something waits."""
    first, *rest = (
        counted(rows, key, since)
        for key, (rows, since) in {
            "directives": (directives(appointments), "published_at"),
            "problems": (problems(appointments), "raised_at"),
            "visits": (visits(person, at), "planned_on"),
            "replies": (replies(access), "submitted_at"),
            "actions": (ActionItem.objects.filter(owner=person, status=ActionStatus.OPEN), "due_on"),
        }.items()
    )
    found = first.union(*rest, all=True)
    return [
        WorkItem(
            LINES[row["key"]][0], row["n"], row["since"], reverse(LINES[row["key"]][1]), LINES[row["key"]][2]
        )
        for row in found
        if row["n"]
    ]


def counted(rows: QuerySet, key: str, since: str) -> QuerySet:
    """One row: the line's key, how many wait and since when."""
    grouped = rows.order_by().annotate(key=Value(key)).values("key")
    return grouped.annotate(n=Count("pk", distinct=True), since=Min(Cast(F(since), DateTimeField())))


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
