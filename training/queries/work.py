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
    """The lines of a staff member's work list; only those where something waits. At most two queries."""
    items = rounds_waiting(access) if access.can(Permission.ROUND_MANAGE) else []
    if access.can(Permission.CHECK_IN):
        meetings = unrecorded(Meeting.objects.within(access, Permission.CHECK_IN), at)
        found = meetings.aggregate(n=Count("pk", distinct=True), since=Min("ends_at"))
        due = reverse("manage-attendance-due")
        items.append(
            WorkItem(
                _("Meetings without attendance"), found["n"], found["since"], due, _("Record attendance")
            )
        )
    return [item for item in items if item.count]


def rounds_waiting(access: Access) -> list[WorkItem]:
    """Rounds to decide and rounds to announce, by one query."""
    held, draft = Q(status=RoundStatus.HELD), Q(status=RoundStatus.DRAFT)
    found = Round.objects.within(access, Permission.ROUND_MANAGE).aggregate(
        held=Count("pk", filter=held),
        held_since=Min("ends_at", filter=held),
        drafts=Count("pk", filter=draft),
        drafts_since=Min("created_at", filter=draft),
    )
    page = reverse("manage-rounds")
    return [
        WorkItem(
            _("Rounds held: decide who completed"),
            found["held"],
            found["held_since"],
            f"{page}?status=held",
            _("Decide completions"),
        ),
        WorkItem(
            _("Rounds planned and not yet announced"),
            found["drafts"],
            found["drafts_since"],
            f"{page}?status=draft",
            _("Announce"),
        ),
    ]


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
