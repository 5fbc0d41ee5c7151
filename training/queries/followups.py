"""Reads of follow-ups: who is due to be asked, a person's own, a center's."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, OuterRef, QuerySet

from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from training.models import Completion, Enrolment, FollowUp

# Nobody is asked of a course that was over long before the portal began to ask.
LATEST = timedelta(days=60)

NEAR = (
    "completion__enrolment__person",
    "completion__enrolment__round__course",
    "completion__enrolment__round__center__province",
)


def due(months: int, today: date) -> QuerySet[Completion]:
    """Completions that became so many months old within the last sixty days, and were not asked about yet."""
    day = today - relativedelta(months=months)
    asked = FollowUp.objects.filter(completion=OuterRef("pk"), months=months)
    rows = Completion.objects.filter(completed_on__lte=day, completed_on__gt=day - LATEST)
    return rows.exclude(Exists(asked)).select_related("enrolment__person", "enrolment__round__course")


def own(person: User) -> QuerySet[FollowUp]:
    """What a person is or was asked."""
    return FollowUp.objects.filter(completion__enrolment__person=person).select_related(*NEAR)


def of_enrolment(enrolment: Enrolment) -> list[FollowUp]:
    """Those of one place, in order of time."""
    return list(FollowUp.objects.filter(completion__enrolment=enrolment).order_by("months"))


def managed(access: Access) -> QuerySet[FollowUp]:
    """Those of the centers whose rounds somebody manages."""
    return FollowUp.objects.within(access, Permission.ROUND_MANAGE).select_related(*NEAR)
