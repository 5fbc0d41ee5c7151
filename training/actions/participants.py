"""Keep the participant list of a virtual meeting, match its names, and record its minutes, all or nothing and once (E2)."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.thai import thai_datetime
from training.actions import attendance, seats
from training.actions.attendance import RECORDABLE
from training.models import Meeting, Mode, Participant, ParticipantList
from training.participants import Reading
from training.queries.participants import Places, preview
from training.refusals import Refusal


def keep(meeting: Meeting, reading: Reading, *, name: str, by: User, at: datetime) -> ParticipantList:
    """Keep a list without problems, its names matched as far as the machine can; the same file is the one kept before.

    Refuses a meeting that is not virtual or has not begun, and a round that is decided or not announced.
    """
    if reading.problems:
        raise Refusal(_("The file has problems; nothing was kept."))
    if meeting.mode != Mode.VIRTUAL:
        raise Refusal(_("Only virtual meetings have a participant list."))
    if at < meeting.starts_at:
        raise Refusal(_("This meeting starts %(when)s.") % {"when": thai_datetime(meeting.starts_at)})
    with transaction.atomic():
        round = seats.locked(meeting.round)
        if known := ParticipantList.objects.filter(meeting=meeting, sha256=reading.sha256).first():
            return known
        if round.status not in RECORDABLE:
            raise Refusal(_("Attendance stands: %(state)s.") % {"state": round.get_status_display()})
        kept = ParticipantList.objects.create(
            meeting=meeting, name=name[:200], sha256=reading.sha256, uploaded_by=by, uploaded_at=at
        )
        places = Places(meeting)
        Participant.objects.bulk_create(
            Participant(
                list=kept,
                number=number,
                name=person.name,
                mail=person.mail,
                spans=[[came.isoformat(), went.isoformat()] for came, went in person.spans],
                lasted=person.lasted,
                enrolment=places.match(person.name, person.mail),
            )
            for number, person in enumerate(reading.people, start=1)
        )
        audit.record("participant_list.kept", kept, by=by, at=at, sha256=reading.sha256)
    return kept


def match(
    kept: ParticipantList,
    answers: Mapping[int, int | None],
    *,
    wrong: Collection[int] = (),
    by: User,
    at: datetime,
) -> int:
    """Say who the names are: number in the list → place (its primary key), or None for nobody of the round; `wrong` are
    numbers to be asked again. Returns how many were answered. Refuses a list that is on record, and a place that is not
    of the round."""
    with transaction.atomic():
        kept = locked(kept)
        if kept.applied_at:
            raise Refusal(_("This list is on record: its names no longer change."))
        known = {place.pk for place in Places(kept.meeting).all}
        if {place for place in answers.values() if place} - known:
            raise Refusal(_("Somebody in the list has no place in this round any more. Load the page again."))
        rows = list(kept.participants.filter(number__in=answers))
        for row in rows:
            row.enrolment_id = answers[row.number]
            row.passed_over = row.enrolment_id is None
            row.matched_by, row.matched_at = by, at
        Participant.objects.bulk_update(rows, ["enrolment", "passed_over", "matched_by", "matched_at"])
        again = kept.participants.filter(number__in=set(wrong) - set(answers))
        again.update(enrolment=None, passed_over=False, matched_by=None, matched_at=None)
        if rows:
            said = {str(row.number): row.enrolment_id for row in rows}
            audit.record("participant_list.matched", kept, by=by, at=at, matched=said)
    return len(rows)


def apply(kept: ParticipantList, *, rest: bool, replace: bool, by: User, at: datetime) -> int:
    """Record everybody's minutes in one transaction; returns how many entries are new or changed. Applied before: 0.

    `rest`: whoever has a place and stands neither in the list nor on record did not come. Refuses while a name is nobody
    known, where something else is on record unless `replace`, and what recording refuses.
    """
    with transaction.atomic():
        kept = locked(kept)
        if kept.applied_at:
            return 0
        found = preview(kept)
        if found.undecided:
            names = ", ".join(str(one) for one in found.undecided[:5])
            raise Refusal(_("Say first who this is: %(names)s.") % {"names": names})
        if found.others and not replace:
            names = ", ".join(line.place.person.name for line in found.others[:5])
            raise Refusal(_("Something else is on record of %(names)s.") % {"names": names})
        minutes = {line.place.pk: line.minutes for line in found.lines}
        if rest:
            minutes |= {place.pk: 0 for place in found.missing if place.person_id != by.pk}
        changed = attendance.record(kept.meeting, minutes, by=by, at=at)
        kept.applied_by, kept.applied_at, kept.changed = by, at, changed
        kept.save(update_fields=["applied_by", "applied_at", "changed"])
        audit.record("participant_list.applied", kept, by=by, at=at, changed=changed, sha256=kept.sha256)
    return changed


def locked(kept: ParticipantList) -> ParticipantList:
    """The list with its round locked first, as everything that records attendance does."""
    seats.locked(kept.meeting.round)
    rows = ParticipantList.objects.select_for_update(of=("self",)).select_related("meeting__round")
    return rows.get(pk=kept.pk)
