"""Whether people have done what of a round is online: lessons here, and e-learning in outside platforms."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from training.models import Enrolment, Learning, Meeting, Mode, Round, Score


@dataclass(frozen=True)
class Online:
    """How many meetings of a round are worked through online, and how many of them a person has done."""

    done: int
    of: int

    @property
    def complete(self) -> bool:
        """Where nothing is online, nothing was done: the database says the same (`EVIDENCE` in training/models/rules.py)."""
        return 0 < self.of == self.done


def meetings(round: Round) -> QuerySet[Meeting]:
    """The meetings with a lesson or a platform behind them. E-learning with neither is not among them: attendance
    alone tells of it."""
    behind = Q(lesson_set__isnull=False) | Q(tool_link__isnull=False)
    return Meeting.objects.filter(behind, round=round, mode=Mode.ELEARNING)


def done_by(enrolments: Iterable[int]) -> dict[int, Online]:
    """Where each of these enrolments (primary keys) stands; who has nothing online is left out. A meeting is done by a
    lesson worked through to its end, or by a score that says Completed and FullyGraded. One query."""
    learnt = Learning.objects.filter(
        meeting=OuterRef("round__meetings"), enrolment=OuterRef("pk"), done_at__isnull=False
    )
    scored = Score.objects.filter(
        link__meeting=OuterRef("round__meetings"),
        enrolment=OuterRef("pk"),
        activity="Completed",
        grading="FullyGraded",
    )
    rows = Enrolment.objects.filter(
        Q(round__meetings__lesson_set__isnull=False) | Q(round__meetings__tool_link__isnull=False),
        pk__in=list(enrolments),
        round__meetings__mode=Mode.ELEARNING,
    ).annotate(ready=Exists(learnt) | Exists(scored))
    of, done = Counter[int](), Counter[int]()
    for pk, ready in rows.values_list("pk", "ready"):
        of[pk] += 1
        done[pk] += ready
    return {pk: Online(done[pk], of[pk]) for pk in of}


def done(enrolment: Enrolment) -> Online:
    """The same of one person."""
    return done_by([enrolment.pk]).get(enrolment.pk, Online(0, 0))
