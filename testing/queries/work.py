"""What waits for staff in testing, and the sessions they may see."""

from datetime import datetime, timedelta

from django.db.models import Max, Min, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from hcec.core.worklist import WorkItem
from testing.lifecycles import SessionStatus
from testing.models import Session
from testing.queries import marks_work
from testing.queries.results import waiting_for_release

RUNNING = (SessionStatus.OPEN, SessionStatus.CLOSED, SessionStatus.HELD)


def desks(access: Access, at: datetime) -> QuerySet[Session]:
    """Sessions whose check-in desk this person may serve: from a day before the test until attendance is confirmed."""
    found = Session.objects.within(access, Permission.CHECK_IN)
    found = found.filter(status__in=RUNNING, starts_at__lte=at + timedelta(days=1))
    return found.select_related("exam", "center__province", "reservation__room")


def todo(access: Access, person: User, at: datetime) -> list[WorkItem]:
    """Testing's part of a work list: held tests to confirm, results to enter and to release, drafts to open."""
    items = [
        *marks_work.todo(access, person, at),
        *to_release(access, person),
    ]
    return [item for item in items if item.count]


def to_release(access: Access, person: User) -> list[WorkItem]:
    """Results that somebody else entered: nobody is asked to release their own."""
    if not access.can(Permission.RESULT_RELEASE):
        return []
    rows = waiting_for_release(access).exclude(bookings__result__entered_by=person)
    found = rows.aggregate(n=Sum("entered"), since=Min("entered_since"), last=Max("entered_last"))
    page = reverse("manage-releases")
    return [WorkItem(_("Results to release"), found["n"] or 0, found["since"], page, _("Release results"))]
