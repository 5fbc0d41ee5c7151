"""What waits for the staff of a center: drafts to announce, attendance to record, completions to decide."""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from hcec.core.worklist import WorkItem
from training.lifecycles import SEATED, RoundStatus
from training.models import Attendance, Enrolment, Meeting, Round
from training.queries.attendance import with_counts

RUNNING = (RoundStatus.OPEN, RoundStatus.CLOSED, RoundStatus.HELD)


def todo(access: Access, person: User, at: datetime) -> list[WorkItem]:
    """The lines of a staff member's work list; only those where something waits. At most three queries."""
    items = []
    if access.can(Permission.ROUND_MANAGE):
        rounds = Round.objects.within(access, Permission.ROUND_MANAGE)
        address = reverse("manage-rounds")
        items += [
            line(rounds.filter(status=RoundStatus.HELD), "ends_at", _("Rounds held: decide who completed"),
                 f"{address}?status=held", _("Decide completions")),
            line(rounds.filter(status=RoundStatus.DRAFT), "created_at", _("Rounds planned and not yet announced"),
                 f"{address}?status=draft", _("Announce")),
        ]  # fmt: skip
    if access.can(Permission.CHECK_IN):
        meetings = unrecorded(Meeting.objects.within(access, Permission.CHECK_IN), at)
        items.append(
            line(meetings, "ends_at", _("Meetings without attendance"), reverse("manage-attendance-due"),
                 _("Record attendance"))
        )  # fmt: skip
    return [item for item in items if item.count]


def line(rows: QuerySet, since: str, label: object, path: str, action: object) -> WorkItem:
    found = rows.aggregate(n=Count("pk", distinct=True), oldest=Min(since))
    return WorkItem(label, found["n"], found["oldest"], path, action)


def unrecorded(meetings: QuerySet[Meeting], at: datetime) -> QuerySet[Meeting]:
    """Meetings that have ended while somebody with a place has no attendance on record."""
    seated = Enrolment.objects.filter(round=OuterRef("round"), status__in=SEATED)
    on_record = Attendance.objects.filter(meeting=OuterRef(OuterRef("pk")), enrolment=OuterRef("pk"))
    missing = seated.exclude(Exists(on_record))
    return meetings.filter(Exists(missing), round__status__in=RUNNING, ends_at__lte=at)


def attendance_due(access: Access, at: datetime) -> QuerySet[Meeting]:
    """Meetings of yesterday to tomorrow, and any older one with attendance missing, oldest first."""
    mine = Meeting.objects.within(access, Permission.CHECK_IN)
    late = unrecorded(mine, at).values("pk")
    day = timedelta(days=1)
    near = mine.filter(round__status__in=RUNNING, starts_at__lte=at + day, ends_at__gte=at - day).values("pk")
    rows = mine.filter(Q(pk__in=late) | Q(pk__in=near)).select_related(
        "round__course", "round__center__province", "reservation__room"
    )
    return with_counts(rows).annotate(seated=seats_taken()).order_by("starts_at", "pk")[:100]


def seats_taken() -> Coalesce:
    """How many have a place in the meeting's round."""
    rows = Enrolment.objects.filter(round=OuterRef("round"), status__in=SEATED).order_by().values("round")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)
