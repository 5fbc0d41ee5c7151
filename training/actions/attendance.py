"""Put on record who was at a meeting and for how long (guideline 6.4.6)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.thai import thai_datetime
from training.actions import seats
from training.lifecycles import SEATED, RoundStatus
from training.models import Attendance, Enrolment, Meeting
from training.refusals import Refusal

RECORDABLE = (RoundStatus.OPEN, RoundStatus.CLOSED, RoundStatus.HELD)


def record(meeting: Meeting, minutes: Mapping[int, int], *, by: User, at: datetime) -> int:
    """Minutes present by enrolment (its primary key); 0 is absent. Returns how many rows are new or changed.

    Refuses before the meeting starts, after completions were decided, more minutes than the meeting counts, people
    without a place in the round, and one's own attendance. All or nothing.
    """
    if at < meeting.starts_at:
        raise Refusal(_("This meeting starts %(when)s.") % {"when": thai_datetime(meeting.starts_at)})
    with transaction.atomic():
        round = seats.locked(meeting.round)
        if round.status not in RECORDABLE:
            raise Refusal(_("Attendance stands: %(state)s.") % {"state": round.get_status_display()})
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        known = dict(Enrolment.objects.filter(round=round, status__in=SEATED).values_list("pk", "person_id"))
        refuse_wrong_marks(meeting, minutes, known, by)
        before = dict(Attendance.objects.filter(meeting=meeting).values_list("enrolment_id", "minutes"))
        changed = {pk: new for pk, new in sorted(minutes.items()) if before.get(pk) != new}
        write(meeting, changed, by=by, at=at)
        if changed:
            audit.record(
                "attendance.recorded",
                meeting,
                by=by,
                at=at,
                minutes={str(pk): new for pk, new in changed.items()},
                before={str(pk): before[pk] for pk in changed if pk in before},
            )
    return len(changed)


def refuse_wrong_marks(
    meeting: Meeting, minutes: Mapping[int, int], known: Mapping[int, int], by: User
) -> None:
    """`known` is who has a place: enrolment → person."""
    if set(minutes) - set(known):
        raise Refusal(_("Somebody in the list has no place in this round any more. Load the page again."))
    if any(not 0 <= value <= meeting.minutes for value in minutes.values()):
        raise Refusal(_("Minutes lie between 0 and %(most)s for this meeting.") % {"most": meeting.minutes})
    if any(known[pk] == by.pk for pk in minutes):
        raise Refusal(_("Nobody records their own attendance. Ask a colleague."))


def write(meeting: Meeting, minutes: Mapping[int, int], *, by: User, at: datetime) -> None:
    """The rows by one statement; only those that changed keep the new who and when."""
    Attendance.objects.bulk_create(
        [
            Attendance(
                round_id=meeting.round_id,
                meeting=meeting,
                enrolment_id=pk,
                present=value > 0,
                minutes=value,
                of_minutes=meeting.minutes,
                recorded_by=by,
                recorded_at=at,
            )
            for pk, value in minutes.items()
        ],
        update_conflicts=True,
        unique_fields=["meeting", "enrolment"],
        update_fields=["present", "minutes", "of_minutes", "recorded_by", "recorded_at"],
    )
