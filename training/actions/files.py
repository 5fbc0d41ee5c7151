"""One table of attendance for many meetings of a center: read and checked row by row, kept, applied whole or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from centers.models import Center
from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.access import Access, Permission
from hcec.core.sheets import Column, Problem, Table, read_table
from hcec.core.thai import thai_datetime
from training import codes
from training.actions import attendance
from training.actions.attendance import RECORDABLE
from training.models import AttendanceFile, Meeting
from training.queries.entries import Ground, Slip, minutes_between
from training.refusals import Refusal

COLUMNS = (
    Column("meeting", ("บัญชี", "Sheet", "meeting code")),
    Column("who", ("รหัสแถว", "Row code", "row code or mail")),
    Column("came", ("มาเวลา", "Came at", "in"), required=False, filled=False),
    Column("went", ("กลับเวลา", "Left at", "out"), required=False, filled=False),
)
HEADINGS = {column.name: column.headings[0] for column in COLUMNS}
Rows = Mapping[int, Mapping[str, str]]


@dataclass
class Checked:
    """What a table says: minutes by enrolment for each meeting, and every problem with its row."""

    marks: dict[int, dict[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    rows: int = 0
    changed: int = 0
    center: Center | None = None


def read(access: Access, file: BinaryIO, *, replace: bool, by: User, at: datetime) -> tuple[Table, Checked]:
    """Read an uploaded table against the meetings whose people somebody may check in. Nothing is written."""
    table = read_table(file, COLUMNS)
    checked = check(access, texts_of(table), replace=replace, by=by, at=at) if table.ok else Checked()
    checked.problems = [*table.problems, *checked.problems]
    return table, checked


def texts_of(table: Table) -> dict[int, dict[str, str]]:
    return {row.number: {name: str(value or "") for name, value in row.values.items()} for row in table.rows}


def check(access: Access, rows: Rows, *, replace: bool, by: User, at: datetime) -> Checked:
    """Every row against what stands now. Six queries, however many rows."""
    keys = {number: codes.meeting_of(texts["meeting"]) for number, texts in rows.items()}
    near = Meeting.objects.within(access, Permission.CHECK_IN).select_related(
        "round__course", "round__center__province"
    )
    meetings = near.filter(pk__in={key for key in keys.values() if key}).exclude(round__status="draft")
    ground, checked = Ground(meetings, by=by), Checked(rows=len(rows))
    seen: dict[tuple[int, int], int] = {}
    for number, texts in sorted(rows.items()):
        try:
            meeting = meeting_named(texts["meeting"], ground.meetings.get(keys[number] or 0), checked, at)
        except Slip as slip:
            checked.problems.append(Problem(number, HEADINGS["meeting"], str(slip)))
            continue
        try:
            place = ground.place(meeting, texts["who"])
            if (first := seen.setdefault((meeting.pk, place.pk), number)) != number:
                raise Slip(_("The same person at the same meeting as in row %(row)s.") % {"row": first})
        except Slip as slip:
            checked.problems.append(Problem(number, HEADINGS["who"], str(slip)))
            continue
        try:
            minutes = minutes_between(meeting, texts.get("came", ""), texts.get("went", ""))
            if not replace:
                ground.refuse_other(meeting, place, minutes)
        except Slip as slip:
            checked.problems.append(Problem(number, "", str(slip)))
            continue
        checked.marks.setdefault(meeting.pk, {})[place.pk] = minutes
        checked.changed += ground.on_record.get((meeting.pk, place.pk)) != minutes
    return checked


def meeting_named(typed: str, meeting: Meeting | None, checked: Checked, at: datetime) -> Meeting:
    """The meeting of a row; the first one says whose center's file it is. Raises Slip."""
    if meeting is None:
        raise Slip(
            _("“%(code)s” is no meeting of your center: look for a slip of the keyboard.") % {"code": typed}
        )
    center = meeting.round.center
    checked.center = checked.center or center
    if checked.center.pk != center.pk:
        raise Slip(_("This meeting is at another center: send each center's file by itself."))
    if at < meeting.starts_at:
        raise Slip(_("This meeting starts %(when)s.") % {"when": thai_datetime(meeting.starts_at)})
    if meeting.round.status not in RECORDABLE:
        raise Slip(_("Attendance stands: %(state)s.") % {"state": meeting.round.get_status_display()})
    return meeting


def keep(
    table: Table, checked: Checked, *, name: str, replace: bool, by: User, at: datetime
) -> AttendanceFile:
    """Keep a table without problems for the look before it is applied; the same file is the one that was kept before."""
    if checked.problems or checked.center is None:
        raise Refusal(_("The file has problems; nothing was kept."))
    kept, _made = AttendanceFile.objects.get_or_create(
        center=checked.center,
        sha256=table.sha256,
        replace=replace,
        defaults={
            "name": name[:200],
            "rows": {str(number): texts for number, texts in texts_of(table).items()},
            "uploaded_by": by,
            "uploaded_at": at,
        },
    )
    return kept


def recheck(access: Access, kept: AttendanceFile, *, by: User, at: datetime) -> Checked:
    """Read a kept table again, against what stands now."""
    rows = {int(number): texts for number, texts in kept.rows.items()}
    return check(access, rows, replace=kept.replace, by=by, at=at)


def apply(access: Access, kept: AttendanceFile, *, by: User, at: datetime) -> int:
    """Record every row in one transaction; returns how many entries are new or changed. Applied before: nothing, 0.

    Refuses when a row no longer fits, and what recording refuses.
    """
    with transaction.atomic():
        kept = AttendanceFile.objects.select_for_update(of=("self",)).get(pk=kept.pk)
        if kept.applied_at:
            return 0
        checked = recheck(access, kept, by=by, at=at)
        if checked.problems:
            raise Refusal(
                _("Something changed since the upload. %(problem)s") % {"problem": checked.problems[0]}
            )
        meetings = Meeting.objects.filter(pk__in=checked.marks).select_related("round__course")
        changed = sum(
            attendance.record(meeting, checked.marks[meeting.pk], by=by, at=at)
            for meeting in meetings.order_by("round_id", "pk")
        )
        kept.applied_by, kept.applied_at, kept.changed = by, at, changed
        kept.save(update_fields=["applied_by", "applied_at", "changed"])
        audit.record("attendance_file.applied", kept, by=by, at=at, changed=changed, sha256=kept.sha256)
    return changed
