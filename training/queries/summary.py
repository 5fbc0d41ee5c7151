"""What the summary report of a round says: people, hours, completion, assessment, gain and the survey, out of the data."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from statistics import fmean, stdev

from hcec.accounts.models import User
from training import requirements
from training.lifecycles import EnrolmentStatus
from training.models import Enrolment, Mark, Meeting, Round, Survey
from training.queries import gains, marks, rounds, surveys
from training.requirements import Checklist
from training.satisfaction import Level
from training.statistics import Gain, Rating


@dataclass(frozen=True)
class Assessed:
    """The course's own assessment: who took it, the mean and S.D. in percent, and who reached the pass mark."""

    people: int
    mean: float
    deviation: float | None
    passed: int | None


@dataclass(frozen=True)
class Summary:
    """Everything that the report prints. Hours are of 60 minutes; `hours_earned` is the sum over all who completed."""

    round: Round
    meetings: list[Meeting]
    trainers: list[User]
    enrolled: int
    cancelled: int
    came: int
    completed: int
    not_completed: int
    hours_counted: Decimal
    hours_earned: Decimal
    attendance: float | None
    asked: list[str]
    assessed: Assessed | None
    gain: Gain | None
    survey: Survey | None
    blocks: list[surveys.Block]

    @property
    def completed_percent(self) -> float | None:
        return self.completed * 100 / self.enrolled if self.enrolled else None

    @property
    def whole(self) -> Rating | None:
        """All answers about the course together; None while the survey is not shown."""
        return next((block.whole for block in self.blocks if block.trainer is None), None)

    @property
    def band(self) -> Level | None:
        return next((block.band for block in self.blocks if block.trainer is None), None)


def assessed(round: Round) -> Assessed | None:
    """None where nobody took an assessment."""
    taken = [mark for mark in marks.of_round(round, Mark.Kind.ASSESSMENT).values() if mark.score is not None]
    if not taken:
        return None
    shares = [float(mark.score * 100 / mark.of_score) for mark in taken if mark.score is not None]
    least = round.pass_percent
    return Assessed(
        people=len(taken),
        mean=fmean(shares),
        deviation=stdev(shares) if len(shares) > 1 else None,
        passed=sum(mark.reaches(least) for mark in taken) if least else None,
    )


def of_round(round: Round, at: datetime) -> Summary:
    """The report as the data stand now; a survey is in it once its results are shown at all."""
    people = requirements.checklists(round)
    meetings = list(rounds.meetings_of(round))
    survey = surveys.of_round(round)
    shown = survey is not None and surveys.is_shown(survey, at)
    completed = [one for one in people if one.enrolment.status == EnrolmentStatus.COMPLETED]
    total = sum(meeting.minutes for meeting in meetings)
    return Summary(
        round=round,
        meetings=meetings,
        trainers=surveys.trainers_of(round),
        enrolled=len(people),
        cancelled=Enrolment.objects.filter(round=round, status=EnrolmentStatus.CANCELLED).count(),
        came=sum(one.standing.minutes > 0 for one in people),
        completed=len(completed),
        not_completed=sum(one.enrolment.status == EnrolmentStatus.NOT_COMPLETED for one in people),
        hours_counted=Decimal(total) / 60,
        hours_earned=earned(completed),
        attendance=fmean(float(one.standing.percent) for one in people) if people and total else None,
        asked=requirements.asked(round),
        assessed=assessed(round),
        gain=gains.of_round(round),
        survey=survey,
        blocks=surveys.blocks(survey) if survey and shown else [],
    )


def earned(completed: list[Checklist]) -> Decimal:
    return sum((one.standing.hours for one in completed), Decimal(0))
