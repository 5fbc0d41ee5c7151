"""Papers of a round, printed from its data."""

from datetime import datetime

from django.utils import timezone, translation

from hcec.core import pdf
from hcec.core.thai import thai_date_long
from training import codes
from training.models import Meeting, Round
from training.models.surveys import FEWEST
from training.queries import summary
from training.queries.enrolments import seated

NOON = 12
SPARE_LINES = 3


def attendance_sheet(meeting: Meeting) -> bytes:
    """The sheet that people sign: a line for each seat, morning and afternoon apart where the meeting spans noon."""
    starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    people = list(seated(meeting.round))
    rows = [(enrolment, codes.row_code(meeting.pk, enrolment.pk)) for enrolment in people]
    context = {
        "meeting": meeting,
        "round": meeting.round,
        "rows": rows,
        "code": codes.meeting_code(meeting.pk),
        "spare": range(len(people) + 1, len(people) + 1 + SPARE_LINES),
        "whole_day": starts.hour < NOON <= ends.hour and starts.date() == ends.date(),
        "trainers": [
            teaching.person.name for teaching in meeting.teachings.select_related("person").order_by("pk")
        ],
    }
    title = f"บัญชีลงเวลา {meeting.round} {thai_date_long(starts, 'th')}"
    return pdf.render("training/paper_attendance_sheet.html", context, title=title)


def round_report(round: Round, at: datetime) -> bytes:
    """The summary report of a round: people, hours, completion, assessment, gain, survey. As of `at`, in Thai."""
    with translation.override("th"):
        found = summary.of_round(round, at)
    context = {"summary": found, "round": round, "at": at, "fewest": FEWEST}
    return pdf.render("training/paper_round_report.html", context, title=f"รายงานสรุปผลการอบรม {round}")
