"""What stands in the way of dates before they are laid: a holiday, the room's other use, the trainer's other place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from centers.models import Room, SchoolTerm, SkillArea
from centers.queries import calendar, uses
from centers.repeats import Slot
from hcec.accounts.models import User
from training.models import Teaching
from training.queries.qualified import Ground


@dataclass(frozen=True)
class Seen:
    """One date before it is laid: `clash` is what stands in its way, empty where nothing does; its school term; `warning`
    is what the trainer lacks where the rule does not refuse her for it."""

    starts_at: datetime
    ends_at: datetime
    clash: str
    term: SchoolTerm | None
    warning: str = ""


def seen(slots: Sequence[Slot], *, room: Room | None, trainer: User | None, skill: SkillArea) -> list[Seen]:
    """Every date with what stands in its way; at most seven queries however many there are."""
    if not slots:
        return []
    days = [timezone.localdate(start) for start, _end in slots]
    free = calendar.holidays(days[0], days[-1])
    taken = {one.starts_at: one.clash for one in uses.preview(room, slots, holidays=False)} if room else {}
    busy = elsewhere(trainer, slots) if trainer else []
    terms = calendar.terms(days)
    ground = Ground([trainer.pk] if trainer else [], skill)
    lacks = {day: ground.lack(trainer, day) for day in set(days)} if trainer else {}

    def clash(start: datetime, end: datetime, day: date) -> str:
        others = (where for begun, ended, where in busy if begun < end and ended > start)
        return free.get(day, "") or taken.get(start, "") or next(others, "") or lacked(day, refused=True)

    def lacked(day: date, *, refused: bool) -> str:
        lack = lacks.get(day)
        return lack.sentence if lack and lack.refused == refused else ""

    return [
        Seen(start, end, clash(start, end, day), terms[day], lacked(day, refused=False))
        for (start, end), day in zip(slots, days, strict=True)
    ]


def elsewhere(trainer: User, slots: Sequence[Slot]) -> list[tuple[datetime, datetime, str]]:
    """When the trainer already teaches within the time of these dates, with a sentence that says where."""
    rows = Teaching.objects.filter(
        person=trainer, busy=True, starts_at__lt=slots[-1][1], ends_at__gt=slots[0][0]
    ).select_related("meeting__round__course", "meeting__round__center")
    words = _("%(trainer)s teaches “%(round)s” at %(center)s")
    return [
        (
            row.starts_at,
            row.ends_at,
            words
            % {"trainer": trainer.name, "round": row.meeting.round, "center": row.meeting.round.center.name},
        )
        for row in rows.order_by("starts_at", "pk")
    ]
