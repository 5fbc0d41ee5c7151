"""Reads of objections to attendance: a person's own by meeting, those to decide, and those a round waits for."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet

from hcec.core.access import Access, Permission
from training.models import Attendance, Enrolment, Objection, Round
from training.models.objections import objection_until
from training.queries.work import RUNNING

NEAR = (
    "attendance__enrolment__person",
    "attendance__meeting__round__course",
    "attendance__meeting__round__center__province",
    "recorded_by",
    "decided_by",
)


def managed(access: Access) -> QuerySet[Objection]:
    """Objections of the centers whose rounds somebody manages, with what their pages show."""
    return Objection.objects.within(access, Permission.ROUND_MANAGE).select_related(*NEAR)


def of_round(round: Round) -> list[Objection]:
    """The open ones, which completions wait for; by seat."""
    rows = Objection.objects.open().filter(attendance__round=round).select_related(*NEAR)
    return list(rows.order_by("attendance__enrolment__seat_no", "pk"))


def own(enrolment: Enrolment) -> Mapping[int, Objection]:
    """The latest objection of a person at each meeting of her place."""
    rows = Objection.objects.filter(attendance__enrolment=enrolment).select_related("attendance")
    return {objection.attendance.meeting_id: objection for objection in rows.order_by("made_at", "pk")}


def open_until(
    round: Round, entry: Attendance | None, made: Objection | None, at: datetime
) -> datetime | None:
    """Until when the person may still object to an entry; None where she may not."""
    if entry is None or round.status not in RUNNING or at > objection_until(entry):
        return None
    if made and (made.decided_at is None or made.recorded_at == entry.recorded_at):
        return None
    return objection_until(entry)
