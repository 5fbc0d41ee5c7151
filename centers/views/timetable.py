"""A room's week: everything that has the room and everything that is asked for, day by day."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from centers.models import Room
from centers.queries import uses as reads
from hcec.core.access import Permission, require


def monday_of(text: str) -> date:
    """The Monday of the week of an ISO date in the address; of this week where it is none."""
    try:
        day = date.fromisoformat(text)
        monday = day - timedelta(days=day.weekday())
        return monday if date(2000, 1, 3) <= monday <= date(2200, 1, 1) else monday_of("")
    except ValueError:
        today = timezone.localdate()
        return today - timedelta(days=today.weekday())


@require(Permission.COMMITTEE_VIEW)
def week(request: HttpRequest, pk: int) -> HttpResponse:
    """One week of a room; seven columns on a wide screen, one list on a phone."""
    rooms = Room.objects.within(request.access, Permission.COMMITTEE_VIEW).select_related("center__province")
    room = get_object_or_404(rooms, pk=pk)
    monday = monday_of(request.GET.get("from", ""))
    context = {
        "room": room,
        "days": reads.week(room, monday),
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "before": (monday - timedelta(days=7)).isoformat(),
        "after": (monday + timedelta(days=7)).isoformat(),
        "today": timezone.localdate(),
        "may_ask": reads.askable(request.access).filter(pk=pk).exists(),
        "may_edit": Room.objects.within(request.access, Permission.CENTER_EDIT).filter(pk=pk).exists(),
    }
    return render(request, "centers/room_week.html", context)
