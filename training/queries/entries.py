"""Attendance that is typed by row code or mail: who is meant, and how many minutes, before anything is written (G5)."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core.forms import read_time
from hcec.core.thai import thai_datetime
from training import codes
from training.lifecycles import SEATED
from training.models import Attendance, Enrolment, Meeting, Mode

ABSENT = {"ขาด", "ไม่มา", "absent", "-"}


class Slip(ValueError):
    """What was typed cannot be taken. The message is the sentence for the person who typed it."""


class Ground:
    """What typed lines are read against: who has a place at these meetings, and what is on record. Two queries."""

    def __init__(self, meetings: Iterable[Meeting], *, by: User) -> None:
        self.by = by
        self.meetings = {meeting.pk: meeting for meeting in meetings}
        rounds = {meeting.round_id for meeting in self.meetings.values()}
        rows = Enrolment.objects.filter(round__in=rounds, status__in=SEATED)
        self.places = {e.pk: e for e in rows.select_related("person").order_by("seat_no", "pk")}
        self.by_mail = {(e.round_id, e.person.email.lower()): e for e in self.places.values()}
        recorded = Attendance.objects.filter(meeting__in=self.meetings)
        self.on_record = {
            (meeting, enrolment): minutes
            for meeting, enrolment, minutes in recorded.values_list("meeting_id", "enrolment_id", "minutes")
        }

    def place(self, meeting: Meeting, typed: str) -> Enrolment:
        """Whose row this is, by the code on the sheet or the account's mail. Raises Slip."""
        if "@" in typed:
            found = self.by_mail.get((meeting.round_id, typed.strip().lower()))
            if found is None:
                raise Slip(_("Nobody with a place in this round has the account %(mail)s.") % {"mail": typed})
        else:
            number = codes.enrolment_of(typed, meeting.pk)
            if number is None:
                raise Slip(
                    _("“%(code)s” is no row of this sheet: look for a slip of the keyboard.")
                    % {"code": typed}
                )
            found = self.places.get(number)
            if found is None or found.round_id != meeting.round_id:
                raise Slip(_("This person has no place in the round any more."))
        if found.person_id == self.by.pk:
            raise Slip(_("Nobody records their own attendance. Ask a colleague."))
        return found

    def refuse_other(self, meeting: Meeting, place: Enrolment, minutes: int) -> None:
        """Raises Slip where something else is on record: what a person or a code recorded is not lost by a sheet."""
        before = self.on_record.get((meeting.pk, place.pk))
        if before is not None and before != minutes:
            raise Slip(
                _("On record with %(before)s minutes, here %(minutes)s.")
                % {"before": before, "minutes": minutes}
            )


def minutes_between(meeting: Meeting, came: str, went: str) -> int:
    """Whole minutes that count, from the times of day somebody came and went. Neither: all of them; a word for absent: 0.

    Never more than were spent in the meeting, nor than it counts. Raises Slip.
    """
    if came.strip().lower() in ABSENT:
        if went.strip():
            raise Slip(_("Whoever did not come has no time of leaving."))
        return 0
    if not came.strip() and not went.strip():
        return meeting.minutes
    if meeting.mode == Mode.ELEARNING:
        raise Slip(_("E-learning has no hours: leave the times empty."))
    begins, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    begun = moment(begins, came) if came.strip() else begins
    over = moment(begins, went) if went.strip() else ends
    if over <= begun:
        raise Slip(_("The time of leaving must come after the time of coming."))
    spent = (min(over, ends) - max(begun, begins)) // timedelta(minutes=1)
    if spent < 1:
        raise Slip(
            _("The meeting was not held at that time: it began %(when)s.") % {"when": thai_datetime(begins)}
        )
    return min(spent, meeting.minutes)


def moment(begins: datetime, typed: str) -> datetime:
    """The time of day on the day of the meeting; a spreadsheet's day before it is left out."""
    try:
        clock: time = read_time(typed.strip().rpartition(" ")[2] if ":" in typed else typed)
    except ValidationError as wrong:
        raise Slip(wrong.messages[0]) from None
    return begins.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
