"""Somebody comes to the door of a training that is running, and somebody came to the last one."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from centers.models import Center
from hcec.accounts.actions.strangers import TakenDown
from hcec.accounts.models import User
from hcec.core.refusals import Refusal
from training.actions import walkins
from training.models import Meeting, Mode
from training.queries import seats

STRANGER = TakenDown("ปิติ", "พากเพียร", "public", "081-234-5679", "piti@example.org")


def come(center: Center, clerk: User, *, now: datetime) -> None:
    """She has no account yet: taken down at the latest meeting of a round not decided that has a seat for her."""
    begun = Meeting.objects.filter(
        round__center=center, round__status__in=["open", "closed"], mode=Mode.FACE_TO_FACE, starts_at__lte=now,
        round__closes_at__lte=now,
    ).select_related("round__course")  # fmt: skip
    for meeting in begun.order_by("-starts_at", "-pk"):
        if seats.free_for(meeting.round, None, now).exists():
            at = min(now, meeting.starts_at + timedelta(minutes=5))
            key = uuid5(NAMESPACE_URL, f"{center.code} doorstep")
            said = walkins.Said(called=True)
            try:
                walkins.take_down(meeting, STRANGER, said=said, by=clerk, at=at, key=key)
            except Refusal:  # the round is for others only
                continue
            return
