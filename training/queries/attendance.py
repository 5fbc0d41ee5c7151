"""Reads of attendance: each person's minutes against the share that is asked for, the grid, and what is missing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from django.db.models import Count, Q, QuerySet, Sum

from training.lifecycles import SEATED
from training.models import Attendance, Enrolment, Meeting, Round

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Standing:
    """Where one person stands: minutes present of the minutes that count, and what the course asks."""

    enrolment: Enrolment
    minutes: int
    of_minutes: int
    round: Round
    recorded: int
    meetings: int

    @property
    def percent(self) -> Decimal:
        """Attendance in hundredths, rounded down: nobody is lifted over the line by rounding."""
        if not self.of_minutes:
            return Decimal(0)
        return (Decimal(self.minutes) * 100 / self.of_minutes).quantize(HUNDREDTH, ROUND_DOWN)

    @property
    def hours(self) -> Decimal:
        """Hours earned, never more than the minutes present nor than the course has."""
        present = (Decimal(self.minutes) / 60).quantize(HUNDREDTH, ROUND_DOWN)
        return min(present, self.round.hours)

    @property
    def attends_enough(self) -> bool:
        """Whether attendance alone would do; what else the round asks for is in `training/requirements.py`."""
        return self.minutes > 0 and self.percent >= self.round.min_attendance_percent

    @property
    def missing_minutes(self) -> int:
        """How many more minutes the course's rule asks for; 0 when it is met."""
        wanted = -(-self.of_minutes * self.round.min_attendance_percent // 100)
        return max(0, wanted - self.minutes)

    @property
    def unrecorded(self) -> int:
        """Meetings for which nothing is on record yet."""
        return self.meetings - self.recorded


def standings(round: Round) -> list[Standing]:
    """Everybody with a place, by seat. Two queries."""
    total = round.meetings.aggregate(minutes=Sum("minutes"), n=Count("pk"))
    people = (
        Enrolment.objects.filter(round=round, status__in=SEATED)
        .select_related("person", "walk_in")
        .annotate(present=Sum("attendances__minutes"), rows=Count("attendances"))
        .order_by("seat_no", "pk")
    )
    return [Standing(e, e.present or 0, total["minutes"] or 0, round, e.rows, total["n"]) for e in people]


def standing_of(
    enrolment: Enrolment, meetings: Collection[Meeting], record: Mapping[int, Attendance]
) -> Standing:
    """One person's standing, out of what her own page shows: all dates of the round, and `own_minutes`."""
    present, of = (sum(row.minutes for row in rows) for rows in (record.values(), meetings))
    return Standing(enrolment, present, of, enrolment.round, len(record), len(meetings))


def gaps(round: Round) -> dict[Meeting, int]:
    """Meetings at which somebody with a place has no attendance on record, and how many; in order of date."""
    seated = Enrolment.objects.filter(round=round, status__in=SEATED).count()
    rows = round.meetings.annotate(recorded=Count("attendances")).order_by("starts_at", "pk")
    return {meeting: seated - meeting.recorded for meeting in rows if meeting.recorded < seated}


def minutes_at(meeting: Meeting) -> Mapping[int, int]:
    """What is on record for a meeting: minutes by enrolment."""
    return dict(Attendance.objects.filter(meeting=meeting).values_list("enrolment_id", "minutes"))


def own_minutes(enrolment: Enrolment) -> Mapping[int, Attendance]:
    """A person's own record: attendance by meeting."""
    return {row.meeting_id: row for row in Attendance.objects.filter(enrolment=enrolment)}


def with_counts(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Adds `recorded` and `present`: how many people are on record and how many of them came."""
    return meetings.annotate(
        recorded=Count("attendances"), present=Count("attendances", filter=Q(attendances__present=True))
    )


def taught(round: Round) -> set[tuple[int, int]]:
    """Who taught whom in a round: trainer and person (primary keys), of meetings at which both were."""
    here = Attendance.objects.filter(round=round, present=True, meeting__teachings__isnull=False)
    return set(here.values_list("meeting__teachings__person", "enrolment__person"))
