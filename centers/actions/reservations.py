"""Take, move and release rooms. The exclusion constraint is the judge; these turn its verdict into a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from centers.models import Reservation, Room
from centers.refusals import Refusal
from hcec.core import outbox
from hcec.core.thai import thai_datetime, thai_time


@contextmanager
def clash_refused(room: Room, starts_at: datetime, ends_at: datetime) -> Iterator[None]:
    """Turn the database's refusal of a double booking into a sentence that names who has the room."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "centers_a_room_is_taken_by_one_at_a_time" not in str(error):
            raise
        other = (
            Reservation.objects.filter(
                room=room, released=False, starts_at__lt=ends_at, ends_at__gt=starts_at
            )
            .order_by("starts_at", "pk")
            .first()
        )
        if other is None:
            raise Refusal(
                _("The room was taken by someone else at the same moment. Please try again.")
            ) from error
        raise Refusal(
            _("%(room)s is already taken %(when)s for “%(purpose)s”. Choose another time or room.")
            % {
                "room": room.name,
                "when": f"{thai_datetime(other.starts_at)}–{thai_time(other.ends_at)}",
                "purpose": other.purpose,
            }
        ) from error


def hold(room: Room, *, starts_at: datetime, ends_at: datetime, purpose: str) -> Reservation:
    """Take a room for a time. Refuses a room out of use, an end before the start, and a time already taken."""
    if not room.active:
        raise Refusal(_("%(room)s is not in use.") % {"room": room.name})
    if ends_at <= starts_at:
        raise Refusal(_("The end must come after the start."))
    with clash_refused(room, starts_at, ends_at):
        return Reservation.objects.create(
            room=room, starts_at=starts_at, ends_at=ends_at, purpose=purpose[:200]
        )


def move(reservation: Reservation, *, room: Room, starts_at: datetime, ends_at: datetime) -> Reservation:
    """Move a reservation to another time or room; refuses as `hold` does, and then leaves it where it was."""
    if ends_at <= starts_at:
        raise Refusal(_("The end must come after the start."))
    left = f"{reservation.room_id}:{reservation.starts_at:%Y%m%d%H%M}-{reservation.ends_at:%Y%m%d%H%M}"
    same = (reservation.room_id, reservation.starts_at, reservation.ends_at) == (room.pk, starts_at, ends_at)
    with clash_refused(room, starts_at, ends_at):
        Reservation.objects.filter(pk=reservation.pk).update(room=room, starts_at=starts_at, ends_at=ends_at)
    if not same:
        freed(reservation, left)
    reservation.refresh_from_db()
    return reservation


def release(reservation: Reservation) -> None:
    """Give a room back; harmless when it was given back before."""
    if Reservation.objects.filter(pk=reservation.pk, released=False).update(released=True):
        freed(reservation, "released")


def freed(reservation: Reservation, what: str) -> None:
    """Let those know who had to skip this time. A job that is lost here is found by the watch every ten minutes."""
    outbox.enqueue(
        "room.freed",
        f"{reservation.pk}:{what}",
        urgent=False,
        reservation=reservation.pk,
        room=reservation.room_id,
    )
