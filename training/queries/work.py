"""What waits for the staff of a center: drafts to announce, attendance to record, completions to decide."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from hcec.core.worklist import WorkItem, counted, found
from training.lifecycles import SEATED, ProposalStatus, RoundStatus
from training.models import Attendance, Enrolment, Meeting, Objection, Proposal, Round
from training.queries import vouchers, walkins
from training.queries.attendance import with_counts
from training.queries.nominations import waiting_for
from training.queries.surveys import to_read

RUNNING = (RoundStatus.OPEN, RoundStatus.CLOSED, RoundStatus.HELD)


def todo(access: Access, person: User, at: datetime) -> list[WorkItem]:
    """The lines of a staff member's work list; only those where something waits. One query."""
    own = counted("nominations", waiting_for(person, at), "made_at")
    some = found([own, *waiting(access, at)])
    return [
        WorkItem(label, *some[sort], path, action) for sort, label, path, action in lines() if sort in some
    ]


def lines() -> list[tuple[str, Any, str, Any]]:
    """Every sort of thing that may wait: its name in the query, its label, the page for it, the button."""
    rounds, proposed = reverse("manage-rounds"), reverse("manage-proposals")
    reviews, objections = reverse("manage-recognitions"), reverse("manage-objections")
    return [
        ("held", _("Rounds held: decide who completed"), f"{rounds}?status=held", _("Decide completions")),
        ("draft", _("Rounds planned and not yet announced"), f"{rounds}?status=draft", _("Announce")),
        ("returned", _("Proposed courses sent back for changes"), f"{proposed}?status=returned", _("Change")),
        ("objections", _("Objections to attendance to decide"), f"{objections}?status=objected", _("Decide")),
        (
            "words",
            _("Words of surveys to read before trainers see them"),
            reverse("manage-surveys"),
            _("Read"),
        ),
        (
            "vouchers",
            _("Vouchers of speakers to approve"),
            f"{reverse('manage-vouchers')}?status=prepared",
            _("Approve"),
        ),
        (
            "walk_ins",
            _("Walk-ins of training without an account"),
            f"{reverse('manage-door-people')}?status=provisional",
            _("Match"),
        ),
        ("reviews", _("Courses to review"), f"{reviews}?status=submitted", _("Review")),
        (
            "nominations",
            _("Nominations that wait for your answer"),
            reverse("nominations"),
            _("Answer the nominations"),
        ),
        (
            "meetings",
            _("Meetings without attendance"),
            reverse("manage-attendance-due"),
            _("Record attendance"),
        ),
    ]


def waiting(access: Access, at: datetime) -> Iterator[QuerySet[Any]]:
    """One line for each sort of thing: how many wait, and since when the oldest does."""
    if access.can(Permission.ROUND_MANAGE):
        rounds = Round.objects.within(access, Permission.ROUND_MANAGE)
        yield counted("held", rounds.filter(status=RoundStatus.HELD), "ends_at")
        yield counted("draft", rounds.filter(status=RoundStatus.DRAFT), "created_at")
        proposed = Proposal.objects.within(access, Permission.ROUND_MANAGE)
        objections = Objection.objects.within(access, Permission.ROUND_MANAGE)
        yield counted("walk_ins", walkins.waiting(access), "added_at")
        yield counted("objections", objections.open(), "made_at")
        yield counted("words", to_read(access, at), "survey__round__ends_at")
        yield counted("returned", proposed.filter(status=ProposalStatus.RETURNED), "decided_at")
    if access.can(Permission.VOUCHER_APPROVE):
        yield counted("vouchers", vouchers.waiting(access), "prepared_at")
    if access.can(Permission.COURSE_RECOGNISE):
        sent = Proposal.objects.within(access, Permission.COURSE_RECOGNISE)
        yield counted("reviews", sent.filter(status=ProposalStatus.SUBMITTED), "submitted_at")
    if access.can(Permission.CHECK_IN):
        yield counted(
            "meetings", unrecorded(Meeting.objects.within(access, Permission.CHECK_IN), at), "ends_at"
        )


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
