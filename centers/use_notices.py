"""What people are told about rooms they asked for."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from centers.lifecycles import RoomUseStatus, UseDateStatus
from centers.models import RoomUse, RoomUseDate
from hcec.accounts.actions import notices
from hcec.core.thai import thai_date, thai_time_range


def tell(use: RoomUse, subject: str, body: str, key: str) -> None:
    """One message to whoever asked; without a push, the sweeper sends the mail."""
    said = {"room": use.room.name, "purpose": use.purpose}
    notices.tell(
        use.asked_by,
        subject=subject % said,
        body=body,
        path=reverse("manage-room-use", args=[use.pk]),
        key=f"room-use:{use.pk}:{key}",
        urgent=False,
    )


def times(rows: Sequence[RoomUseDate]) -> str:
    """Dates line by line."""
    return "\n".join(
        f"{thai_date(row.starts_at)} {thai_time_range(row.starts_at, row.ends_at)}" for row in rows
    )


def answered(use: RoomUse) -> None:
    """The manager's answer; of an approved request how many dates are held, and which were skipped."""
    with translation.override(settings.LANGUAGE_CODE):
        if use.status == RoomUseStatus.DECLINED:
            tell(use, _("%(room)s cannot be had: %(purpose)s"), use.answer, "answered")
            return
        rows = list(use.dates.order_by("starts_at", "pk"))
        skipped = [row for row in rows if row.status == UseDateStatus.SKIPPED]
        body = _("The room is held on %(held)s of %(all)s dates.") % {
            "held": len(rows) - len(skipped),
            "all": len(rows),
        }
        if skipped:
            body += "\n\n" + _("Skipped; you are told when one is free again:") + "\n" + times(skipped)
        if use.answer:
            body += "\n\n" + use.answer
        tell(use, _("%(room)s is yours: %(purpose)s"), body, "answered")


def free_again(use: RoomUse, rows: Sequence[RoomUseDate], at: datetime) -> None:
    """Skipped dates that can be had after all."""
    with translation.override(settings.LANGUAGE_CODE):
        body = _("What stood in the way is gone. Take these dates with one press:") + "\n" + times(rows)
        tell(use, _("Skipped dates are free again: %(purpose)s"), body, f"free:{rows[0].pk}:{at:%Y%m%d%H%M}")


def confirm_soon(use: RoomUse) -> None:
    """The weekly hold is released unless it is confirmed by its day."""
    assert use.until and use.confirm_by  # a weekly hold has both
    with translation.override(settings.LANGUAGE_CODE):
        body = _(
            "%(room)s is held for you until %(until)s. Confirm by %(day)s that you still need it; otherwise "
            "the dates after that are released for others."
        ) % {"room": use.room.name, "until": thai_date(use.until), "day": thai_date(use.confirm_by)}
        tell(use, _("Confirm that you still need %(room)s: %(purpose)s"), body, f"confirm:{use.confirm_by}")


def lapsed(use: RoomUse) -> None:
    """The weekly hold was not confirmed and is released."""
    assert use.confirm_by
    with translation.override(settings.LANGUAGE_CODE):
        body = _("Nobody confirmed by %(day)s that it is still needed. Ask for the room again if it is.") % {
            "day": thai_date(use.confirm_by)
        }
        tell(use, _("%(room)s is released: %(purpose)s"), body, "lapsed")
