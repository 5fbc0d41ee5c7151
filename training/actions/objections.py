"""Objections to attendance: by the person within seven days, decided by somebody who did not record it (G4)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.thai import thai_datetime
from training import objection_notices
from training.actions import attendance, seats
from training.actions.attendance import RECORDABLE
from training.lifecycles import OBJECTION
from training.models import Attendance, Objection
from training.models.objections import objection_until
from training.refusals import Refusal


def locked(pk: int) -> Attendance:
    """The entry with its meeting and round, under the lock of the round: nothing about its attendance moves meanwhile."""
    rows = Attendance.objects.select_related("meeting__round__course", "enrolment__person")
    entry = rows.get(pk=pk)
    round = seats.locked(entry.meeting.round)
    entry = rows.get(pk=pk)
    entry.meeting.round = round
    return entry


def make(entry: Attendance, *, words: str, by: User, at: datetime) -> Objection:
    """Object to one's own attendance on record. Refuses anybody else's, after seven days, once completions are decided,
    without words, and a second time against the same entry."""
    if not words.strip():
        raise Refusal(_("Say what is wrong."))
    with transaction.atomic():
        entry = locked(entry.pk)
        if entry.enrolment.person_id != by.pk:
            raise Refusal(_("You can only object to your own attendance."))
        if entry.meeting.round.status not in RECORDABLE:
            raise Refusal(
                _("Attendance stands: %(state)s.") % {"state": entry.meeting.round.get_status_display()}
            )
        if at > objection_until(entry):
            raise Refusal(
                _("You could object until %(until)s.") % {"until": thai_datetime(objection_until(entry))}
            )
        before = entry.objections.all()
        if before.open().exists() or before.filter(recorded_at=entry.recorded_at).exists():
            raise Refusal(_("You have already objected to this entry."))
        objection = Objection.objects.create(
            attendance=entry, said_minutes=entry.minutes, recorded_by_id=entry.recorded_by_id,
            recorded_at=entry.recorded_at, words=words.strip(), made_at=at,
        )  # fmt: skip
        audit.record("objection.made", objection, by=by, at=at, minutes=entry.minutes)
    return objection


def may_decide(objection: Objection, person: User) -> bool:
    """Whether the person neither recorded the entry, then or since, nor is the one who objects."""
    entry = objection.attendance
    return person.pk not in (objection.recorded_by_id, entry.recorded_by_id, entry.enrolment.person_id)


def decide(
    objection: Objection, move: str, *, minutes: int | None, reason: str, by: User, at: datetime
) -> Objection:
    """`move` is "uphold", with the minutes that the record then says, or "decline". The person is told with the reason.

    Refuses whoever recorded the entry, the person herself, without a reason, and a second time.
    """
    if not reason.strip():
        raise Refusal(_("Write the reason; the person reads it."))
    with transaction.atomic():
        entry = locked(objection.attendance_id)
        objection = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
        objection.attendance = entry
        if not may_decide(objection, by):
            raise Refusal(_("Somebody decides who did not record the attendance and whose own it is not."))
        if not OBJECTION.allows(objection, move):
            raise Refusal(_("This objection is decided already."))
        if move == "uphold":
            refuse_minutes(entry, minutes)
            objection.minutes = minutes
        OBJECTION.apply(objection, move)
        objection.reason, objection.decided_by, objection.decided_at = reason.strip(), by, at
        objection.save()
        if minutes is not None and move == "uphold":
            attendance.write(entry.meeting, {entry.enrolment_id: minutes}, by=by, at=at)
        audit.record(
            f"objection.{move}", objection, by=by, at=at, before=entry.minutes, minutes=objection.minutes
        )
        objection_notices.decided(objection)
    return objection


def refuse_minutes(entry: Attendance, minutes: int | None) -> None:
    """What the record would say must be minutes of the meeting and other than it says now, while it may change at all."""
    if entry.meeting.round.status not in RECORDABLE:
        raise Refusal(
            _("Attendance stands: %(state)s.") % {"state": entry.meeting.round.get_status_display()}
        )
    if minutes is None or not 0 <= minutes <= entry.meeting.minutes:
        raise Refusal(
            _("Minutes lie between 0 and %(most)s for this meeting.") % {"most": entry.meeting.minutes}
        )
    if minutes == entry.minutes:
        raise Refusal(_("The record says these minutes already. Write the minutes it should say."))
