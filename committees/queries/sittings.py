"""Reads of meetings: members of the day, who is in the room, overdue actions, one person's tasks."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from committees.lifecycles import ActionStatus
from committees.models import ActionItem, Appointment, Committee, Position, Sitting
from hcec.accounts.models import User


def members(sitting: Sitting) -> QuerySet[Appointment]:
    """The members of the committee on the day of the meeting."""
    day = timezone.localdate(sitting.starts_at)
    return (
        Appointment.objects.current(day)
        .filter(committee=sitting.committee_id)
        .select_related("person")
        .order_by("pk")
    )


def present_count(sitting: Sitting) -> int:
    """How many members are in the room now."""
    return sitting.presences.filter(left_at=None).count()


def roll(sitting: Sitting) -> dict[str, Any]:
    """Who signs the papers of a meeting (its secretary: C.1, C.3) and which members never came."""
    seated = list(members(sitting))
    came = set(sitting.presences.values_list("appointment", flat=True))
    secretaries = (Position.CENTER_MANAGER, Position.PROVINCE_SECRETARY)
    return {
        "secretary": next((member for member in seated if member.position in secretaries), None),
        "absent": [member for member in seated if member.pk not in came],
    }


def overdue(committee: Committee, on: date) -> QuerySet[ActionItem]:
    """Open actions of a committee whose day has passed, oldest first."""
    return (
        ActionItem.objects.filter(committee=committee, status=ActionStatus.OPEN, due_on__lt=on)
        .select_related("owner")
        .order_by("due_on", "pk")
    )


def actions_of(person: User) -> QuerySet[ActionItem]:
    """A person's tasks across all committees, open ones first, most urgent first."""
    return (
        ActionItem.objects.filter(owner=person)
        .select_related(
            "committee__province",
            "committee__center",
            "resolution__item__sitting",
            "finding__visit",
        )
        .order_by("finished_at", "due_on", "pk")
    )
