"""Minutes from the written line to the public: members read each line, the next meeting approves, the secretary publishes."""

import hashlib
import json
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from committees.actions.sittings import locked
from committees.lifecycles import SITTING, SittingStatus
from committees.models import AgendaItem, Appointment, Publication, Reading, Sitting
from committees.queries import minutes as reads
from committees.queries.sittings import members, present_count
from committees.refusals import Refusal
from hcec.accounts.actions.notices import Message, tell_many
from hcec.accounts.models import User
from hcec.core import audit


class StaleMinutes(Refusal):
    """Somebody saved the same minutes in between; `item` carries the text that stands now."""

    def __init__(self, item: AgendaItem) -> None:
        super().__init__(
            _("Someone else saved this text in the meantime. Both texts are below: join them and save again.")
        )
        self.item = item


class TextChanged(Refusal):
    """The line was corrected after the member had opened the page; nothing is said about a text she has not read."""

    def __init__(self) -> None:
        super().__init__(_("The text of this line was changed after you opened it: read it again."))


def write(item: AgendaItem, *, text: str, version: int, by: User, at: datetime) -> AgendaItem:
    """Save the minutes of one point if nobody has saved since `version`; otherwise refuse and lose nothing."""
    with transaction.atomic():
        sitting = locked(item.sitting)
        if sitting.status not in (SittingStatus.OPEN, SittingStatus.CLOSED):
            raise Refusal(
                _("The minutes are written from the opening of the meeting until they are approved.")
            )
        item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        if item.minutes == text:
            return item
        if item.version != version:
            raise StaleMinutes(item)
        item.minutes, item.version = text, item.version + 1
        item.save(update_fields=["minutes", "version"])
        audit.record("sitting.minutes_saved", sitting, by=by, at=at, item=item.pk, version=item.version)
    return item


def read_line(item: AgendaItem, version: int) -> AgendaItem:
    """The line as it stands, where its minutes are open to members and still say what was read; inside a transaction."""
    sitting = locked(item.sitting)
    if sitting.status != SittingStatus.CLOSED:
        raise Refusal(
            _("Lines are confirmed from the closing of the meeting until its minutes are approved.")
        )
    item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if item.version != version:
        raise TextChanged
    return item


def confirm(item: AgendaItem, *, version: int, by: User, at: datetime) -> Reading:
    """A member confirms a line as it stands; twice does no harm. Refuses who was no member on the day."""
    with transaction.atomic():
        item = read_line(item, version)
        member = seat(item.sitting, by)
        reading, new = Reading.objects.get_or_create(
            item=item, version=version, member=member, asks="", defaults={"by": by, "at": at}
        )
        if new:
            audit.record("sitting.line_confirmed", item.sitting, by=by, at=at, item=item.pk, version=version)
    return reading


def ask(item: AgendaItem, *, version: int, text: str, by: User, at: datetime) -> Reading:
    """A member asks for a correction, in words; her own confirmation of that text no longer counts."""
    if not text.strip():
        raise Refusal(_("Say what is to be corrected."))
    with transaction.atomic():
        item = read_line(item, version)
        member = seat(item.sitting, by)
        Reading.objects.filter(item=item, version=version, member=member, asks="").delete()
        reading = Reading.objects.create(
            item=item, version=version, member=member, asks=text.strip(), by=by, at=at
        )
        audit.record("sitting.correction_asked", item.sitting, by=by, at=at, item=item.pk, version=version)
    return reading


def seat(sitting: Sitting, person: User) -> Appointment:
    """The member's seat on the day of the meeting; refuses who had none."""
    member = reads.seat_in(sitting, person)
    if member is None:
        raise Refusal(
            _("Only members of the committee on the day of the meeting read its minutes line by line.")
        )
    return member


def settle(reading: Reading, *, answer: str, by: User, at: datetime) -> Reading:
    """The secretary settles a correction: the text was changed since, or the answer says why it stays."""
    with transaction.atomic():
        sitting = locked(reading.item.sitting)
        if sitting.status != SittingStatus.CLOSED:
            raise Refusal(_("Corrections are settled before the minutes are approved."))
        reading = Reading.objects.select_for_update(of=("self",)).select_related("item").get(pk=reading.pk)
        if not reading.asks or reading.settled_at:
            raise Refusal(_("This correction is already settled."))
        if reading.item.version == reading.version and not answer.strip():
            raise Refusal(_("Correct the text first, or say why it stays as it is."))
        reading.answer, reading.settled_by, reading.settled_at = answer.strip(), by, at
        reading.save(update_fields=["answer", "settled_by", "settled_at"])
        audit.record("sitting.correction_settled", sitting, by=by, at=at, item=reading.item_id)
        tell_asker(sitting, reading)
    return reading


def tell_asker(sitting: Sitting, reading: Reading) -> None:
    """Tell who asked what became of it; she then confirms the line or asks again."""
    words = reading.answer or _("The text was corrected. Read the line again and confirm it.")
    path = f"/committees/meetings/{sitting.pk}/minutes/"
    message = Message(
        reading.by, _("Your correction of the minutes is settled"), words, path, f"settled:{reading.pk}"
    )
    tell_many([message])


def confirm_in(item: AgendaItem, *, version: int, in_sitting: Sitting, by: User, at: datetime) -> Reading:
    """The approving meeting confirms a line, in session and with its quorum; open corrections are settled before."""
    with transaction.atomic():
        item = read_line(item, version)
        may_approve(item.sitting, locked(in_sitting))
        if item.readings.exclude(asks="").filter(settled_at__isnull=True).exists():
            raise Refusal(_("A member asks for a correction of this line: settle it first."))
        reading, new = Reading.objects.get_or_create(
            item=item, version=version, confirmed_in=in_sitting, defaults={"by": by, "at": at}
        )
        if new:
            audit.record("sitting.line_confirmed", item.sitting, by=by, at=at, item=item.pk, version=version)
    return reading


def may_approve(sitting: Sitting, later: Sitting) -> None:
    """Refuse unless `later` is a later meeting of the same committee, in session with its quorum in the room."""
    if later.committee_id != sitting.committee_id or later.starts_at <= sitting.starts_at:
        raise Refusal(_("Minutes are approved in a later meeting of the same committee."))
    if later.status != SittingStatus.OPEN or present_count(later) < later.quorum:
        raise Refusal(_("The approving meeting must be in session with its quorum in the room."))


def approve(sitting: Sitting, *, in_sitting: Sitting, by: User, at: datetime) -> Sitting:
    """Approve the minutes in a later meeting, every line confirmed; they are frozen with their hash."""
    with transaction.atomic():
        sitting, later = locked(sitting), locked(in_sitting)
        may_approve(sitting, later)
        waiting = [str(line.item.position) for line in reads.unready(sitting)]
        if waiting and sitting.status == SittingStatus.CLOSED:
            raise Refusal(
                _("These lines are not confirmed yet or wait for a correction: %(lines)s.")
                % {"lines": ", ".join(waiting)}
            )
        SITTING.apply(sitting, "approve")
        sitting.approved_at, sitting.approved_in, sitting.minutes_sha256 = at, later, digest(sitting)
        sitting.save(update_fields=["status", "approved_at", "approved_in", "minutes_sha256"])
        audit.record("sitting.minutes_approved", sitting, by=by, at=at, sha256=sitting.minutes_sha256)
    return sitting


def circulate(sitting: Sitting, *, by: User, at: datetime) -> int:
    """Ask every member to read the lines before the next meeting; how many were asked."""
    with transaction.atomic():
        sitting = locked(sitting)
        if sitting.status != SittingStatus.CLOSED:
            raise Refusal(
                _("Lines are confirmed from the closing of the meeting until its minutes are approved.")
            )
        state = sum(item.version for item in sitting.items.all())  # grows with every correction
        people = list(members(sitting))
        tell_many(
            Message(
                member.person,
                _("Minutes to read: %(meeting)s") % {"meeting": sitting},
                _("Confirm each line, or say what is to be corrected."),
                f"/committees/meetings/{sitting.pk}/minutes/",
                f"minutes:{sitting.pk}:{member.person_id}:{state}",
            )
            for member in people
        )
        audit.record("sitting.minutes_circulated", sitting, by=by, at=at, members=len(people))
    return len(people)


def withhold(item: AgendaItem, *, withheld: bool, by: User, at: datetime) -> AgendaItem:
    """Mark a line as not for publication, or let it go out; refused while the minutes stand published."""
    with transaction.atomic():
        sitting = locked(item.sitting)
        if sitting.publications.filter(withdrawn_at__isnull=True).exists():
            raise Refusal(
                _("The minutes are published: withdraw them before you change what the public reads.")
            )
        item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        item.withheld = withheld
        item.save(update_fields=["withheld"])
        audit.record(
            "sitting.line_withheld" if withheld else "sitting.line_opened",
            sitting,
            by=by,
            at=at,
            item=item.pk,
        )
    return item


def publish(sitting: Sitting, *, by: User, at: datetime) -> Publication:
    """Open approved minutes to the public, without the withheld lines. Their branch reads them anyway."""
    with transaction.atomic():
        sitting = locked(sitting)
        if sitting.status != SittingStatus.APPROVED:
            raise Refusal(_("Minutes are published after they were approved."))
        if sitting.publications.filter(withdrawn_at__isnull=True).exists():
            raise Refusal(_("These minutes are already published."))
        row = Publication.objects.create(sitting=sitting, published_at=at, published_by=by)
        audit.record("sitting.minutes_published", sitting, by=by, at=at, sha256=sitting.minutes_sha256)
    return row


def withdraw(sitting: Sitting, *, reason: str, by: User, at: datetime) -> Publication:
    """Take published minutes back; the reason stands at their public address from then on."""
    if not reason.strip():
        raise Refusal(_("Say why the minutes are withdrawn."))
    with transaction.atomic():
        sitting = locked(sitting)
        row = sitting.publications.select_for_update(of=("self",)).filter(withdrawn_at__isnull=True).first()
        if row is None:
            raise Refusal(_("These minutes are not published."))
        row.withdrawn_at, row.withdrawn_by, row.reason = at, by, reason.strip()
        row.save(update_fields=["withdrawn_at", "withdrawn_by", "reason"])
        audit.record("sitting.minutes_withdrawn", sitting, by=by, at=at, reason=row.reason)
    return row


def digest(sitting: Sitting) -> str:
    """SHA-256 of everything the minutes say, in a form that can be made again from the rows."""
    items = [
        [item.position, item.title, item.minutes, [r.text for r in item.resolutions.order_by("pk")]]
        for item in sitting.items.order_by("position", "pk")
    ]
    people = [
        [p.appointment_id, p.arrived_at.isoformat(), p.left_at.isoformat() if p.left_at else None]
        for p in sitting.presences.order_by("pk")
    ]
    words = json.dumps([sitting.pk, items, people], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()
