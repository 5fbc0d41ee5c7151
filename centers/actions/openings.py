"""Whether a center may open a test session or a training round: standards 7.1 to 7.4 and ready seats decide."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from centers.models import Center, Room, StandardItem
from centers.queries import readiness, standards
from centers.refusals import Refusal


def refuse_unfit(center: Center, activities: Iterable[str], *, at: datetime) -> None:
    """Refuse what a center's confirmed assessment does not allow, naming the lines that are missing (7.1 to 7.4).

    Until the version's `enforced_from`, a center without a confirmed assessment may open everything.
    """
    day = timezone.localdate(at)
    for activity in activities:
        if standards.may_open_on(center, activity, day):
            continue
        label = StandardItem.Activity(activity).label
        missing = standards.missing_for(center, activity)
        if missing is None:
            raise Refusal(
                _(
                    "%(center)s may not open this yet (%(activity)s): the province has not confirmed its "
                    "assessment against the standards. Fill in and sign the assessment first."
                )
                % {"center": center.name, "activity": label}
            )
        lines = "; ".join(f"{item.clause} {item.text}" for item in missing)
        raise Refusal(
            _(
                "%(center)s may not open this (%(activity)s). Its assessment lacks: %(lines)s. Mend this, "
                "then assess the center again."
            )
            % {"center": center.name, "activity": label, "lines": lines}
        )


def refuse_unready(room: Room, seats: int, *, at: datetime) -> None:
    """Refuse more seats than the laboratory has ready workstations (6.4.8, 7.1).

    A laboratory without a workstation register counts only once the standards are enforced.
    """
    if room.kind != Room.Kind.LAB:
        return
    ready, listed = readiness.seats_ready(room, at)
    if not listed and not standards.enforced(timezone.localdate(at)):
        return
    if ready < seats:
        raise Refusal(
            _(
                "%(room)s has %(ready)s ready workstations; %(seats)s seats are too many. Check the "
                "workstations or offer fewer seats."
            )
            % {"room": room.name, "ready": ready, "seats": seats}
        )
