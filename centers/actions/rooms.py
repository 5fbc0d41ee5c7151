"""Rooms of a center, and the times in which one is shut."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from centers.actions import reservations
from centers.models import Center, Reservation, Room, RoomClosure
from centers.refusals import Refusal
from hcec.accounts.models import User
from hcec.core import audit

FIELDS = (
    "name_th", "name_en", "kind", "seats", "workstations", "accessible", "spacing_cm", "power", "network",
    "network_mbps", "active",
)  # fmt: skip


def add(center: Center, *, by: User, at: datetime, **fields: Any) -> Room:
    """A new room. Refuses a name that the center has already."""
    return keep(Room(center=center), "room.add", by=by, at=at, **fields)


def change(room: Room, *, by: User, at: datetime, **fields: Any) -> Room:
    """Change a room. Refuses to take it out of use while something is still planned in it."""
    if room.active and fields.get("active") is False and (planned := still_planned(room, at)):
        raise Refusal(
            _("The room is still taken for “%(purpose)s”. Move or cancel that first.")
            % {"purpose": planned.purpose}
        )
    return keep(room, "room.change", by=by, at=at, **fields)


def still_planned(room: Room, at: datetime) -> Reservation | None:
    """The first reservation of the room that has not ended yet."""
    ahead = Reservation.objects.filter(room=room, released=False, ends_at__gt=at)
    return ahead.order_by("starts_at", "pk").first()


def keep(room: Room, verb: str, *, by: User, at: datetime, **fields: Any) -> Room:
    """Write the fields and the audit row; the database says whether the name is free."""
    if unknown := set(fields) - set(FIELDS):
        raise TypeError(f"not part of a room: {unknown}")
    for name, value in fields.items():
        setattr(room, name, value)
    try:
        with transaction.atomic():
            room.save()
            audit.record(verb, room, by=by, at=at, **fields)
    except IntegrityError as error:
        if "centers_room_names_are_once_in_a_center" not in str(error):
            raise
        raise Refusal(_("The center already has a room of this name.")) from error
    return room


def close(
    room: Room, *, starts_at: datetime, ends_at: datetime, reason: str, by: User, at: datetime
) -> RoomClosure:
    """Shut a room for a time: it is then taken like by anything else. Refuses a time already taken."""
    with transaction.atomic():
        purpose = _("Closed: %(reason)s") % {"reason": reason}
        reservation = reservations.hold(room, starts_at=starts_at, ends_at=ends_at, purpose=purpose)
        closure = RoomClosure.objects.create(reservation=reservation, reason=reason)
        audit.record(
            "room.close",
            room,
            by=by,
            at=at,
            starts_at=starts_at.isoformat(),
            ends_at=ends_at.isoformat(),
            reason=reason,
        )
    return closure


def reopen(closure: RoomClosure, *, by: User, at: datetime) -> None:
    """Give the rest of a closure's time back; harmless when it was given back before."""
    with transaction.atomic():
        reservations.release(closure.reservation)
        audit.record("room.reopen", closure.reservation.room, by=by, at=at, closure=closure.pk)
