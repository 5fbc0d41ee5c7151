"""What time does to uses of rooms: dates offered again, weekly holds warned of and released (beat and outbox)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from centers import use_notices as notices
from centers.actions import uses
from centers.lifecycles import ROOM_USE, RoomUseStatus, UseDateStatus
from centers.models import Room, RoomUse, RoomUseDate
from centers.queries import uses as reads
from hcec.core import audit


def watch(*, at: datetime) -> None:
    """Everything that time and other people's releases bring; harmless twice."""
    offer(at=at)
    warn(at=at)
    lapse(at=at)


@transaction.atomic
def offer(*, at: datetime, room: Room | None = None) -> int:
    """Tell owners once of skipped dates that are free again; how many dates. One taken anew is offered anew later."""
    dates = RoomUseDate.objects.filter(use__room=room) if room else RoomUseDate.objects.all()
    again = reads.free_again(dates, at)
    dates.filter(status=UseDateStatus.SKIPPED, offered_at__isnull=False).exclude(
        pk__in=again.values("pk")
    ).update(offered_at=None)
    new = again.filter(offered_at__isnull=True).select_for_update(of=("self",), skip_locked=True)
    rows = list(new.select_related("use__asked_by", "use__room").order_by("use", "starts_at", "pk"))
    RoomUseDate.objects.filter(pk__in=[row.pk for row in rows]).update(offered_at=at)
    for use in {row.use_id: row.use for row in rows}.values():
        notices.free_again(use, [row for row in rows if row.use_id == use.pk], at)
    return len(rows)


def warn(*, at: datetime) -> int:
    """Warn the owners of weekly holds that must be confirmed again soon; how many. Holds without dates ahead rest."""
    ahead = RoomUseDate.objects.filter(use=OuterRef("pk"), status=UseDateStatus.HELD, starts_at__gt=at)
    due = reads.to_confirm(RoomUse.objects.all(), timezone.localdate(at)).filter(Exists(ahead))
    warned = 0
    for pk in list(due.filter(warned_at__isnull=True).order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            use = RoomUse.objects.select_for_update(of=("self",)).get(pk=pk)
            if use.warned_at or use.status != RoomUseStatus.APPROVED:
                continue
            use.warned_at = at
            use.save(update_fields=["warned_at"])
            notices.confirm_soon(use)
            warned += 1
    return warned


def lapse(*, at: datetime) -> int:
    """Release the weekly holds that nobody confirmed, at the earliest a full time of warning after it was sent."""
    due = RoomUse.objects.filter(
        status=RoomUseStatus.APPROVED,
        confirm_by__lt=timezone.localdate(at),
        warned_at__lte=at - timedelta(days=settings.ROOM_HOLD_WARN_DAYS),
    )
    released = 0
    for use in list(due.order_by("pk")):
        with transaction.atomic():
            use = uses.locked(use)
            if not due.filter(pk=use.pk).exists():  # confirmed while we waited for the row
                continue
            ROOM_USE.apply(use, "lapse")
            use.save(update_fields=["status"])
            freed = uses.free(use, at=at)
            audit.record("room_use.lapse", use, by=None, at=at, freed=freed)
            notices.lapsed(use)
            released += 1
    return released
