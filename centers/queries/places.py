"""Reads of centers and rooms for their pages."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from centers.lifecycles import CenterStatus
from centers.models import Center, Room, RoomClosure
from hcec.core.access import Access, Permission
from hcec.core.worklist import WorkItem

# Whoever holds any of these at a center finds it in the staff's list.
SEEN_BY = (Permission.FIGURES_VIEW, Permission.CENTER_EDIT, Permission.COMMITTEE_VIEW)


def public_centers() -> QuerySet[Center]:
    """The centers that anyone may find; a closed one is history."""
    return Center.objects.exclude(status=CenterStatus.CLOSED).select_related("province", "host_school")


def seen_by(access: Access) -> QuerySet[Center]:
    """The centers that a person of the staff may look at."""
    seen = Center.objects.none()
    for permission in SEEN_BY:
        seen |= Center.objects.within(access, permission)
    return seen.distinct()


def rooms_of(center: Center) -> QuerySet[Room]:
    """The center's rooms, those in use first."""
    return Room.objects.filter(center=center).order_by("-active", "kind", "name_th", "pk")


def closures_ahead(room: Room, at: datetime) -> list[RoomClosure]:
    """The closures of a room that are not over, soonest first."""
    ahead = RoomClosure.objects.filter(
        reservation__room=room, reservation__released=False, reservation__ends_at__gt=at
    )
    return list(ahead.select_related("reservation").order_by("reservation__starts_at", "pk"))


def todo(access: Access) -> list[WorkItem]:
    """For OBEC: host schools that are still placeholders."""
    if not access.can(Permission.REFERENCE_EDIT):
        return []
    waiting = Center.objects.exclude(status=CenterStatus.CLOSED).filter(host_verified=False).count()
    path, action = reverse("manage-reference-centers"), _("Upload the list")
    return [WorkItem(_("Host schools to confirm"), waiting, None, path, action)] if waiting else []
