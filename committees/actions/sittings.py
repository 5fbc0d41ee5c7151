"""Hold a meeting: call it, open it, who is in the room, what is resolved. Its minutes are in `minutes.py`."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from committees.lifecycles import SITTING, SittingStatus
from committees.models import (
    ActionItem,
    AgendaItem,
    Appointment,
    Committee,
    Presence,
    Resolution,
    Sitting,
)
from committees.queries import sittings as reads
from committees.refusals import Refusal
from hcec.accounts.actions.notices import Message, tell_many
from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.thai import fiscal_year, thai_datetime


def locked(sitting: Sitting) -> Sitting:
    """The row of a meeting, held until the transaction ends."""
    return Sitting.objects.select_for_update(of=("self",)).select_related("committee").get(pk=sitting.pk)


def plan(
    committee: Committee,
    fields: Mapping[str, Any],
    *,
    titles: Iterable[str],
    by: User,
    at: datetime,
) -> Sitting:
    """Plan the committee's next meeting. Its overdue actions come on the agenda by themselves."""
    with transaction.atomic():
        Committee.objects.select_for_update().get(pk=committee.pk)
        year = fiscal_year(timezone.localdate(fields["starts_at"]))
        last = Sitting.objects.filter(committee=committee, fiscal_year=year).aggregate(last=Max("number"))[
            "last"
        ]
        sitting = Sitting.objects.create(
            committee=committee, fiscal_year=year, number=(last or 0) + 1, **fields
        )
        lines: list[dict[str, Any]] = [{"title": title} for title in titles if title.strip()]
        for action in reads.overdue(committee, timezone.localdate(at)):
            title = _("Overdue: %(what)s (%(owner)s)") % {
                "what": action.what,
                "owner": action.owner.name,
            }
            lines.append({"title": title[:300], "overdue_action": action})
        AgendaItem.objects.bulk_create(
            AgendaItem(sitting=sitting, position=position, **line)
            for position, line in enumerate(lines, start=1)
        )
        audit.record("sitting.planned", sitting, by=by, at=at)
    return sitting


def add_item(sitting: Sitting, *, title: str, background: str, by: User, at: datetime) -> AgendaItem:
    """Put one more point on the agenda; refused once the minutes are being approved."""
    with transaction.atomic():
        sitting = locked(sitting)
        if sitting.status not in (
            SittingStatus.PLANNED,
            SittingStatus.CALLED,
            SittingStatus.OPEN,
        ):
            raise Refusal(_("The meeting is over: its agenda no longer changes."))
        last = sitting.items.aggregate(last=Max("position"))["last"] or 0
        item = AgendaItem.objects.create(
            sitting=sitting, position=last + 1, title=title, background=background
        )
        audit.record("sitting.item_added", sitting, by=by, at=at, item=item.pk)
    return item


def call(sitting: Sitting, *, notice_number: str, by: User, at: datetime) -> Sitting:
    """Send the notice with its agenda to every member. Refuses a meeting without an agenda."""
    with transaction.atomic():
        sitting = locked(sitting)
        if not sitting.items.exists():
            raise Refusal(_("Put at least one point on the agenda before sending the notice."))
        SITTING.apply(sitting, "call")
        sitting.called_at, sitting.notice_number = at, notice_number
        sitting.save(update_fields=["status", "called_at", "notice_number"])
        audit.record("sitting.called", sitting, by=by, at=at)
        tell_many(
            Message(
                member.person,
                _("Meeting of %(committee)s") % {"committee": sitting.committee.name},
                _("%(when)s at %(place)s. The agenda is on the page of the meeting.")
                % {"when": thai_datetime(sitting.starts_at), "place": sitting.place},
                f"/committees/meetings/{sitting.pk}/",
                f"sitting:{sitting.pk}:{member.person_id}",
            )
            for member in reads.members(sitting)
        )
    return sitting


def open_sitting(sitting: Sitting, *, by: User, at: datetime) -> Sitting:
    """Open the meeting. The quorum counts from now on, not at the door."""
    with transaction.atomic():
        sitting = locked(sitting)
        SITTING.apply(sitting, "open")
        sitting.opened_at = at
        sitting.save(update_fields=["status", "opened_at"])
        audit.record("sitting.opened", sitting, by=by, at=at)
    return sitting


def arrive(sitting: Sitting, member: Appointment, *, by: User, at: datetime) -> Presence:
    """A member enters the room; harmless when she is already there."""
    with transaction.atomic():
        sitting = locked(sitting)
        if sitting.status not in (SittingStatus.CALLED, SittingStatus.OPEN):
            raise Refusal(_("Arrivals are recorded only from the notice until the meeting closes."))
        if not reads.members(sitting).filter(pk=member.pk).exists():
            raise Refusal(
                _("%(name)s is not a member of this committee on the day of the meeting.")
                % {"name": member.person.name}
            )
        presence, _new = Presence.objects.get_or_create(
            sitting=sitting,
            appointment=member,
            left_at=None,
            defaults={"arrived_at": at},
        )
    return presence


def leave(sitting: Sitting, member: Appointment, *, by: User, at: datetime) -> None:
    """A member leaves the room; the quorum counts without her from now on."""
    with transaction.atomic():
        sitting = locked(sitting)
        Presence.objects.filter(sitting=sitting, appointment=member, left_at=None).update(left_at=at)


def resolve(
    item: AgendaItem,
    *,
    text: str,
    tasks: Iterable[tuple[str, User, date]] = (),
    by: User,
    at: datetime,
) -> Resolution:
    """Record a resolution, with its tasks (what, whose, due on). Refuses below quorum and outside the session."""
    with transaction.atomic():
        sitting = locked(item.sitting)
        if sitting.status != SittingStatus.OPEN:
            raise Refusal(_("Resolutions are passed only while the meeting is in session."))
        present = reads.present_count(sitting)
        if present < sitting.quorum:
            raise Refusal(
                _("No resolution below the quorum: %(present)s of %(quorum)s members are in the room.")
                % {"present": present, "quorum": sitting.quorum}
            )
        resolution = Resolution.objects.create(
            item=item, text=text, passed_at=at, present=present, quorum=sitting.quorum
        )
        for what, owner, due_on in tasks:
            assign(sitting.committee, resolution, what=what, owner=owner, due_on=due_on)
        audit.record(
            "sitting.resolved",
            sitting,
            by=by,
            at=at,
            resolution=resolution.pk,
            present=present,
        )
    return resolution


def assign(
    committee: Committee,
    resolution: Resolution,
    *,
    what: str,
    owner: User,
    due_on: date,
) -> ActionItem:
    """Make a task of a resolution and tell its owner."""
    action = ActionItem.objects.create(
        committee=committee,
        resolution=resolution,
        what=what,
        owner=owner,
        due_on=due_on,
    )
    tell_many(
        [
            Message(
                owner,
                _("A task for you: %(what)s") % {"what": what},
                _("%(committee)s has given you a task.") % {"committee": committee.name},
                "/committees/actions/",
                f"action:{action.pk}",
            )
        ]
    )
    return action


def close(sitting: Sitting, *, by: User, at: datetime) -> Sitting:
    """Close the meeting; whoever is still in the room leaves with it."""
    with transaction.atomic():
        sitting = locked(sitting)
        SITTING.apply(sitting, "close")
        sitting.closed_at = at
        sitting.save(update_fields=["status", "closed_at"])
        sitting.presences.filter(left_at=None).update(left_at=at)
        audit.record("sitting.closed", sitting, by=by, at=at)
    return sitting


def cancel(sitting: Sitting, *, by: User, at: datetime) -> Sitting:
    """Cancel a meeting that has not opened."""
    with transaction.atomic():
        sitting = locked(sitting)
        SITTING.apply(sitting, "cancel")
        sitting.save(update_fields=["status"])
        audit.record("sitting.cancelled", sitting, by=by, at=at)
    return sitting
